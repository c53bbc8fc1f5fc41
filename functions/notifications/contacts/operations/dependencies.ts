import type { Table } from '../../../../shared/dynamo/table.ts';

/** What keeps contacts. */
export interface ContactsDeps {
  readonly table: Table;
}
