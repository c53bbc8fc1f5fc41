import type * as z from 'zod';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { CardMeter, OfferTerm } from '../domain/rate-card.ts';
import type { AzureRateCard } from '../schemas.ts';

type WireCard = z.input<typeof AzureRateCard>;

/** Clients read rates as numbers, `0` among their bounds always (billing contract 2). */
export const toWireMeter = ({
  id,
  name,
  tiers,
  includedQuantity,
  on,
  ...facts
}: CardMeter): WireCard['meters'][number] => ({
  id,
  name,
  rates: Object.fromEntries(tiers.map(({ from, rate }) => [from, Number(rate)])),
  tags: [...facts.tags],
  category: facts.category,
  subcategory: facts.subcategory,
  region: facts.region,
  unit: facts.unit,
  includedQuantity: Number(includedQuantity),
  effectiveDate: toWireDay(on),
});

export const toWireTerm = ({
  name,
  discount,
  excludedMeterIds,
  effectiveOn,
}: OfferTerm): WireCard['offerTerms'][number] => ({
  name,
  discount: Number(discount),
  excludedMeterIds: [...excludedMeterIds],
  effectiveDate: toWireDay(effectiveOn),
});
