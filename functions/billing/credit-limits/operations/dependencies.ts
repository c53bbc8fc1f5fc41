import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { CreditMessage } from './credit-message.ts';

/** What whoever changes what credit depends on works with. */
export interface CreditDeps {
  readonly table: Table;
  /** A queue of the worker. */
  readonly creditQueue: Queue<CreditMessage>;
}
