import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import type { RunDeps } from '../../invoices/index.ts';
import type { PreviewMessage } from './preview-message.ts';

/** What the operations of estimates work with, and what computes large ones. */
export interface EstimatesDeps {
  readonly table: Table;
  readonly log: Log;
  /** Sums and results of previews; every key begins `billing/`. */
  readonly files: Files;
  /** Rates of a currency and region on days of usage. */
  readonly rateBookOf: RunDeps['rateBookOf'];
  /** The billing run's own queue. */
  readonly previewQueue: Queue<PreviewMessage>;
}
