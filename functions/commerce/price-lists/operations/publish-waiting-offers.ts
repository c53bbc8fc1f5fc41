import type { PriceListCorrected, PriceListPublished } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { catalogueStore, fittingOffers, isReadyToPublish, type Offer, publishOffer } from '../../catalogue/index.ts';
import { calendarQuery } from '../store/keys.ts';
import { priceStore } from '../store/price-store.ts';
import { pricedOffersStore } from '../store/priced-offers-store.ts';
import type { PriceListsDeps } from './dependencies.ts';
import { correctionsOf } from './price-list-wire.ts';
import { pricedOffers } from './priced-offers.ts';

/**
 * CAT-3, CAT-4: puts imported drafts on sale that waited for a price, as soon as partners see it and no earlier. Finds them by
 * state, so it can be repeated.
 * @param savesMax of 60 offers each, less where they are large; who waits for an answer does not wait for all of them.
 * @returns how many went on sale.
 */
export async function publishWaitingOffers(
  { at, cause }: { at: Instant; cause: Cause },
  { table }: Pick<PriceListsDeps, 'table'>,
  savesMax = Number.POSITIVE_INFINITY,
): Promise<number> {
  const store = catalogueStore(table);
  const { offers } = await store.read();
  const wanted = [...offers.values()].filter(({ publishWhenPriced }) => publishWhenPriced);
  // On most days nobody waits, and then nobody's prices are read.
  if (wanted.length === 0) return 0;
  const priced = await pricedOffers(table, at);
  const isDue = (offer: Offer): boolean => offer.publishWhenPriced === true && isReadyToPublish(offer, priced);
  const waiting = wanted.filter(isDue).map(({ id }) => id);
  let done = 0;
  for (let saves = 0; done < waiting.length && saves < savesMax; saves += 1)
    done += await retryOnConflict(async () => {
      const loaded = await store.load();
      const rest = waiting.slice(done).flatMap((id) => loaded.offer(id) ?? []);
      const taken = rest.slice(0, fittingOffers(rest));
      const changed = taken.filter(isDue).flatMap((offer) => {
        const published = publishOffer(offer, true);
        return published.ok ? [published.value] : [];
      });
      if (changed.length > 0) await store.save(loaded, changed, { at, cause });
      return taken.length;
    });
  return done;
}

/** CAT-3: offers that waited for a price go on sale once a list is published, where partners see it at once. */
export async function publishPricedOffers(
  event: EventOf<typeof PriceListPublished>,
  { table }: Pick<PriceListsDeps, 'table'>,
): Promise<void> {
  await publishWaitingOffers({ at: instant(event.occurredAt), cause: causeOf(event) }, { table });
}

/** Notes the offers that had no price in some market before a correction: they may be published. */
export async function noteCorrectedOffers(month: string, { table }: Pick<PriceListsDeps, 'table'>): Promise<void> {
  const { published } = await priceStore(table).calendar();
  const corrections = await correctionsOf(table, month, published);
  const added = new Set(corrections.flatMap(({ offersAdded }) => offersAdded));
  await pricedOffersStore(table).note(added, month, published);
}

/** CAT-3: offers that waited for a price, and got it by a correction, go on sale. */
export async function publishCorrectedOffers(
  event: EventOf<typeof PriceListCorrected>,
  { table }: Pick<PriceListsDeps, 'table'>,
): Promise<void> {
  await noteCorrectedOffers(event.detail.month, { table });
  await publishWaitingOffers({ at: instant(event.occurredAt), cause: causeOf(event) }, { table });
}

/**
 * CAT-4: offers whose price partners see from today on go on sale. A run that is late or comes twice finds those that still
 * wait.
 */
export const sellPricedOffers: Walk<Pick<PriceListsDeps, 'table'>> = {
  due: () => [calendarQuery],
  async each(_, { scheduledAt }, deps) {
    const cause = {
      actor: { tenantId: 'program', kind: 'schedule' as const },
      correlationId: scheduledAt,
      causationId: scheduledAt,
    };
    return { published: await publishWaitingOffers({ at: instant(scheduledAt), cause }, deps) };
  },
  counts: { published: 0 },
};
