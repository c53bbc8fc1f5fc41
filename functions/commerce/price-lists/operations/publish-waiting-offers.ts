import type { PriceListPublished } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { catalogueStore, fittingOffers, isReadyToPublish, type Offer, publishOffer } from '../../catalogue/index.ts';
import type { PriceListsDeps } from './dependencies.ts';
import { pricedOffers } from './priced-offers.ts';

/** CAT-3: puts imported drafts on sale that waited for a price. Finds them by state, so it can be repeated. */
export async function publishWaitingOffers(
  { at, cause }: { at: Instant; cause: Cause },
  { table }: Pick<PriceListsDeps, 'table'>,
): Promise<number> {
  const store = catalogueStore(table);
  const priced = await pricedOffers(table);
  const isDue = (offer: Offer): boolean => offer.publishWhenPriced === true && isReadyToPublish(offer, priced);
  const { offers } = await store.read();
  const waiting = [...offers.values()].filter(isDue).map(({ id }) => id);
  for (let done = 0; done < waiting.length; )
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
  return waiting.length;
}

/** CAT-3: offers that waited for a price go on sale once a list is published. */
export async function publishPricedOffers(
  event: EventOf<typeof PriceListPublished>,
  { table }: Pick<PriceListsDeps, 'table'>,
): Promise<void> {
  await publishWaitingOffers({ at: instant(event.occurredAt), cause: causeOf(event) }, { table });
}
