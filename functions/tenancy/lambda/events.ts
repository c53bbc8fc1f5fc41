import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyConsumers } from '../consumers.ts';
import { followSubscriptions } from '../customers/operations/follow-subscriptions.ts';
import { setting } from './dependencies.ts';

const observed = observability('tenancy-events');
const table = dynamodbTable(setting(process.env, 'TABLE_NAME'));

/** Entry of tenancy's events function. */
export const handler = eventsHandler(tenancyConsumers, { followSubscriptions }, { table }, observed);
