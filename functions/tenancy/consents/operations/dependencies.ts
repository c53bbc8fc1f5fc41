import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations of consents work with. */
export interface Deps {
  readonly table: Table;
}
