import type { Caller } from '../../../../shared/identity/caller.ts';
import { refuse } from '../../../../shared/kernel/result.ts';
import type { Viewer } from '../domain/catalogue.ts';
import { firstMarkets, isProgramMarket, type Markets } from '../domain/markets.ts';
import type { OfferView } from './offer-wire.ts';

/** How a caller sees the catalogue of a country. */
export const viewerOf = (caller: Caller, country: string, qualification?: string): Viewer => ({
  country,
  region: caller.account.partner?.region,
  regionCountries: caller.account.partner?.regionCountries,
  cloud: caller.account.partner?.cloud,
  isIndirect: caller.account.partner?.programRole === 'indirectProvider',
  isSandbox: caller.account.partner?.isSandbox,
  isOperator: caller.account.isOperator === true,
  ...(qualification !== undefined && { qualification }),
});

export const offerView = (caller: Caller, country: string, locale: string): OfferView => ({
  partnerId: caller.tenantId,
  country,
  locale,
});

/** A country outside the program is refused by name; one outside the caller's region may be browsed. */
export const marketRefusal = (markets: Markets, country: string, { account }: Caller) =>
  isProgramMarket(markets, country) || account.partner?.regionCountries?.includes(country)
    ? undefined
    : refuse('offer_not_in_market', { field: 'country', description: `The program sells nothing in ${country}.` });

/** The same for what is named by its id: what was sold where the program no longer sells is still found there. */
export const pastMarketRefusal = (markets: Markets, country: string, caller: Caller) =>
  isProgramMarket(firstMarkets, country) ? undefined : marketRefusal(markets, country, caller);
