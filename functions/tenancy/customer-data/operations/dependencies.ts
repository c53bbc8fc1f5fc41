import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';

/** What the operations of a customer's own data work with. */
export interface Deps {
  readonly table: Table;
  /** Parts and archives of exports. */
  readonly files: Files;
}
