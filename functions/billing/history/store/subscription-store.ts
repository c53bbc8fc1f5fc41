import {
  allOf,
  type Cursor,
  type Item,
  type Page,
  pagesOf,
  putIfVersion,
  putNew,
  type Query,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import type { KeyRange } from '../../accounts/index.ts';
import { movedAway, needsPages } from '../domain/archive.ts';
import { type KnownSubscription, unknownSubscription } from '../domain/subscription.ts';
import { historyPageKey, historyPagesQuery, sizeKey, sizesQuery, subscriptionKey, subscriptionsQuery } from './keys.ts';
import { sizeItem } from './size-item.ts';
import {
  asideText,
  historyPageItem,
  idsOf,
  type LoadedSubscription,
  subscriptionItem,
  withPages,
} from './subscription-item.ts';

export interface SubscriptionIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/**
 * Notes the days that invoices leave out so far. It counts as a change, so that nobody who read the item before saves
 * over it.
 */
export const setAsideWrite = (ids: SubscriptionIds, days: DayPeriod): Write => ({
  update: subscriptionKey(ids),
  set: { a: asideText(days) },
  add: { version: 1 },
  if: { kind: 'present' },
});

/** Counts a new subscription of a customer, by what it weighs: those of seats 1. */
export const sizeWrite = (partnerId: string, customerId: string, weight = 1): Write => ({
  update: sizeKey(partnerId, customerId.slice(0, 1)),
  set: sizeItem.envelope,
  add: { count: weight },
});

/** Some of a partner's items, in order. */
export interface Portion {
  readonly items: readonly Item[];
  /** More follow, which the page is not to read. */
  readonly isCut: boolean;
}

const PORTION_BYTES_MAX = 1024 * 1024;
const PORTION_MAX = 5000;

/** Characters of a history above which its older saves move away. */
const HISTORY_CHARS_MAX = 100_000;

/** The projection of commerce's subscriptions that runs read. */
export const subscriptionStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(ids: SubscriptionIds): Promise<LoadedSubscription> {
    const item = await table.get(subscriptionKey(ids), { consistent: true });
    return item ? subscriptionItem.fromItem(item) : { subscription: unknownSubscription(ids), version: 0 };
  },

  /**
   * Saves at once, so that a run reads all of a change or nothing of it: a history that became too large moves its older
   * saves to a page in the same transaction; `openOn` is the first day that no invoice covers. The count behind a new one follows on
   * its own: it only cuts ranges, and an interruption between the two leaves it one short.
   * @throws WriteConflictError when somebody saved since it was loaded.
   */
  async save(partnerId: string, after: KnownSubscription, versionBefore: number, openOn?: Day): Promise<void> {
    const { customerId, subscriptionId } = after;
    const key = subscriptionKey({ partnerId, customerId, subscriptionId });
    const version = versionBefore + 1;
    const item = subscriptionItem.toItem(key, { subscription: after, version });
    if (openOn === undefined || (item.h as string).length <= HISTORY_CHARS_MAX) {
      await table.write([putIfVersion(item, versionBefore)]);
    } else {
      const { subscription, page } = movedAway(after, await this.whole(partnerId, after), openOn);
      const pageKey = historyPageKey({ partnerId, ...after }, subscription.archive!.pages);
      await table.write([
        putIfVersion(subscriptionItem.toItem(key, { subscription, version }), versionBefore),
        putNew(historyPageItem.toItem(pageKey, page)),
      ]);
    }
    if (versionBefore === 0) {
      await table.write([sizeWrite(partnerId, customerId)]);
    }
  },

  /** The subscription with all its saves, also those that were moved away. */
  async whole(partnerId: string, subscription: KnownSubscription): Promise<KnownSubscription> {
    if (!subscription.archive) return subscription;
    const pages = await allOf(table, historyPagesQuery({ partnerId, ...subscription }));
    return withPages(subscription, pages.map(historyPageItem.fromItem));
  },

  /** As much of it as the lines of these days need: pages are read for few, so that a run waits for none. */
  enoughFor(
    partnerId: string,
    subscription: KnownSubscription,
    days: Pick<DayPeriod, 'start'>,
  ): KnownSubscription | Promise<KnownSubscription> {
    return needsPages(subscription, days) ? this.whole(partnerId, subscription) : subscription;
  },

  /** What subscriptions weigh together, by first hex digit of their customers. */
  async sizes(partnerId: string): Promise<Readonly<Record<string, number>>> {
    const sizes: Record<string, number> = {};
    for await (const page of pagesOf(table, sizesQuery(partnerId)))
      for (const item of page) sizes[item.sk] = sizeItem.fromItem(item).count;
    return sizes;
  },

  /** Raw items of a few subscriptions, by their ids. */
  async items(of: readonly SubscriptionIds[]): Promise<ReadonlyMap<string, Item>> {
    const items = await table.batchGet(of.map(subscriptionKey));
    return new Map(items.map((item) => [idsOf(item).subscriptionId, item]));
  },

  /** Raw items of a range by customer and subscription, page by page, consistently. */
  pages: (partnerId: string, range: KeyRange): AsyncGenerator<readonly Item[]> =>
    pagesOf(table, subscriptionsQuery(partnerId, range)),

  /**
   * The same for a page of a list: as many as are still `wanted`, more where they turn out to be little, a megabyte in
   * all. With `upTo` those up to a subscription, it included, the last ones first.
   */
  async *portions(
    partnerId: string,
    range: { readonly from: string } | { readonly upTo: string },
    wanted: () => number,
  ): AsyncGenerator<Portion> {
    const query: Query =
      'from' in range
        ? subscriptionsQuery(partnerId, range)
        : { ...subscriptionsQuery(partnerId, { from: '', to: `${range.upTo}~` }), descending: true };
    let [after, count, bytes]: [Cursor | undefined, number, number] = [undefined, 0, 0];
    do {
      const room = bytes === 0 ? PORTION_MAX : Math.ceil(((PORTION_BYTES_MAX - bytes) * count) / bytes);
      const limit = Math.max(1, Math.min(Math.max(wanted(), count), room));
      const { items, next }: Page = await table.query({ ...query, limit, ...(after && { after }) });
      count += items.length;
      bytes += JSON.stringify(items).length;
      yield { items, isCut: next !== undefined && bytes >= PORTION_BYTES_MAX };
      after = bytes < PORTION_BYTES_MAX ? next : undefined;
    } while (after);
  },
});
