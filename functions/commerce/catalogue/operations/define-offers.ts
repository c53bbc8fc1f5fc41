import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { isGuid } from '../../../../shared/kernel/ids.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { offerId } from '../domain/offer.ts';
import { definitionErrors, draftOffer } from '../domain/offer-change.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { importOffers } from './import-offers.ts';
import { fromDefinitionBody, toDefinitionWire } from './offer-wire.ts';

/**
 * CAT-1, CAT-2, CAT-5: stores a new offer as a draft, or imports many from CSV. The operator may choose the id; one
 * that is taken is refused with `offer_exists`, unless the content is the same too.
 */
export const defineOffers: CatalogueOperation<'defineOffers'> = async (call, deps) => {
  if (call.file) return importOffers(call.file, call, deps);
  const body = call.body;
  if (body.id !== undefined && !isGuid(body.id) && body.billing !== 'usage')
    return refuse('invalid_property', { field: 'id', description: 'The id of an offer is a GUID.' });
  const store = catalogueStore(deps.table);
  const read = fromDefinitionBody(body, body.id ?? offerId(call.once.id('offer')));
  if ('missing' in read)
    return refuse('invalid_property', { field: read.missing[0]!, description: `${read.missing.join(', ')}: missing.` });
  const { definition } = read;
  return retryOnConflict(async () => {
    const known = await store.read();
    const [error] = definitionErrors(definition, {
      isKnownOffer: (id) => known.offers.has(id),
      markets: known.markets,
    });
    if (error)
      return refuse('invalid_property', { field: error.field, description: `${error.field} ${error.description}.` });
    const loaded = await store.load();
    if (loaded.offer(definition.id)) return refuse('offer_exists');
    const offer = draftOffer(definition);
    const reply = { status: 201 as const, body: toDefinitionWire(offer) };
    await store.save(loaded, [offer], { ...occasionOf(call), complete: call.once.complete(reply) });
    return ok(reply);
  });
};
