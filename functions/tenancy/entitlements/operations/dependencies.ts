import type { Table } from '../../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';

/** What the operations of entitlements work with. */
export interface Deps {
  readonly table: Table;
  readonly records: AccessRecords;
}
