import type { Table } from '../../../../shared/dynamo/table.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { exchanged, exchangeInto } from '../domain/exchange.ts';
import { pairOf } from '../domain/pair.ts';
import type { ComparedPrice, PairPrice, PriceExchange } from '../domain/price.ts';
import { listInForce, type PublishedList } from '../domain/price-list.ts';
import { exchangeRatesStore } from '../store/exchange-rates-store.ts';

/**
 * M3: by what prices of a list are exchanged into a currency: the rate of the month of an instant in which the list is in force, else of
 * the month in which it takes effect. Undefined where that is not published.
 */
export async function exchangeOfList(
  table: Table,
  { month, currency }: { readonly month: string; readonly currency: string | undefined },
  { published, at }: { readonly published: readonly PublishedList[]; readonly at: Instant },
): Promise<PriceExchange | undefined> {
  const list = published.find((known) => known.month === month);
  if (!list || currency === undefined) return undefined;
  const on = utcDay(listInForce(published, at)?.month === month ? at : list.effectiveFrom).slice(0, 7);
  const rates = await exchangeRatesStore(table).upTo(on);
  return rates?.month === on ? exchangeInto(currency, rates) : undefined;
}

/** The pair of the same country in the pricing currency. */
export const foreignPair = (pair: string, { pricingCurrency }: PriceExchange): string =>
  pairOf(pair.split('#')[0]!, pricingCurrency);

/** M3: rows of a pair, and in place of what it has no price for those of the pricing currency, exchanged. */
export function withExchanged(
  { own, foreign }: { readonly own: readonly PairPrice[]; readonly foreign: readonly PairPrice[] },
  pair: string,
  exchange: PriceExchange,
): PairPrice[] {
  const currency = pair.split('#')[1]!;
  const priced = new Set(own.filter(({ change }) => change !== 'DEL').map(placeOf));
  const others = foreign.filter((row) => !priced.has(placeOf(row)));
  const taken = new Set(others.map(placeOf));
  return [
    ...own.filter((row) => priced.has(placeOf(row)) || !taken.has(placeOf(row))),
    ...others.map((row) => ({ ...row, pair, price: exchanged(row.price, exchange, currency) })),
  ].sort(byOffer);
}

const placeOf = ({ offerId, segment }: ComparedPrice): string => `${offerId} ${segment}`;

/** What a list has by offer and segment, behind it what it takes out. */
export const byOffer = (a: ComparedPrice, b: ComparedPrice): number =>
  Number(a.change === 'DEL') - Number(b.change === 'DEL') ||
  compare(a.offerId, b.offerId) ||
  compare(a.segment, b.segment);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
