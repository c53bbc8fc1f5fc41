import { refuse } from '../../../../shared/kernel/result.ts';
import { changeOffer, definitionErrors } from '../domain/offer-change.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { changeOneOffer } from './change-one-offer.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { fromDefinitionBody } from './offer-wire.ts';

/**
 * CAT-1, CAT-5: replaces a draft; of an offer on sale only what orders and price locks do not rest on. What is not
 * said keeps its stored value.
 */
export const changeOfferDefinition: CatalogueOperation<'changeOfferDefinition'> = async (call, deps) => {
  const { offers, markets } = await catalogueStore(deps.table).read();
  return changeOneOffer(
    call.path.offerId,
    async (before) => {
      const read = fromDefinitionBody(call.body, before.id, before);
      if ('missing' in read) return refuse('invalid_property', { field: read.missing[0]! });
      const [error] = definitionErrors(read.definition, { isKnownOffer: (id) => offers.has(id), markets });
      if (error)
        return refuse('invalid_property', { field: error.field, description: `${error.field} ${error.description}.` });
      return changeOffer(before, read.definition);
    },
    call,
    deps,
  );
};
