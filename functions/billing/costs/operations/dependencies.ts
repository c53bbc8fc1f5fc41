import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Log } from '../../../../shared/observability/observability.ts';

/** What the operations of costs work with. */
export interface CostsDeps {
  readonly table: Table;
  readonly log: Log;
  /** Parts of issued files; every key begins `billing/`. */
  readonly files: Files;
}
