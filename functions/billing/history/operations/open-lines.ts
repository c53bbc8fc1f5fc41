import type { Item, Table } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Ledger, Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { LineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import type { BillingAccount } from '../../accounts/index.ts';
import { invoicedDays, type KnownSubscription, linesIn } from '../domain/subscription.ts';
import type { Tally } from '../domain/tally.ts';
import { asideOf, fromItem, idsOf } from '../store/subscription-item.ts';
import { subscriptionStore } from '../store/subscription-store.ts';

/** What a subscription owes that is on no invoice yet. */
export interface OpenLines {
  readonly subscription: KnownSubscription;
  readonly ledger: Ledger;
  readonly lines: readonly Line[];
  /** The money of each line, in their order. */
  readonly moneys: readonly LineMoney[];
}

/**
 * Lines posted from the first day of a period on, and those that invoices before it left out. Undefined for a
 * subscription that the period's own invoice leaves out, and for one whose history breaks: no estimate and no list
 * stands still for one, the run puts it on the operator's list.
 */
export async function openLines(
  item: Item,
  posted: DayPeriod,
  { account, sums, log, table }: { account: BillingAccount; sums: Pick<Tally, 'moneyOf'>; log: Log; table: Table },
): Promise<OpenLines | undefined> {
  const aside = asideOf(item);
  if (aside && aside.end > posted.start) return undefined;
  const days = invoicedDays({ aside }, posted);
  const known = whole(() => fromItem(item));
  // What the table does not answer is no fault of the history: it is thrown on.
  const subscription = known && (await subscriptionStore(table).enoughFor(account.partnerId, known, days));
  return (
    subscription &&
    whole(() => {
      const { lines, ledger } = linesIn(subscription, days);
      const moneys = lines.map((line) => {
        invariant(line.term.lock.currency === account.profile.currency, 'a bill is in one currency (PRG-10)');
        return sums.moneyOf(line);
      });
      return { subscription, ledger, lines, moneys };
    })
  );

  function whole<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      log.error('an estimate leaves out a subscription that breaks', { ...idsOf(item), error: String(error) });
      return undefined;
    }
  }
}
