import { publishOffer as published } from '../domain/offer-change.ts';
import { changeOneOffer } from './change-one-offer.ts';
import type { CatalogueOperation } from './dependencies.ts';

/** CAT-3: puts a draft on sale; refused as long as no published list prices it. */
export const publishOffer: CatalogueOperation<'publishOffer'> = async (call, deps) => {
  const { offerId } = call.path;
  const priced = await deps.pricedOffers();
  const about = { at: call.at, cause: call.cause, complete: call.once.complete };
  return changeOneOffer(offerId, async (before) => published(before, priced.has(offerId)), about, deps);
};
