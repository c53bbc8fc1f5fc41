import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { commerceConsumers } from '../consumers.ts';
import { commerceConsumerFunctions } from './consumer-functions.ts';
import { observed, table } from './environment.ts';

const files = s3Files(setting('DOCUMENTS_BUCKET'));

/** Entry of commerce's events function. */
export const handler = eventsHandler(commerceConsumers, commerceConsumerFunctions, { table, files }, observed);
