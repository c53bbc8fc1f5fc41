import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { findOffer } from '../domain/catalogue.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toDefinitionWire } from './offer-wire.ts';

/** CAT-1: one offer as it is defined. */
export const viewOfferDefinition: CatalogueOperation<'viewOfferDefinition'> = async ({ path }, { table }) => {
  const offer = findOffer(await catalogueStore(table).read(), path.offerId);
  return offer ? ok({ status: 200, body: toDefinitionWire(offer) }) : refuse('resource_not_found');
};
