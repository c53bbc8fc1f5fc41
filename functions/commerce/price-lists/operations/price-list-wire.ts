import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { day, toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import type { Correction } from '../domain/correction.ts';
import type { PairPrice } from '../domain/price.ts';
import { type PriceList, type PublishedList, wireMonth } from '../domain/price-list.ts';
import type { Publication } from '../store/price-items.ts';
import { priceStore } from '../store/price-store.ts';
import { type Changes, type ComparedPage, countedChangesOf } from './compared-prices.ts';

type ListWire = z.input<typeof s.PriceList>;
type PriceWire = z.input<typeof s.Price>;

/** @param corrections of the list, in the order in which they take effect. */
export function toPriceListWire(
  list: PriceList,
  changes: Changes = countedChangesOf(list),
  { path = '/operator/pricelists', corrections = [] }: { path?: string; corrections?: readonly Correction[] } = {},
): ListWire {
  const { month, state, basedOn, publishedAt, visibleFrom, effectiveFrom } = list;
  return {
    month: wireMonth(month),
    state,
    ...(basedOn && { basedOn: wireMonth(basedOn) }),
    ...(publishedAt && { publishAt: toWireInstant(publishedAt) }),
    ...(visibleFrom && { visibleFrom: toWireInstant(visibleFrom) }),
    ...(effectiveFrom && { effectiveFrom: toWireInstant(effectiveFrom) }),
    prices: list.prices,
    changes,
    ...(corrections.length > 0 && { corrections: corrections.map(toCorrectionWire) }),
    margins: Object.entries(list.margins).map(([family, percent]) => ({ family, percent })),
    links: { self: link(`${path}/${wireMonth(month)}`) },
    attributes: { objectType: 'PriceList' },
  };
}

const toCorrectionWire = ({ correctionId, reason, effectiveFrom, enteredAt, prices, pairs }: Correction) => ({
  id: correctionId,
  reason,
  effectiveFrom: toWireInstant(effectiveFrom),
  correctedDate: toWireInstant(enteredAt),
  prices,
  markets: pairs.length,
});

/** Corrections of a published list, in the order in which they take effect. */
export async function correctionsOf(
  table: Table,
  month: string,
  published: readonly PublishedList[],
): Promise<readonly Correction[]> {
  const entered = published.find((list) => list.month === month)?.corrections ?? [];
  const found = await Promise.all(
    entered.map(({ correctionId }) => priceStore(table).correction({ month, correctionId })),
  );
  return found.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : Number(a.effectiveFrom > b.effectiveFrom)));
}

/** How far the publication of a list has come. */
export const toPublicationWire = ({ pairs, pairsDone }: Publication): Pick<ListWire, 'publication'> => ({
  publication: { markets: pairs.length, marketsDone: pairsDone },
});

export function toPriceWire({ pair, offerId, segment, price, change }: PairPrice): PriceWire {
  const [country = '', currency = ''] = pair.split('#');
  return {
    offerId,
    country,
    currency,
    segment,
    listPrice: price.list,
    wholesalePrice: price.wholesale,
    per: 'month',
    ...(price.exchange && {
      pricingCurrency: price.exchange.pricingCurrency,
      pcToBCExchangeRate: Number(price.exchange.rate),
      pcToBCExchangeRateDate: toWireDay(day(`${price.exchange.month}-01`)),
    }),
    change,
  };
}

/** A list with its counts of changes and a page of its prices. */
export const toDetailWire = (
  list: PriceList,
  page: ComparedPage,
  call: { rawPath: string; rawQuery: string },
  corrections: readonly Correction[] = [],
): z.input<typeof s.PriceListDetail> => ({
  ...toPriceListWire(list, page.changes, { corrections }),
  items: page.items.map(toPriceWire),
  totalCount: page.items.length,
  links: offsetLinks(call, page),
});
