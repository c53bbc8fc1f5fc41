import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { visibleOffers } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { offerView, viewerOf } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toOfferWire } from './offer-wire.ts';

/** CAT-2, CUS-5: offers on sale in the customer's country, without those that it cannot buy. */
export const listCustomerOffers: CatalogueOperation<'listCustomerOffers'> = async (call, { table }) => {
  const { country, customer } = call.customer.account;
  const catalogue = await catalogueStore(table).read();
  const viewer = viewerOf(call.caller, country, customer?.qualification ?? 'none');
  const view = offerView(call.caller, country, call.locale);
  const page = wirePage(pageOf(visibleOffers(catalogue, viewer, call.at), call.query), (offer) =>
    toOfferWire(offer, catalogue, view),
  );
  return ok({ status: 200, body: collection(page.items, offsetLinks(call, page)) });
};
