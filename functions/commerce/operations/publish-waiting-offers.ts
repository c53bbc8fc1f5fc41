import type { Cause } from '../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Offer } from '../domain/offer.ts';
import { publishOffer } from '../domain/offer-change.ts';
import { bucketOf, catalogueStore, OFFERS_PER_SAVE } from '../store/catalogue-store.ts';
import type { CommerceDeps } from './dependencies.ts';
import { isReadyToPublish, pricedOffers } from './priced-offers.ts';

/** CAT-3: puts imported drafts on sale that waited for a price. Finds them by state, so it can be repeated. */
export async function publishWaitingOffers(
  { at, cause }: { at: Instant; cause: Cause },
  { table }: Pick<CommerceDeps, 'table'>,
): Promise<number> {
  const store = catalogueStore(table);
  const priced = await pricedOffers(table);
  const isDue = (offer: Offer): boolean => offer.publishWhenPriced === true && isReadyToPublish(offer, priced);
  const { offers } = await store.read();
  const waiting = [...offers.values()].filter(isDue).sort((a, b) => bucketOf(a.id) - bucketOf(b.id));
  for (let start = 0; start < waiting.length; start += OFFERS_PER_SAVE) {
    const ids = waiting.slice(start, start + OFFERS_PER_SAVE).map(({ id }) => id);
    await retryOnConflict(async () => {
      const loaded = await store.load(ids);
      const due = ids.flatMap((id) => loaded.offer(id) ?? []).filter(isDue);
      const changed = due.flatMap((offer) => {
        const published = publishOffer(offer, true);
        return published.ok ? [published.value] : [];
      });
      if (changed.length > 0) await store.save(loaded, changed, { at, cause });
    });
  }
  return waiting.length;
}
