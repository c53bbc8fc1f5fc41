import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Seller } from '../../../shared/contracts/seller.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { statementPdf } from '../invoices/operations/documents/statement/statement.ts';
import { taxReceiptPdf } from '../invoices/operations/documents/statement/tax-receipt.ts';
import { rateBookOf } from '../rate-cards/index.ts';
import { foldBatches } from '../usage/operations/fold-batches.ts';
import type { FoldMessage } from '../usage/operations/fold-message.ts';
import { observed, table } from './environment.ts';
import { runQueue } from './run-queue.ts';
import { usageQueue } from './usage-queue.ts';
import { handleWork, type WorkDeps, WorkMessage } from './work.ts';

/** Whose name, address and account stand on statements. */
const seller = Seller.parse(JSON.parse(setting('SELLER')));

const files = s3Files(setting('DOCUMENTS_BUCKET'));

const dependencies: WorkDeps = {
  table,
  log: observed.log,
  count: observed.count,
  files,
  issued: s3Files(setting('ISSUED_BUCKET')),
  rateBookOf: (of) => rateBookOf(of, { table, files }),
  statementOf: (invoiced) => statementPdf({ ...invoiced, seller }),
  receiptOf: (invoiced) => taxReceiptPdf({ ...invoiced, seller }),
  runQueue,
  previewQueue: runQueue,
  usedQueue: runQueue,
  creditQueue: runQueue,
  foldQueue: usageQueue,
  budgetWarningPercent: setting('BUDGET_WARNING_PERCENT'),
  partnersQueue: runQueue,
  accrualQueue: runQueue,
};

/**
 * Works off the queues of the billing run and of usage. A message that fails comes again, and hourly jobs queue what is
 * missing. Batches of usage that come together are counted together, which costs less than one after the other.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  const guarded = async (records: readonly SQSRecord[], work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const facts = {
        bodies: records.map(({ body }) => body),
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
      observed.log.error('messages of the worker failed, they will be delivered again', facts);
      batchItemFailures.push(...records.map(({ messageId }) => ({ itemIdentifier: messageId })));
    }
  };
  const folds: { record: SQSRecord; message: FoldMessage }[] = [];
  for (const record of Records)
    await guarded([record], async () => {
      const message = WorkMessage.parse(JSON.parse(record.body));
      if (message.kind === 'fold') {
        folds.push({ record, message });
        return;
      }
      const outcome = await handleWork(message, dependencies);
      observed.log.info('run message done', { ...message, outcome });
      observed.count(`Run${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}`);
    });
  for (const [after, of] of Map.groupBy(folds, ({ message }) => message.after)) {
    const records = of.map(({ record }) => record);
    const batchIds = of.map(({ message }) => message.batchId);
    const failed = [...new Set(of.flatMap(({ message }) => message.failed ?? []))];
    await guarded(records, async () => {
      const { folded } = await foldBatches(batchIds, dependencies, { after, failed });
      if (folded > 0) observed.count('UsageBatchesFolded', folded);
    });
  }
  observed.flush();
  return { batchItemFailures };
}
