import type { Item } from '../../../shared/dynamo/table.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import type { DayPeriod } from '../../../shared/kernel/time.ts';
import type { Log } from '../../../shared/observability/observability.ts';
import type { Ledger, Line } from '../domain/ledger.ts';
import type { LineMoney } from '../domain/rating.ts';
import { invoicedDays, type KnownSubscription, linesIn } from '../domain/subscription.ts';
import type { Tally } from '../domain/tally.ts';
import type { BillingAccount } from '../store/account-store.ts';
import { asideOf, fromItem, idsOf } from '../store/subscription-item.ts';

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
export function openLines(
  item: Item,
  posted: DayPeriod,
  { account, sums, log }: { account: BillingAccount; sums: Pick<Tally, 'moneyOf'>; log: Log },
): OpenLines | undefined {
  const aside = asideOf(item);
  if (aside && aside.end > posted.start) return undefined;
  try {
    const subscription = fromItem(item);
    const { lines, ledger } = linesIn(subscription, invoicedDays({ aside }, posted));
    const moneys = lines.map((line) => {
      invariant(line.term.lock.currency === account.profile.currency, 'a bill is in one currency (PRG-10)');
      return sums.moneyOf(line);
    });
    return { subscription, ledger, lines, moneys };
  } catch (error) {
    log.error('an estimate leaves out a subscription that breaks', { ...idsOf(item), error: String(error) });
    return undefined;
  }
}
