import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { RateCardsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

const SELLERS = ['AdminAgent', 'SalesAgent', 'GlobalAdmin'] as const;
const CARD_TEXT =
  'As of now, in the currency and region of your company unless you name others. A card of more than 4 MB is sent gzipped to those who take it, else as a link that lives five minutes.';
const json = { mediaType: 'application/json', description: 'A large card is gzipped.' };

const rateCard = {
  method: 'GET',
  allow: SELLERS,
  token: 'app',
  request: { query: s.RateCardQuery },
  response: { 200: s.AzureRateCard, 302: null },
  files: { 200: json },
  refusals: ['resource_not_found', 'invalid_input'],
  requirements: ['USG-2'],
} as const;

export const rateCardsRoutes = {
  publishRateCardVersion: {
    method: 'POST',
    path: '/v1/operator/ratecards/{cardName}/versions',
    summary: 'Publish what metered use costs from a day on.',
    description:
      'A version sets the meters that it names, from its day on; all others go on as they are, and so do the offer terms unless it brings its own. Send more meters than one body holds as further calls with the same day: each is taken whole or not at all, and adds what the version does not have yet. What it has already may come again as it is. The day is today or later, so that no price changes afterwards; a version that is to begin at one moment is sent before its day.',
    allow: ['Operator'],
    limit: { of: 'imports' },
    request: { path: s.RateCardPath, body: s.RateCardVersionBody },
    response: { 201: s.RateCardVersion },
    refusals: ['rate_versions_overlap', 'discount_out_of_range', 'invalid_property'],
    requirements: ['USG-2'],
  },
  listRateCardVersions: {
    method: 'GET',
    path: '/v1/operator/ratecards/{cardName}/versions',
    summary: 'List the versions of a rate card, by currency, region and day.',
    allow: ['Operator'],
    request: { path: s.RateCardPath, query: s.VersionsQuery },
    response: { 200: s.RateCardVersions },
    refusals: ['invalid_input'],
    requirements: ['USG-2'],
  },
  viewAzureRateCard: {
    ...rateCard,
    path: '/v1/ratecards/azure',
    summary: 'Read what metered use costs, with the discount of partners.',
    description: CARD_TEXT,
  },
  viewAzureSharedRateCard: {
    ...rateCard,
    path: '/v1/ratecards/azure-shared',
    summary: 'Read what shared services cost, at list prices.',
    description: CARD_TEXT,
  },
  putExchangeRates: {
    method: 'PUT',
    path: '/v1/operator/fxrates/{month}',
    summary: 'Set the exchange rates of a month.',
    description:
      'They replace those of the month. What a closed billing period has used stays; a currency that had no rate may get one at any time, and what waited for it is on the next invoice.',
    allow: ['Operator'],
    request: { path: s.RatesMonthPath, body: s.ExchangeRatesBody },
    response: { 200: s.ExchangeRates },
    refusals: ['exchange_rates_used', 'invalid_property', 'stale_etag'],
    requirements: ['PRG-10'],
  },
  viewExchangeRates: {
    method: 'GET',
    path: '/v1/partner/fxrates/{month}',
    summary: 'Read the exchange rates of a month.',
    allow: SELLERS,
    token: 'app',
    request: { path: s.RatesMonthPath },
    response: { 200: s.ExchangeRates },
    refusals: ['resource_not_found'],
    requirements: ['PRG-10'],
  },
} as const satisfies RouteTable<RateCardsRefusal>;
