import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { marketRefusal, offerView } from './catalogue-view.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { type OfferView, toCategoryWire } from './offer-wire.ts';

const categoriesWire = (catalogue: Catalogue, view: OfferView) =>
  collection(
    [...catalogue.categories].sort((a, b) => a.rank - b.rank).map(({ id }) => toCategoryWire(catalogue, id, view)),
  );

/** CAT-1: the categories of a market, in the caller's language. */
export const listOfferCategories: CatalogueOperation<'listOfferCategories'> = async (call, { table }) => {
  const { country } = call.query;
  const catalogue = await catalogueStore(table).read();
  const refusal = marketRefusal(catalogue.markets, country, call.caller);
  if (refusal) return refusal;
  return ok({ status: 200, body: categoriesWire(catalogue, offerView(call.caller, country, call.locale)) });
};

/** CAT-1: the same for the country of a customer. */
export const listCustomerOfferCategories: CatalogueOperation<'listCustomerOfferCategories'> = async (
  call,
  { table },
) => {
  const catalogue = await catalogueStore(table).read();
  const view = offerView(call.caller, call.customer.account.country, call.locale);
  return ok({ status: 200, body: categoriesWire(catalogue, view) });
};
