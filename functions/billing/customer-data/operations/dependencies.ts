import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';

/** What a customer's own data is gathered with. */
export interface CustomerDataDeps {
  readonly table: Table;
  /** Parts of exports. */
  readonly files: Files;
}
