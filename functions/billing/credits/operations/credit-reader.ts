import type { Table } from '../../../../shared/dynamo/table.ts';
import { firstPeriod, nextBillingDate } from '../../../../shared/kernel/billing-period.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import type { BillingProfile } from '../../accounts/index.ts';
import type { Credit } from '../domain/credit.ts';
import { type CreditsOf, creditStore } from '../store/credit-store.ts';

/** The credits of one subscription. */
export interface CreditedSubscription {
  /** `{customer}#{subscription}` */
  readonly ids: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly credits: readonly Credit[];
}

/** Subscription by subscription, in the order of their credits. */
export async function* creditedSubscriptions(of: CreditsOf, table: Table): AsyncGenerator<CreditedSubscription> {
  let current: (CreditedSubscription & { readonly credits: Credit[] }) | undefined;
  for await (const credit of creditStore(table).granted(of)) {
    const { customerId, subscriptionId } = credit;
    const ids = `${customerId}#${subscriptionId}`;
    if (current?.ids !== ids) {
      if (current) yield current;
      current = { ids, customerId, subscriptionId, credits: [] };
    }
    current.credits.push(credit);
  }
  if (current) yield current;
}

/** Hands out the credits of subscriptions that come in their order; see {@link creditReader}. */
export type CreditsOfNext = (ids: string) => readonly Credit[] | Promise<readonly Credit[]>;

const NONE: readonly Credit[] = [];

/**
 * Credits read beside the subscriptions that they are on: both come in the same order. A run asks for a million that have none,
 * so it waits only where the next one that has some is passed.
 */
export function creditReader(of: CreditsOf, table: Table): CreditsOfNext {
  const found = creditedSubscriptions(of, table);
  const isPassed = (next: string, ids: string): boolean => (of.isBackwards ? next > ids : next < ids);
  let next: CreditedSubscription | undefined;
  let isBegun = false;
  const creditsAt = (ids: string): readonly Credit[] => (next?.ids === ids ? next.credits : NONE);
  const advance = async (ids: string): Promise<readonly Credit[]> => {
    isBegun = true;
    do next = (await found.next()).value ?? undefined;
    while (next && isPassed(next.ids, ids));
    return creditsAt(ids);
  };
  return (ids) => (!isBegun || (next && isPassed(next.ids, ids)) ? advance(ids) : creditsAt(ids));
}

/** Billing dates of the invoices that have what is posted in some days, of which the first begins a billing period. */
export function billingDatesOf(
  posted: DayPeriod,
  { agreementSignedOn, billingDay }: Pick<BillingProfile, 'agreementSignedOn' | 'billingDay'>,
): Day[] {
  if (!billingDay) return [];
  const isFirst = posted.start === agreementSignedOn;
  const dates = [isFirst ? firstPeriod(posted.start, billingDay).end : nextBillingDate(posted.start, billingDay)];
  while (dates.at(-1)! < posted.end) dates.push(nextBillingDate(dates.at(-1)!, billingDay));
  return dates;
}
