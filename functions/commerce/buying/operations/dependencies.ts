import type { Table } from '../../../../shared/dynamo/table.ts';

/** What the checks of a purchase work with. */
export interface BuyingDeps {
  readonly table: Table;
}
