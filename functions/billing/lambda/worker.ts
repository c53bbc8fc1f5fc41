import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Seller } from '../../../shared/contracts/seller.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { RunDeps } from '../invoices/operations/dependencies.ts';
import { statementPdf } from '../invoices/operations/documents/statement.ts';
import { handleRunMessage } from '../invoices/operations/handle-run-message.ts';
import { RunMessage } from '../invoices/operations/run-message.ts';
import { observed, table } from './environment.ts';

/** Whose name, address and account stand on statements. */
const seller = Seller.parse(JSON.parse(setting('SELLER')));

const dependencies: RunDeps = {
  table,
  log: observed.log,
  count: observed.count,
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  issued: s3Files(setting('ISSUED_BUCKET')),
  statementOf: (invoiced) => statementPdf({ ...invoiced, seller }),
  runQueue: sqsQueue<RunMessage>(setting('RUN_QUEUE_URL')),
};

/** Works off the billing run's queue. A message that fails comes again, and the hourly job queues what is missing. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of Records) {
    try {
      const message = RunMessage.parse(JSON.parse(body));
      const outcome = await handleRunMessage(message, dependencies);
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
