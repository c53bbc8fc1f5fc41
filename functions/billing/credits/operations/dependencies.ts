import type { Table } from '../../../../shared/dynamo/table.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { RateBook } from '../../rate-cards/index.ts';

/** What the operations on credits work with. */
export interface CreditsDeps {
  readonly table: Table;
  /** Every key begins `billing/`. */
  readonly files: Files;
  /** Rates of a currency and region on days of usage. */
  readonly rateBookOf: (of: DayPeriod & { readonly currency: string; readonly region: string }) => Promise<RateBook>;
}
