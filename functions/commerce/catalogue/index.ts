/** What operations and stores of the slices above may use. */

export {
  type Catalogue,
  findOffer,
  isKnown,
  isVisible,
  type Look,
  visibleOffers,
} from './domain/catalogue.ts';
export { offerOfItem } from './domain/catalogue-item.ts';
export { isProgramMarket, type Markets } from './domain/markets.ts';
export {
  BILLING_CYCLES,
  type BillingCycle,
  type Family,
  isOnSale,
  isRenewable,
  isSoldIn,
  LICENSE_GROUPS,
  type LicenseGroup,
  type Offer,
  offerId,
  type Plan,
  priceSegment,
  type Segment,
  textsIn,
} from './domain/offer.ts';
export { isReadyToPublish, publishOffer } from './domain/offer-change.ts';
export { openSegments } from './domain/openings.ts';
export { findPlan } from './domain/plans.ts';
export { marketRefusal, pastMarketRefusal, viewerOf } from './operations/catalogue-view.ts';
export { csvRows } from './operations/offer-csv.ts';
export { productLinks } from './operations/product-links.ts';
export { doneRow, failedRow, importResult, type RowResult, untaken } from './operations/row-results.ts';
export { catalogueStore, fittingOffers } from './store/catalogue-store.ts';
