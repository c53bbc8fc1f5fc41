import { collection } from '../../../../shared/contracts/wire.ts';
import { pageOf, wirePage } from '../../../../shared/http/offset-page.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toDefinitionWire } from './offer-wire.ts';

/** CAT-1: every offer as it is defined, by rank. */
export const listOfferDefinitions: CatalogueOperation<'listOfferDefinitions'> = async (call, { table }) => {
  const { offers } = await catalogueStore(table).read();
  const sorted = [...offers.values()].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const page = wirePage(pageOf(sorted, call.query), toDefinitionWire);
  return ok({ status: 200, body: collection(page.items, offsetLinks(call, page)) });
};
