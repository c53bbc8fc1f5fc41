import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Catalogue, findOffer, isKnown, isVisible, type Viewer } from '../domain/catalogue.ts';
import { offerId } from '../domain/offer.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { offerView, pastMarketRefusal, viewerOf } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toOfferWire } from './offer-wire.ts';

/** CAT-1: one offer; one that is not sold any more, or not here, is still shown, as not available for purchase. */
export const viewOffer: CatalogueOperation<'viewOffer'> = async (call, { table }) => {
  const { country } = call.query;
  const catalogue = await catalogueStore(table).read();
  const refusal = pastMarketRefusal(catalogue.markets, country, call.caller);
  if (refusal) return refusal;
  const viewer = viewerOf(call.caller, country);
  const offer = findOffer(catalogue, call.path.offerId);
  if (!offer || !isKnown(catalogue, offer, viewer))
    return refuse(isProduct(catalogue, call.path.offerId, viewer) ? 'product_is_no_offer' : 'resource_not_found');
  const isAvailable = isVisible(catalogue, offer, { viewer, at: call.at });
  const view = offerView(call.caller, country, call.locale);
  return ok({ status: 200, body: toOfferWire(offer, catalogue, view, isAvailable) });
};

/** Whether an id names a product, or begins with one as an item's does. */
const isProduct = (catalogue: Catalogue, id: string, viewer: Viewer): boolean =>
  [...catalogue.offers.values()].some(
    (offer) => offer.plan.id === offerId(id.split(':')[0]!) && isKnown(catalogue, offer, viewer),
  );
