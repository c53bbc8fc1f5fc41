import { addDays, type DayPeriod } from '../../../../shared/kernel/time.ts';
import {
  accountStore,
  type BillingAccount,
  type CustomerRange,
  namesStore,
  owedOf,
  type TaxRate,
} from '../../accounts/index.ts';
import { openCredits, openLinesWithCredits } from '../../credits/index.ts';
import { addTotals, NO_TOTALS, subscriptionStore, tally } from '../../history/index.ts';
import { chargesByProduct, type Invoice, openUsage, usageSums } from '../../invoices/index.ts';
import type { Sums } from '../store/preview-files.ts';
import type { EstimatesDeps } from './dependencies.ts';

/** The id under which clients ask for what is not invoiced yet. */
export const UNBILLED = 'unbilled';

type Deps = Pick<EstimatesDeps, 'table' | 'files' | 'log' | 'rateBookOf'>;

/** What the subscriptions of a range owe that is on no invoice yet; nothing is written. */
export async function openSums(
  account: BillingAccount,
  { posted, range, taxRates }: { posted: DayPeriod; range: CustomerRange; taxRates: readonly TaxRate[] },
  deps: Deps,
): Promise<Sums> {
  const { table, log } = deps;
  const sums = tally(taxRates);
  const credits = openCredits({ account, table }, posted, range);
  let lineCount = 0;
  for await (const page of subscriptionStore(table).pages(account.partnerId, range))
    for (const item of page) {
      const open = await openLinesWithCredits(item, posted, { account, sums, log, table, credits });
      if (!open) continue;
      lineCount += open.lines.length;
      for (const money of open.moneys) sums.add(open.subscription.offerId, money);
    }
  const used = await usageSums(openUsage(account, { posted, range, taxRates }, deps), deps);
  const byOffer = sums.byOffer();
  return used
    ? { lineCount, byOffer: new Map([...byOffer, ...used.byOffer]), usage: used.usage }
    : { lineCount, byOffer };
}

/** The next invoice as it would be. */
export async function estimateOf(
  account: BillingAccount,
  period: DayPeriod,
  { lineCount, byOffer, usage }: Sums,
  { table }: Pick<Deps, 'table'>,
): Promise<Invoice> {
  const { partnerId, profile, paymentTermDays } = account;
  const offers = await namesStore(table).offersOf(byOffer.keys());
  const balance = await accountStore(table).balance(partnerId, profile.currency);
  return {
    invoiceId: UNBILLED,
    partnerId,
    currency: profile.currency,
    periodStartOn: period.start,
    invoiceOn: period.end,
    dueOn: addDays(period.end, paymentTermDays),
    lineCount,
    totals: [...byOffer.values()].reduce(addTotals, NO_TOTALS),
    ...(usage && { usage }),
    paid: 0n,
    previousBalance: owedOf(balance),
    charges: chargesByProduct(byOffer, (offerId) => {
      const offer = offers.get(offerId);
      return { family: offer?.family ?? 'other', product: offer?.productName ?? offerId };
    }),
  };
}
