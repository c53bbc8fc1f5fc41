import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyJobs } from '../jobs.ts';
import { purgeUsers } from '../people/operations/purge-users.ts';
import { setting } from './dependencies.ts';

const deps = {
  table: dynamodbTable(setting(process.env, 'TABLE_NAME')),
  identity: cognitoIdentityProvider(setting(process.env, 'USER_POOL_ID')),
};

/** Entry of tenancy's jobs function. */
export const handler = jobsHandler(tenancyJobs, { purgeUsers }, deps, observability('tenancy-jobs'));
