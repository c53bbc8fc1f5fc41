import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { billingConsumers } from '../consumers.ts';
import { billingConsumerFunctions } from './consumer-functions.ts';
import { observed, table } from './environment.ts';
import { runQueue } from './run-queue.ts';
import { usageQueue } from './usage-queue.ts';

/** Entry of billing's events function. */
export const handler = eventsHandler(
  billingConsumers,
  billingConsumerFunctions,
  {
    table,
    files: s3Files(setting('DOCUMENTS_BUCKET')),
    log: observed.log,
    count: observed.count,
    budgetWarningPercent: setting('BUDGET_WARNING_PERCENT'),
    foldQueue: usageQueue,
    creditQueue: runQueue,
    accrualQueue: runQueue,
  },
  observed,
);
