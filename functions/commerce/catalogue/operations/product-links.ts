import { type Link, link } from '../../../../shared/contracts/wire.ts';
import { availabilityId } from '../domain/catalogue-item.ts';
import type { Segment } from '../domain/offer.ts';

/** What was bought, and where; `priceList` is the month, `yyyy-MM`, whose price holds: metered use has none. */
export interface Bought {
  readonly planId: string;
  readonly offerId: string;
  readonly country: string;
  readonly segment: Segment;
  readonly priceList?: string | undefined;
}

/** The three names under which the catalogue has what was bought (commerce contract 5.2). */
export function productLinks(of: Bought): { product: Link; sku: Link; availability?: Link } {
  const { planId, offerId, country, segment, priceList: month } = of;
  const product = `/products/${encodeURIComponent(planId)}`;
  const sku = `${product}/skus/${encodeURIComponent(offerId)}`;
  const ending = `?country=${country}`;
  return {
    product: link(`${product}${ending}`),
    sku: link(`${sku}${ending}`),
    ...(month && {
      availability: link(`${sku}/availabilities/${availabilityId(offerId, { country, segment, month })}${ending}`),
    }),
  };
}
