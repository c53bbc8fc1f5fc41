import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { SettleMessage } from '../../accounts/index.ts';

/** What the operations on what partners owe and pay work with. */
export interface ReceivablesDeps {
  readonly table: Table;
  /** The billing run's own queue. */
  readonly settleQueue: Queue<SettleMessage>;
}
