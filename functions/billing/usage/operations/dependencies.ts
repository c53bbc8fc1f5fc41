import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { Log, Observability } from '../../../../shared/observability/observability.ts';
import type { FoldMessage } from './fold-message.ts';

/** What the consumers of usage work with. */
export interface UsageConsumerDeps {
  readonly table: Table;
}

/** What the operations of usage work with. */
export interface UsageDeps {
  readonly table: Table;
  /** Every key begins `billing/usage/`. */
  readonly files: Files;
  /** Batches that are to be folded. */
  readonly foldQueue: Queue<FoldMessage>;
}

/** What folds batches. */
export interface FoldDeps {
  readonly table: Table;
  readonly files: Files;
  readonly log: Log;
}

/** What finds batches that wait too long. */
export interface UsageJobDeps {
  readonly table: Table;
  readonly log: Log;
  readonly count: Observability['count'];
  readonly foldQueue: Queue<FoldMessage>;
}
