import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a rate card or exchange rates are not taken. */
export const rateCardsRefusals = {
  rate_versions_overlap: define(409, 950008, 'A version of that day sets something else already.'),
  discount_out_of_range: define(400, 950010, 'Discounts are from 0 to 1, those of one day together too.'),
  exchange_rates_used: define(409, 950002, 'A closed billing period has used these exchange rates: they stay.'),
} as const satisfies RefusalTable;

export type RateCardsRefusal = keyof typeof rateCardsRefusals;
