import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the operations of billing accounts work with. */
export interface AccountsDeps {
  readonly table: Table;
}
