import { comparePriceList } from './operations/compare-price-list.ts';
import { continuePublication } from './operations/continue-publication.ts';
import { correctPriceList } from './operations/correct-price-list.ts';
import { createPriceList } from './operations/create-price-list.ts';
import { keepExchangeRates } from './operations/keep-exchange-rates.ts';
import { listPriceListDrafts } from './operations/list-price-list-drafts.ts';
import { listPriceLists } from './operations/list-price-lists.ts';
import { publishPriceList } from './operations/publish-price-list.ts';
import { publishCorrectedOffers, publishPricedOffers, sellPricedOffers } from './operations/publish-waiting-offers.ts';
import { putPrices } from './operations/put-prices.ts';
import { viewPriceList } from './operations/view-price-list.ts';
import { viewPriceListDraft } from './operations/view-price-list-draft.ts';

/** What answers each route of the slice. */
export const priceListsOperations = {
  listPriceListDrafts,
  createPriceList,
  viewPriceListDraft,
  putPrices,
  comparePriceList,
  publishPriceList,
  correctPriceList,
  listPriceLists,
  viewPriceList,
} as const;

/** What takes each event that the slice listens to. */
export const priceListsConsumerFunctions = {
  keepExchangeRates,
  continuePublication,
  publishPricedOffers,
  publishCorrectedOffers,
} as const;

/** What each job of the slice does. */
export const priceListsJobFunctions = {
  sellPricedOffers,
} as const;
