import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { AccrualMessage } from './accrual-message.ts';

/** What the operations on incentives and revenue work with. */
export interface IncentivesDeps {
  readonly table: Table;
  /** Parts of reconciliation files, and the earnings beside them; every key begins `billing/`. */
  readonly files: Files;
  /** The billing run's own queue. */
  readonly accrualQueue: Queue<AccrualMessage>;
}

/** What it takes to begin the counting of a document. */
export type AccrualStartDeps = Pick<IncentivesDeps, 'table' | 'accrualQueue'>;
