import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations of the log work with. */
export interface Deps {
  readonly table: Table;
}
