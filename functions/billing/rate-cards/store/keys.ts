import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { CardId, RateCardName } from '../domain/rate-card.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const VERSIONS = 'BILLING#PROGRAM#RATEVERSIONS';
const cardText = ({ name, currency, region }: CardId): string => `${name}#${currency}#${region}`;

/** Counts the saves of a card, so that of two at once one begins anew. */
export const rateCardKey = (card: CardId): Key => ({ pk: 'BILLING#PROGRAM#RATECARDS', sk: `CARD#${cardText(card)}` });
/** All cards: one for each name, currency and region. */
export const rateCardsQuery: Query = { pk: 'BILLING#PROGRAM#RATECARDS', sk: { beginsWith: 'CARD#' }, consistent: true };
export const rateVersionKey = (card: CardId, effectiveOn: Day): Key => ({
  pk: VERSIONS,
  sk: `VERSION#${cardText(card)}#${effectiveOn}`,
});
/** Versions of a card, oldest first. */
export const rateVersionsQuery = (card: CardId): Query => ({
  pk: VERSIONS,
  sk: { beginsWith: `VERSION#${cardText(card)}#` },
  consistent: true,
});
/** Versions of all cards of a name, by currency, region and day. */
export const namedVersionsQuery = (name: RateCardName): Query => ({
  pk: VERSIONS,
  sk: { beginsWith: `VERSION#${name}#` },
});
/** Which regions there are. */
export const regionNamesKey = (): Key => ({ pk: 'BILLING#PROGRAM#RATECARDS', sk: 'REGIONS' });
/** Exchange rates of a month `yyyy-MM`. */
export const exchangeRatesKey = (month: string): Key => ({ pk: 'BILLING#PROGRAM#FXRATES', sk: `MONTH#${month}` });
/** Exchange rates of all months. */
export const allExchangeRatesQuery: Query = {
  pk: 'BILLING#PROGRAM#FXRATES',
  sk: { beginsWith: 'MONTH#' },
  consistent: true,
};
/** The latest billing date of a partner that is billed in a currency. */
export const billedThroughKey = (currency: string): Key => ({
  pk: 'BILLING#PROGRAM#FXRATES',
  sk: `BILLED#${currency}`,
});
