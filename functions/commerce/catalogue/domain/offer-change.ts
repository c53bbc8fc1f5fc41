import { alike, given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { isProgramMarket, type Markets } from './markets.ts';
import { OFFER_BYTES_MAX, type Offer, type OfferDefinition, offerBytes } from './offer.ts';

/** What an operator may still change of an offer that partners sell (commerce contract 19.1). */
const CHANGEABLE: ReadonlySet<keyof OfferDefinition> = new Set<keyof OfferDefinition>([
  'name',
  'description',
  'translations',
  'categoryId',
  'rank',
  'minimumQuantity',
  'maximumQuantity',
  'limitUnitOfMeasure',
  'limit',
  'markets',
  'tenantSeatCap',
  'inventoryLimit',
  'saleFrom',
  'saleUntil',
  'learnMoreUri',
]);

export interface FieldError {
  readonly field: string;
  readonly description: string;
}

/** What is wrong with a definition in itself and towards the offers that it names (CAT-1, CAT-5). */
export function definitionErrors(
  definition: OfferDefinition,
  { isKnownOffer, markets }: { readonly isKnownOffer: (id: string) => boolean; readonly markets: Markets },
): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: string, description: string): void => void errors.push({ field, description });
  const d = definition;
  if (d.maximumQuantity < d.minimumQuantity) wrong('maximumQuantity', 'is below the minimum');
  if (d.limitUnitOfMeasure === 'None' && d.limit !== 0) wrong('limit', 'is 0 when limitUnitOfMeasure is None');
  if (d.limitUnitOfMeasure !== 'None' && d.limit < 1) wrong('limit', 'is at least 1');
  if (d.isAddOn && d.prerequisiteOffers.length === 0) wrong('prerequisiteOffers', 'an add-on names its base offers');
  if (!d.isAddOn && d.prerequisiteOffers.length > 0) wrong('prerequisiteOffers', 'only an add-on has base offers');
  const unknown = d.prerequisiteOffers.find((id) => !isKnownOffer(id));
  if (unknown !== undefined) wrong('prerequisiteOffers', `no offer has the id ${unknown}`);
  if (d.billing === 'usage' && d.supportedBillingCycles.join() !== 'monthly')
    wrong('supportedBillingCycles', 'a usage-based offer is billed monthly');
  if (d.billing === 'usage' && d.isAutoRenewable) wrong('isAutoRenewable', 'a usage-based offer has no term to renew');
  const market = d.markets.find((entry) => entry !== '*' && !isProgramMarket(markets, entry.replace('-', '')));
  if (market !== undefined) wrong('markets', `${market} is no market of the program`);
  if (offerBytes(d) > OFFER_BYTES_MAX)
    wrong('translations', `make the offer larger than ${OFFER_BYTES_MAX.toLocaleString('en')} bytes`);
  return errors;
}

/** A new offer: a draft, whatever else is said. */
export const draftOffer = (definition: OfferDefinition): Offer => ({
  ...definition,
  state: 'draft',
  renewable: true,
  version: 1,
});

/** Names of the members that differ in content. */
function changedMembers(a: OfferDefinition, b: OfferDefinition): string[] {
  const own = new Set(['state', 'renewable', 'retiredFrom', 'publishWhenPriced', 'version']);
  const names = new Set([...Object.keys(a), ...Object.keys(b)].filter((name) => !own.has(name)));
  const text = (value: unknown): string => JSON.stringify(value) ?? '';
  return [...names].filter(
    (name) =>
      text((a as unknown as Record<string, unknown>)[name]) !== text((b as unknown as Record<string, unknown>)[name]),
  );
}

/**
 * Replaces a draft; of a published offer only texts, markets, limits and the span of sale change, because orders and
 * price locks rest on the rest. The same content gives the same offer.
 */
export function changeOffer(before: Offer, definition: OfferDefinition): Result<Offer, Refusal<'invalid_property'>> {
  const changed = changedMembers(before, definition);
  if (changed.length === 0) return ok(before);
  const frozen =
    before.state === 'draft'
      ? undefined
      : changed.find(
          (name) => !CHANGEABLE.has(name as never) && !(name === 'plan' && isPlanDescribed(before, definition)),
        );
  if (frozen !== undefined)
    return refuse('invalid_property', {
      field: frozen,
      description: `${frozen} does not change once an offer is published: retire it and publish another.`,
    });
  const { state, renewable, retiredFrom, publishWhenPriced, version } = before;
  const own = {
    state,
    renewable,
    ...(retiredFrom && { retiredFrom }),
    ...(publishWhenPriced && { publishWhenPriced }),
  };
  return ok({ ...definition, ...own, version: version + 1 });
}

/** The same plan, of which more is said: what nobody has said of it yet, licences hang on none of it. */
function isPlanDescribed({ plan: before }: Offer, { plan: after }: OfferDefinition): boolean {
  const { skuPartNumber, servicePlans } = after;
  return alike({ ...given({ skuPartNumber, servicePlans }), ...given(before) }, given(after));
}

/** Publishing needs a price in a published list, future ones included; a metered offer is priced by its rate card. */
export function publishOffer(
  before: Offer,
  isPriced: boolean,
): Result<Offer, Refusal<'invalid_property' | 'wrong_state'>> {
  if (before.state === 'published') return ok(before);
  if (before.state === 'retired')
    return refuse('wrong_state', { description: 'A retired offer is not published again: define a new one.' });
  if (before.billing === 'license' && !isPriced)
    return refuse('invalid_property', {
      field: 'prices',
      description: `No published price list has a price of ${before.name} (${before.id}) in any market and currency.`,
    });
  const { publishWhenPriced: _, ...offer } = before;
  return ok({ ...offer, state: 'published', version: before.version + 1 });
}

/** No new sales from a day on; `renewable` says whether running subscriptions go on renewing. */
export function retireOffer(before: Offer, from: Day, renewable: boolean): Result<Offer, Refusal<'wrong_state'>> {
  if (before.state === 'draft') return refuse('wrong_state', { description: 'A draft was never sold.' });
  const isSame = before.state === 'retired' && before.retiredFrom === from && before.renewable === renewable;
  if (isSame) return ok(before);
  return ok({ ...before, state: 'retired', retiredFrom: from, renewable, version: before.version + 1 });
}

/** A draft that is to be published and may be: its price is there, or it is priced by a rate card. */
export const isReadyToPublish = (offer: Offer, priced: ReadonlySet<string>): boolean =>
  offer.state === 'draft' && (offer.billing === 'usage' || priced.has(offer.id));
