import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations of relationships work with. */
export interface Deps {
  readonly table: Table;
}
