import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Day, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { placeFault } from '../domain/place.ts';
import {
  broughtTogether,
  type CardContent,
  METERS_MAX,
  takesOffTooMuch,
  WAITING_VERSIONS_MAX,
} from '../domain/rate-card.ts';
import type { rateCardsRoutes } from '../routes.ts';
import { METERS_SHOWN_MAX } from '../schemas.ts';
import { type RateCard, rateCardStore } from '../store/rate-card-store.ts';
import { regionNamesStore } from '../store/region-names-store.ts';
import type { RateCardsOperation } from './dependencies.ts';
import { toWireMeter, toWireTerm } from './rate-card-wire.ts';

type Body = Call<(typeof rateCardsRoutes)['publishRateCardVersion']>['body'];

/**
 * USG-2: publishes what metered use costs from a day on. Each call is one transaction; of two at once the second adds
 * to what the first has saved. It reads and writes the objects of the version and of those that wait after it.
 */
export const publishRateCardVersion: RateCardsOperation<'publishRateCardVersion'> = async (call, deps) => {
  const { body, path, at, once } = call;
  const { currency, region } = body;
  const effectiveOn = utcDay(body.effectiveDate);
  const wrong =
    placeFault(body, await regionNamesStore(deps.table).names()) ?? wrongIn(body, { effectiveOn, today: utcDay(at) });
  if (wrong) return refuse('invalid_property', wrong);
  const brought = contentOf(body, effectiveOn);
  if (brought.terms && takesOffTooMuch(brought.terms))
    return refuse('discount_out_of_range', { field: 'offerTerms', description: 'The discounts together are above 1.' });
  const store = rateCardStore(deps);
  return retryOnConflict(async () => {
    const before = await store.load({ name: path.cardName, currency, region });
    const same = before.versions.find((each) => each.effectiveOn === effectiveOn);
    const together = broughtTogether(same && (await store.content(same.ownFile)), brought);
    if (!together.ok) return together;
    const { content, isChanged } = together.value;
    const full = isFull(before, { effectiveOn, today: utcDay(at), meterCount: content.meters.length });
    if (full) return refuse('invalid_property', full);
    const reply = (cardMeterCount: number) => ({
      status: 201 as const,
      body: {
        currency,
        region,
        effectiveDate: toWireDay(effectiveOn),
        meterCount: content.meters.length,
        cardMeterCount,
        ...(brought.meters.length <= METERS_SHOWN_MAX && { meters: brought.meters.map(toWireMeter) }),
        ...(brought.terms && { offerTerms: brought.terms.map(toWireTerm) }),
        attributes: { objectType: 'RateCardVersion' as const },
      },
    });
    if (same && !isChanged) return ok(reply(same.cardMeterCount));
    const saved = await store.publish(
      before,
      { effectiveOn, content },
      { occasion: occasionOf(call), completeWith: (cardMeterCount) => once.complete(reply(cardMeterCount)) },
    );
    return ok(reply(saved.cardMeterCount));
  });
};

function wrongIn({ meters, offerTerms }: Body, { effectiveOn, today }: { effectiveOn: Day; today: Day }) {
  if (effectiveOn < today)
    return {
      field: 'effectiveDate',
      description: 'effectiveDate: is today or later; what was used is priced already.',
    };
  if (meters.length === 0 && offerTerms === undefined)
    return { field: 'meters', description: 'meters: a version sets at least one meter, or offer terms.' };
  const ids = new Set(meters.map(({ id }) => id));
  return ids.size === meters.length ? undefined : { field: 'meters', description: 'meters: one has an id twice.' };
}

function isFull(
  { versions }: RateCard,
  { effectiveOn, today, meterCount }: { effectiveOn: Day; today: Day; meterCount: number },
) {
  const waiting = versions.filter((each) => each.effectiveOn > today && each.effectiveOn !== effectiveOn);
  if (waiting.length >= WAITING_VERSIONS_MAX)
    return { field: 'effectiveDate', description: `effectiveDate: ${WAITING_VERSIONS_MAX} versions wait already.` };
  if (meterCount > METERS_MAX)
    return { field: 'meters', description: `meters: a version sets ${METERS_MAX} meters at most.` };
  return undefined;
}

const contentOf = ({ meters, offerTerms }: Body, effectiveOn: Day): CardContent => ({
  meters: meters.map(({ rates, ...meter }) => ({
    id: meter.id,
    name: meter.name,
    category: meter.category,
    subcategory: meter.subcategory,
    region: meter.region,
    unit: meter.unit,
    tags: meter.tags,
    includedQuantity: meter.includedQuantity,
    tiers: rates,
    on: effectiveOn,
  })),
  ...(offerTerms && {
    terms: offerTerms.map(({ name, discount, excludedMeterIds, effectiveDate }) => ({
      name,
      discount,
      excludedMeterIds: [...new Set(excludedMeterIds)].sort(),
      effectiveOn: effectiveDate ? utcDay(effectiveDate) : effectiveOn,
    })),
  }),
});
