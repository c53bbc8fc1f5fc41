import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import type { CostMessage } from './cost-message.ts';

/** What changes of spending work with. */
export interface SpendingDeps {
  readonly table: Table;
  /** M8: percent of a budget from which on people are warned, as decimal text. */
  readonly budgetWarningPercent: string;
}

/** What the operations of costs work with, and what computes running costs. */
export interface CostsDeps extends SpendingDeps {
  readonly log: Log;
  /** Parts of issued files, day sheets, rate cards; every key begins `billing/`. */
  readonly files: Files;
}

/** What finds spending that is to be looked at again. */
export interface CostsJobDeps {
  readonly table: Table;
  readonly costQueue: Queue<CostMessage>;
}
