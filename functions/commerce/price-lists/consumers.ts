import {
  ExchangeRatesPublished,
  PriceListCorrected,
  PriceListPublicationAdvanced,
  PriceListPublished,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const priceListsConsumers = {
  keepExchangeRates: {
    on: [ExchangeRatesPublished],
    summary: 'Keeps the exchange rates of a month, for what has no price in the currency of a bill (M3).',
  },
  continuePublication: {
    on: [PriceListPublicationAdvanced],
    summary: 'Takes the publication of a price list one step further.',
  },
  publishPricedOffers: {
    on: [PriceListPublished],
    summary: 'Publishes imported offers that waited for a price.',
  },
  publishCorrectedOffers: {
    on: [PriceListCorrected],
    summary: 'Publishes imported offers that waited for a price, and got it by a correction.',
  },
} as const satisfies ConsumerTable;
