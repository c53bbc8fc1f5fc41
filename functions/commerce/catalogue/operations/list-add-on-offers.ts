import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addOnsOf, findOffer } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { marketRefusal, offerView, viewerOf } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toOfferWire } from './offer-wire.ts';

/** CAT-5: add-ons on sale that name this offer as a base. */
export const listAddOnOffers: CatalogueOperation<'listAddOnOffers'> = async (call, { table }) => {
  const { country } = call.query;
  const catalogue = await catalogueStore(table).read();
  const refusal = marketRefusal(catalogue.markets, country, call.caller);
  if (refusal) return refusal;
  const base = findOffer(catalogue, call.path.offerId);
  if (!base || base.state === 'draft') return refuse('resource_not_found');
  const view = offerView(call.caller, country, call.locale);
  const page = wirePage(
    pageOf(addOnsOf(catalogue, base.id, viewerOf(call.caller, country), call.at), call.query),
    (offer) => toOfferWire(offer, catalogue, view),
  );
  return ok({ status: 200, body: collection(page.items, offsetLinks(call, page)) });
};
