import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the reports work with. */
export interface Deps {
  readonly table: Table;
}
