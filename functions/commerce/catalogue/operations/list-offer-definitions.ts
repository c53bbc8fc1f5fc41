import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { byRank } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toDefinitionWire } from './offer-wire.ts';

/** CAT-1: offers as they are defined, by rank; of a state or family where one is named. */
export const listOfferDefinitions: CatalogueOperation<'listOfferDefinitions'> = async (call, { table }) => {
  const { offers } = await catalogueStore(table).read();
  const { state, family } = call.query;
  const wanted = [...offers.values()].filter(
    (offer) => (state === undefined || offer.state === state) && (family === undefined || offer.family === family),
  );
  const sorted = wanted.sort(byRank);
  const page = wirePage(pageOf(sorted, call.query), toDefinitionWire);
  return ok({ status: 200, body: collection(page.items, offsetLinks(call, page)) });
};
