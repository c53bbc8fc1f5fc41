import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { EstimatesDeps } from '../../estimates/index.ts';
import type { RunDeps } from '../../invoices/index.ts';
import type { BillingRunMessage } from './run-messages.ts';

/** What the operations on runs over many partners work with. */
export interface RunsDeps {
  readonly table: Table;
  /** The billing run's own queue. */
  readonly partnersQueue: Queue<BillingRunMessage>;
}

/** What carries them out. */
export type RunsWorkDeps = RunsDeps & RunDeps & EstimatesDeps;
