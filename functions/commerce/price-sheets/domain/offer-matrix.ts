import { shownText } from '../../../../shared/kernel/csv.ts';
import type { Catalogue } from '../../catalogue/domain/catalogue.ts';
import { isSoldIn, type Offer, type PurchaseLimit, textsIn } from '../../catalogue/domain/offer.ts';

export const MATRIX_COLUMNS: readonly string[] = [
  ...['ProductTitle', 'ProductId', 'SkuId', 'SkuTitle', 'ProvisioningId', 'ProvisioningString'],
  ...['MinLicenses', 'MaxLicenses', 'AssetOwnershipLimit', 'AssetOwnershipLimitType'],
  ...['ProductSkuPreRequisites', 'ProductSkuConversion', 'Description', 'AllowedCountries'],
];

const LIMIT_TEXTS: Readonly<Record<PurchaseLimit, string>> = {
  None: '',
  Concurrent: 'ConcurrentCount',
  Lifetime: 'LifetimeCount',
};

/** CAT-1, CAT-2, CAT-5: an offer with the bases that it needs and the countries that it is sold in. */
export function matrixRow(
  offer: Offer,
  { locale, offers, markets }: { locale: string } & Pick<Catalogue, 'offers' | 'markets'>,
): string[] {
  const { name, description } = textsIn(offer, locale);
  const bases = offer.prerequisiteOffers.flatMap((id) => offers.get(id) ?? []);
  return [
    shownText(offer.plan.name),
    offer.plan.id,
    offer.id,
    shownText(name),
    offer.plan.id,
    shownText(offer.plan.skuPartNumber ?? ''),
    String(offer.minimumQuantity),
    String(offer.maximumQuantity),
    offer.limitUnitOfMeasure === 'None' ? '' : String(offer.limit),
    LIMIT_TEXTS[offer.limitUnitOfMeasure],
    bases.map(({ plan, id }) => `${plan.id}/${id}`).join(','),
    '',
    shownText(description),
    markets.countries.filter((country) => isSoldIn(offer, country, markets)).join(';'),
  ];
}
