import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { percentFrom, type TaxRate, withTaxRate } from '../domain/tax.ts';
import type { BillingAccount } from '../store/account-store.ts';
import { periodStore } from '../store/period-store.ts';

/** Tax rates of the periods up to the open one that begins on a day; its own is the account's as long as no run locked it. */
export const taxRatesOf = async (
  account: BillingAccount,
  { start }: { start: Day },
  { table }: { table: Table },
): Promise<readonly TaxRate[]> =>
  withTaxRate(await periodStore(table).taxRatesBefore(account.partnerId, start), {
    from: start,
    percent: percentFrom(account, start),
  });
