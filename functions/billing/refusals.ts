import { rateCardsRefusals } from './rate-cards/refusals.ts';

/** Every refusal of billing's own, as its slices give them. */
export const billingRefusals = {
  ...rateCardsRefusals,
} as const;
