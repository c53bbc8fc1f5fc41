import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { visibleOffers } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { marketRefusal, offerView, viewerOf } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toOfferWire } from './offer-wire.ts';

/** CAT-1, CAT-2, CAT-6, CUS-5: offers on sale in a market, all in one page unless a size is given. */
export const listOffers: CatalogueOperation<'listOffers'> = async (call, { table }) => {
  const { country, offer_category_id: categoryId } = call.query;
  const catalogue = await catalogueStore(table).read();
  const refusal = marketRefusal(catalogue.markets, country, call.caller);
  if (refusal) return refusal;
  const offers = visibleOffers(catalogue, viewerOf(call.caller, country), call.at).filter(
    (offer) => categoryId === undefined || offer.categoryId.toLowerCase() === categoryId.toLowerCase(),
  );
  const view = offerView(call.caller, country, call.locale);
  const page = wirePage(pageOf(offers, call.query), (offer) => toOfferWire(offer, catalogue, view));
  return ok({ status: 200, body: collection(page.items, offsetLinks(call, page)) });
};
