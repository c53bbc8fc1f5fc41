import { putIfVersion, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { BUCKETS, bucketOf } from '../domain/pair.ts';
import type { PublishedList } from '../domain/price-list.ts';
import { pricedOffersKey } from './keys.ts';
import { formerPairPrices } from './price-chunks.ts';
import { type PricedOffers, pricedOffersItem } from './price-items.ts';
import { priceStore } from './price-store.ts';

const keyOf = (bucket: number) => pricedOffersKey(String(bucket).padStart(2, '0'));

/** Which offers some list prices: noted while it is published, and counting from then on. */
export const pricedOffersStore = (table: Table) => ({
  /** Ids of the offers that some published list prices, of those lists that `counts` lets through. */
  async read(counts: (list: PublishedList) => boolean = () => true): Promise<ReadonlySet<string>> {
    const keys = Array.from({ length: BUCKETS }, (_, bucket) => keyOf(bucket));
    const [items, calendar] = await Promise.all([
      table.batchGet(keys, { consistent: true }),
      priceStore(table).calendar(),
    ]);
    const published = calendar.published.filter(counts);
    const months = new Set(published.map(({ month }) => month));
    const noted = items.flatMap((item) => Object.entries(pricedOffersItem.fromItem(item).months));
    const priced = new Set(noted.filter(([, month]) => months.has(month)).map(([offerId]) => offerId));
    for (const { month } of published.filter(({ isFormer }) => isFormer))
      for (const offerId of await formerOffers(table, month)) priced.add(offerId);
    return priced;
  },

  /** Notes offers that the list of a month prices; who is noted already under an earlier one that counts stays so. */
  async note(offerIds: Iterable<string>, month: string, published: readonly PublishedList[]): Promise<void> {
    const counting = new Set([month, ...published.map((list) => list.month)]);
    await inLanes([...Map.groupBy(offerIds, bucketOf)], ([bucket, ids]) =>
      retryOnConflict(async () => {
        const item = await table.get(keyOf(bucket), { consistent: true });
        const before: PricedOffers = item ? pricedOffersItem.fromItem(item) : { months: {}, version: 0 };
        const added = ids.filter((id) => {
          const noted = before.months[id];
          return noted === undefined || !counting.has(noted) || month < noted;
        });
        if (added.length === 0) return;
        const months = { ...before.months, ...Object.fromEntries(added.map((id) => [id, month])) };
        const after = { months, version: before.version + 1 };
        await table.write([putIfVersion(pricedOffersItem.toItem(keyOf(bucket), after), before.version)]);
      }),
    );
  },
});

/** Of a list of before offers were noted. */
async function formerOffers(table: Table, month: string): Promise<ReadonlySet<string>> {
  const list = await priceStore(table).list(month);
  const offerIds = new Set<string>();
  await inLanes(Object.entries(list?.former ?? {}), async ([pair, stored]) => {
    for (const offerId of Object.keys(await formerPairPrices(table, pair, stored))) offerIds.add(offerId);
  });
  return offerIds;
}
