import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Log, Observability } from '../../../../shared/observability/observability.ts';

/** What the operations and consumers of histories work with. */
export interface HistoryDeps {
  readonly table: Table;
}

/** What takes saves of subscriptions. */
export interface ConsumerDeps {
  readonly table: Table;
  readonly log: Log;
  /** Adds a business figure; alarms stand on some. */
  readonly count: Observability['count'];
}
