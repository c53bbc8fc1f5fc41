import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { findOffer, isVisible } from '../domain/catalogue.ts';
import { isClosed, isSellableBy, isSoldIn } from '../domain/offer.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { marketRefusal, offerView, viewerOf } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toOfferWire } from './offer-wire.ts';

/** CAT-1: one offer; one that is sold no more is still shown, as not available for purchase. */
export const viewOffer: CatalogueOperation<'viewOffer'> = async (call, { table }) => {
  const { country } = call.query;
  const catalogue = await catalogueStore(table).read();
  const refusal = marketRefusal(catalogue.markets, country);
  if (refusal) return refusal;
  const offer = findOffer(catalogue, call.path.offerId);
  const viewer = viewerOf(call.caller, country);
  const mayBeSeen =
    offer &&
    offer.state !== 'draft' &&
    !isClosed(offer) &&
    isSoldIn(offer, country, catalogue.markets) &&
    (viewer.isOperator || isSellableBy(offer, viewer.partnerCloud));
  if (!mayBeSeen) return refuse('resource_not_found');
  const isAvailable = isVisible(offer, viewer, catalogue.markets, call.at);
  const view = offerView(call.caller, country, call.locale);
  return ok({ status: 200, body: toOfferWire(offer, catalogue, view, isAvailable) });
};
