import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { pageOf } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { Catalogue, Family } from '../../catalogue/index.ts';
import type * as s from '../../schemas.ts';
import { comparePrices, type PriceChange } from '../domain/price.ts';
import { type PriceList, previousList, wireMonth } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';

type ListWire = z.input<typeof s.PriceList>;
type PriceWire = z.input<typeof s.Price>;

/** Prices of one answer at most; more are fetched page by page. */
const PAGE_MAX = 5000;

export function toPriceListWire(list: PriceList, changes: Changes, path = '/operator/pricelists'): ListWire {
  const { month, state, basedOn, publishedAt, visibleFrom, effectiveFrom } = list;
  return {
    month: wireMonth(month),
    state,
    ...(basedOn && { basedOn: wireMonth(basedOn) }),
    ...(publishedAt && { publishAt: toWireInstant(publishedAt) }),
    ...(visibleFrom && { visibleFrom: toWireInstant(visibleFrom) }),
    ...(effectiveFrom && { effectiveFrom: toWireInstant(effectiveFrom) }),
    prices: Object.values(list.pairs).reduce((count, pair) => count + pair.prices, 0),
    changes,
    margins: Object.entries(list.margins).map(([family, percent]) => ({ family, percent })),
    links: { self: link(`${path}/${wireMonth(month)}`) },
    attributes: { objectType: 'PriceList' },
  };
}

/** Prices by what became of them since the list before. */
export type Changes = Readonly<Record<PriceChange, number>>;

/** The published list that a list is compared with. */
async function listBefore(table: Table, list: PriceList): Promise<PriceList | undefined> {
  const store = priceStore(table);
  const earlier = previousList((await store.calendar()).published, list.month);
  return earlier && store.list(earlier.month);
}

/** How a list differs from the one before. What both share is not read: it stays. */
export async function changesOf(table: Table, list: PriceList): Promise<Changes> {
  const store = priceStore(table);
  const before = await listBefore(table, list);
  const changes: Record<PriceChange, number> = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
  for (const pair of new Set([...Object.keys(list.pairs), ...Object.keys(before?.pairs ?? {})])) {
    const [old, now] = [before?.pairs[pair], list.pairs[pair]];
    if (old && now && old.month === now.month && old.content === now.content) changes.UNC += now.prices;
    else {
      const prices = await Promise.all([before ? store.prices(before, pair) : {}, store.prices(list, pair)]);
      for (const { change } of comparePrices(...prices)) changes[change] += 1;
    }
  }
  return changes;
}

export interface PriceFilter {
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly family?: Family | undefined;
  readonly offset?: number | undefined;
  readonly size?: number | undefined;
}

/** Prices of a list with what became of each since the list before it. */
export async function comparedPrices(table: Table, list: PriceList, filter: PriceFilter): Promise<PriceWire[]> {
  const store = priceStore(table);
  const before = await listBefore(table, list);
  const pairs = [...new Set([...Object.keys(list.pairs), ...Object.keys(before?.pairs ?? {})])].sort();
  const rows: PriceWire[] = [];
  for (const pair of pairs) {
    const [country = '', currency = ''] = pair.split('#');
    if (filter.country !== undefined && filter.country !== country) continue;
    if (filter.currency !== undefined && filter.currency !== currency) continue;
    const [old, now] = await Promise.all([before ? store.prices(before, pair) : {}, store.prices(list, pair)]);
    for (const { offerId, segment, price, change } of comparePrices(old, now))
      rows.push({
        offerId,
        country,
        currency,
        segment,
        listPrice: price.list,
        wholesalePrice: price.wholesale,
        per: 'month',
        change,
      });
  }
  return rows;
}

/** Keeps the prices of a family's offers. */
export const ofFamily = (rows: readonly PriceWire[], { offers }: Catalogue, family: Family | undefined): PriceWire[] =>
  family === undefined ? [...rows] : rows.filter(({ offerId }) => offers.get(offerId)?.family === family);

/** A list with its counts of changes and a page of its prices. */
export function toDetailWire(
  list: PriceList,
  rows: readonly PriceWire[],
  call: { rawPath: string; rawQuery: string },
  { offset, size = PAGE_MAX }: PriceFilter,
): z.input<typeof s.PriceListDetail> {
  const changes: Record<PriceChange, number> = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
  for (const { change } of rows) changes[change] += 1;
  const page = pageOf(rows, { offset, size: Math.min(size || PAGE_MAX, PAGE_MAX) });
  return {
    ...toPriceListWire(list, changes),
    items: [...page.items],
    totalCount: page.items.length,
    links: offsetLinks(call, page),
  };
}
