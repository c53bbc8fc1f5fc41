import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations of price books work with. */
export interface PriceBooksDeps {
  readonly table: Table;
}
