import type { Seller } from '../../../shared/contracts/seller.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../shared/identity/access.ts';
import type { Files } from '../../../shared/messaging/files.ts';
import type { Queue } from '../../../shared/messaging/queue.ts';
import type { Log, Observability } from '../../../shared/observability/observability.ts';
import type { RunMessage } from '../invoices/operations/run-message.ts';

/** What billing's API operations reach the world through. */
export interface BillingDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly log: Log;
  /** Parts of reconciliation files; every key begins `billing/`. */
  readonly files: Files;
  /** Statements and reconciliation files of issued invoices, each written once; every key begins `billing/`. */
  readonly issued: Files;
}

/** What consumers of billing work with. */
export interface ConsumerDeps {
  readonly table: Table;
  readonly log: Log;
  /** Adds a business figure; alarms stand on some. */
  readonly count: Observability['count'];
}

/** What the billing run works with. */
export interface RunDeps extends ConsumerDeps {
  readonly files: Files;
  readonly issued: Files;
  /** Whose name, address and account stand on statements. */
  readonly seller: Seller;
  /** The run's own queue. */
  readonly runQueue: Queue<RunMessage>;
}
