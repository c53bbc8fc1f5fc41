import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { BillingAccount } from '../../accounts/index.ts';
import {
  billingDatesOf,
  type Credit,
  creditedSubscriptions,
  openCredits,
  openLinesWithCredits,
} from '../../credits/index.ts';
import { type OpenLines, subscriptionStore } from '../../history/index.ts';
import type { Provider } from '../../schemas.ts';
import type { EstimatesDeps } from './dependencies.ts';

/** A subscription that was looked at, and how many lines it has that are posted and on no invoice. */
export interface WithLines {
  /** `{customer}#{subscription}` */
  readonly sk: string;
  readonly count: number;
  /** Nothing behind it was read, because the page has read its fill. */
  readonly isCut: boolean;
  /** Of seats. */
  readonly open?: OpenLines | undefined;
  /** Of a metered one the credits that were granted, a line each; what was used is listed by itself. */
  readonly credits?: readonly Credit[];
}

interface Wish {
  readonly account: BillingAccount;
  readonly posted: DayPeriod;
  readonly provider: Provider;
}

interface Reading {
  readonly range: { readonly from: string } | { readonly upTo: string };
  readonly sums: Parameters<typeof openLinesWithCredits>[2]['sums'];
  /** How many lines are still wanted. */
  readonly wanted: () => number;
}

type Deps = Pick<EstimatesDeps, 'table' | 'log'>;

/**
 * Subscriptions with open lines in the order of customer and subscription, or with `upTo` the last ones first; besides them only
 * the one that reading ends with.
 */
export async function* withOpenLines(wish: Wish, reading: Reading, deps: Deps): AsyncGenerator<WithLines> {
  const isBackwards = 'upTo' in reading.range;
  const metered = creditedIn(wish, reading.range, deps);
  let next = (await metered.next()).value || undefined;
  for await (const each of seatsIn(wish, reading, deps)) {
    while (next && (isBackwards ? next.sk > each.sk : next.sk < each.sk)) {
      yield next;
      next = (await metered.next()).value || undefined;
    }
    yield each;
    if (each.isCut) return;
  }
  for (; next; next = (await metered.next()).value || undefined) yield next;
}

async function* seatsIn(
  { account, posted, provider }: Wish,
  { range, sums, wanted }: Reading,
  { table, log }: Deps,
): AsyncGenerator<WithLines> {
  if (provider === 'azure') return;
  const credits = openCredits({ account, table }, posted, keysOf(range));
  for await (const { items, isCut } of subscriptionStore(table).portions(account.partnerId, range, wanted))
    for (const [index, item] of items.entries()) {
      const open = await openLinesWithCredits(item, posted, { account, sums, log, table, credits });
      const isLast = isCut && index === items.length - 1;
      const count = open?.lines.length ?? 0;
      if (count > 0 || isLast) yield { sk: item.sk, count, isCut: isLast, open };
    }
}

async function* creditedIn(
  { account: { partnerId, profile }, posted, provider }: Wish,
  range: Reading['range'],
  { table }: Deps,
): AsyncGenerator<WithLines> {
  if (provider === 'office') return;
  const { isBackwards = false, ...keys } = keysOf(range);
  const billingDates = billingDatesOf(posted, profile);
  const of = { partnerId, kind: 'usage', billingDates, range: keys, before: posted.end, isBackwards } as const;
  for await (const { ids, credits } of creditedSubscriptions(of, table))
    yield { sk: ids, count: credits.length, isCut: false, credits: isBackwards ? credits.toReversed() : credits };
}

const keysOf = (
  range: Reading['range'],
): { readonly from: string; readonly to?: string; readonly isBackwards?: boolean } =>
  'upTo' in range ? { from: '', to: `${range.upTo}~`, isBackwards: true } : range;
