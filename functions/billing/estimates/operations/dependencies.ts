import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Log } from '../../../../shared/observability/observability.ts';

/** What the operations of estimates work with. */
export interface EstimatesDeps {
  readonly table: Table;
  readonly log: Log;
}
