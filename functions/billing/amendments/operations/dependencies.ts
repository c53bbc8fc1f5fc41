import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { SettleMessage } from '../../accounts/index.ts';
import type { DocumentsMessage } from './documents-message.ts';

/** What the operations on issued invoices work with. */
export interface AmendmentsDeps {
  readonly table: Table;
  /** Parts of reconciliation files; every key begins `billing/`. */
  readonly files: Files;
  /** The billing run's own queue. */
  readonly documentsQueue: Queue<DocumentsMessage | SettleMessage>;
}
