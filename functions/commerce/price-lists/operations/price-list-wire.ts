import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type PriceList, wireMonth } from '../domain/price-list.ts';
import type { Publication } from '../store/price-items.ts';
import { type Changes, type ComparedPage, countedChangesOf, type PairPrice } from './compared-prices.ts';

type ListWire = z.input<typeof s.PriceList>;
type PriceWire = z.input<typeof s.Price>;

export function toPriceListWire(
  list: PriceList,
  changes: Changes = countedChangesOf(list),
  path = '/operator/pricelists',
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
    margins: Object.entries(list.margins).map(([family, percent]) => ({ family, percent })),
    links: { self: link(`${path}/${wireMonth(month)}`) },
    attributes: { objectType: 'PriceList' },
  };
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
    change,
  };
}

/** A list with its counts of changes and a page of its prices. */
export const toDetailWire = (
  list: PriceList,
  page: ComparedPage,
  call: { rawPath: string; rawQuery: string },
): z.input<typeof s.PriceListDetail> => ({
  ...toPriceListWire(list, page.changes),
  items: page.items.map(toPriceWire),
  totalCount: page.items.length,
  links: offsetLinks(call, page),
});
