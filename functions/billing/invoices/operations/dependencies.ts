import type { Table } from '../../../../shared/dynamo/table.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Queue } from '../../../../shared/messaging/queue.ts';
import type { SettleMessage } from '../../accounts/index.ts';
import type { ConsumerDeps } from '../../history/index.ts';
import type { RateBook } from '../../rate-cards/index.ts';
import type { Statement } from './documents/statement/statement.ts';
import type { TaxReceipt } from './documents/statement/tax-receipt.ts';
import type { RunMessage } from './run-message.ts';

/** What the operations that read invoices work with. */
export interface InvoicesDeps {
  readonly table: Table;
  /** Parts of reconciliation files; every key begins `billing/`. */
  readonly files: Files;
  /** Statements and reconciliation files of issued invoices, each written once; every key begins `billing/`. */
  readonly issued: Files;
}

/** What the billing run works with. */
export interface RunDeps extends ConsumerDeps {
  readonly files: Files;
  readonly issued: Files;
  /** Writes the statement that an invoice hands out, as PDF. */
  readonly statementOf: (invoiced: Omit<Statement, 'seller'>) => Promise<Uint8Array>;
  /** The same for its tax receipt. */
  readonly receiptOf: (invoiced: Omit<TaxReceipt, 'seller'>) => Promise<Uint8Array>;
  /** Rates of a currency and region on days of usage. */
  readonly rateBookOf: (of: DayPeriod & { readonly currency: string; readonly region: string }) => Promise<RateBook>;
  /** The run's own queue. */
  readonly runQueue: Queue<RunMessage | SettleMessage>;
  /** Lines of a part of a file, where a test makes them few. */
  readonly partLines?: number;
}
