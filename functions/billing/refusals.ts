import { creditsRefusals } from './credits/refusals.ts';
import { incentivesRefusals } from './incentives/refusals.ts';
import { ownProductsRefusals } from './own-products/refusals.ts';
import { priceBooksRefusals } from './price-books/refusals.ts';
import { rateCardsRefusals } from './rate-cards/refusals.ts';
import { receivablesRefusals } from './receivables/refusals.ts';
import { usageRefusals } from './usage/refusals.ts';

/** Every refusal of billing's own, as its slices give them. */
export const billingRefusals = {
  ...rateCardsRefusals,
  ...usageRefusals,
  ...creditsRefusals,
  ...receivablesRefusals,
  ...priceBooksRefusals,
  ...ownProductsRefusals,
  ...incentivesRefusals,
} as const;
