import { refuse } from '../../../shared/kernel/result.ts';
import { changeOffer, definitionErrors } from '../domain/offer-change.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { changeOneOffer } from './change-one-offer.ts';
import type { CommerceOperation } from './dependencies.ts';
import { fromDefinitionBody } from './offer-wire.ts';

/** CAT-1, CAT-5: replaces a draft; of an offer on sale only what orders and price locks do not rest on. */
export const changeOfferDefinition: CommerceOperation<'changeOfferDefinition'> = async (call, deps) => {
  const { offers } = await catalogueStore(deps.table).read();
  const definition = fromDefinitionBody(call.body, call.path.offerId);
  const [error] = definitionErrors(definition, (id) => offers.has(id));
  if (error)
    return refuse('invalid_property', { field: error.field, description: `${error.field} ${error.description}.` });
  return changeOneOffer(call.path.offerId, async (before) => changeOffer(before, definition), call, deps);
};
