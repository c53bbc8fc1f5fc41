import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations on what partners owe for too long work with. */
export interface CollectionsDeps {
  readonly table: Table;
}
