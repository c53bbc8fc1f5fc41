import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Seller } from '../../../shared/contracts/seller.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { statementPdf } from '../invoices/operations/documents/statement.ts';
import { observed, table } from './environment.ts';
import { runQueue } from './run-queue.ts';
import { handleWork, type WorkDeps, WorkMessage } from './work.ts';

/** Whose name, address and account stand on statements. */
const seller = Seller.parse(JSON.parse(setting('SELLER')));

const dependencies: WorkDeps = {
  table,
  log: observed.log,
  count: observed.count,
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  issued: s3Files(setting('ISSUED_BUCKET')),
  // No card can be published yet: usage waits on the operator's list.
  rateBookOf: async ({ currency }) => ({
    currency,
    meter: () => undefined,
    discount: () => ({ fraction: '0', terms: [] }),
    exchange: () => undefined,
  }),
  statementOf: (invoiced) => statementPdf({ ...invoiced, seller }),
  runQueue,
  previewQueue: runQueue,
  budgetWarningPercent: setting('BUDGET_WARNING_PERCENT'),
};

/** Works off the billing run's queue. A message that fails comes again, and the hourly job queues what is missing. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of Records) {
    try {
      const message = WorkMessage.parse(JSON.parse(body));
      const outcome = await handleWork(message, dependencies);
      observed.log.info('run message done', { ...message, outcome });
      observed.count(`Run${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}`);
    } catch (error) {
      const facts = { body, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      observed.log.error('run message failed, it will be delivered again', facts);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  observed.flush();
  return { batchItemFailures };
}
