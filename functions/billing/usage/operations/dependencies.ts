import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { Log, Observability } from '../../../../shared/observability/observability.ts';
import type { FoldMessage } from './fold-message.ts';

/** What the consumers of usage work with. */
export interface UsageConsumerDeps {
  readonly table: Table;
  /** Successions that are to be followed. */
  readonly foldQueue: Queue<FoldMessage>;
}

/** What the operations of usage work with. */
export interface UsageDeps {
  readonly table: Table;
  /** Every key begins `billing/usage/`. */
  readonly files: Files;
  /** Batches that are to be folded. */
  readonly foldQueue: Queue<FoldMessage>;
}

/** A subscription of which something was counted: what it costs is to be computed anew. */
export interface UsedMessage {
  readonly kind: 'used';
  readonly subscriptionId: string;
  /** When the newest of what was counted was reported. */
  readonly at: string;
}

/** What folds batches. */
export interface FoldDeps {
  /** Batches that go on later, because more of earlier days wait than are folded at once. */
  readonly foldQueue: Queue<FoldMessage>;
  /** Is told of every subscription whose sheets changed, before the batches that changed them end: once at least. */
  readonly usedQueue: Queue<UsedMessage>;
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
