import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { tenancyConsumers } from '../consumers.ts';
import { tenancyConsumerFunctions } from './consumer-functions.ts';
import { table } from './environment.ts';

/** Entry of tenancy's events function. */
export const handler = eventsHandler(
  tenancyConsumers,
  tenancyConsumerFunctions,
  {
    table,
    identity: cognitoIdentityProvider(setting('USER_POOL_ID')),
    files: s3Files(setting('DOCUMENTS_BUCKET')),
  },
  observability('tenancy-events'),
);
