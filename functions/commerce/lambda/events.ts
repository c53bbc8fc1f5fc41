import { accessRecords } from '../../../shared/identity/access.ts';
import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { commerceConsumers } from '../consumers.ts';
import { commerceConsumerFunctions } from './consumer-functions.ts';
import { observed, table } from './environment.ts';

const files = s3Files(setting('DOCUMENTS_BUCKET'));

const dependencies = { table, files, records: accessRecords(table), log: observed.log };

/** Entry of commerce's events function. */
export const handler = eventsHandler(commerceConsumers, commerceConsumerFunctions, dependencies, observed);
