import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { allOf, isRefused, pagesOf, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { PairIds } from '../../relationships/index.ts';
import { followedSubscriptionItem } from './customer-item.ts';
import { soldTo, subscriptionKey, subscriptionPartition, subscriptionPrefix } from './keys.ts';

/** What commerce tells of subscriptions, as far as ending a relationship depends on it: the newest state of each. */
export const subscriptionStore = (table: Table) => ({
  /** Keeps the newest version; an older event that comes late is ignored. */
  async follow(
    event: EventRecord,
    { activations = 0, ...subscription }: Followed & { subscriptionId: string; customerId: string },
  ) {
    const key = subscriptionKey({ partnerId: event.tenantId, ...subscription });
    const followed = { status: subscription.status, activations, follows: event.aggregateVersion };
    const write: Write = {
      put: followedSubscriptionItem.toItem(key, followed),
      if: { kind: 'absentOrLess', attribute: 'follows', value: event.aggregateVersion },
    };
    try {
      await table.write([write]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },

  /**
   * What is known of all that the partner sold to the customer: whether any of it is active, and how often something
   * began to run. Items that were stored before that was counted count nothing, here and in the sales record.
   */
  async ofPair({ partnerId, customerId }: PairIds): Promise<{ hasActive: boolean; activations: number }> {
    const items = await allOf(table, {
      pk: subscriptionPartition(partnerId),
      sk: { beginsWith: subscriptionPrefix(customerId) },
      consistent: true,
    });
    const followed = items.map(followedSubscriptionItem.fromItem);
    return {
      hasActive: followed.some(({ status }) => status === 'active'),
      activations: followed.reduce((sum, { activations = 0 }) => sum + activations, 0),
    };
  },

  /**
   * Whether all that the partner ever sold to the customer is deprovisioned, as far as events have told, and how often
   * something began to run: a page is held at a time.
   */
  async goneOfPair(ids: PairIds): Promise<{ isGone: boolean; activations: number }> {
    let known = 0;
    for await (const items of pagesOf(table, { ...soldTo(ids), consistent: true }))
      for (const { status, activations = 0 } of items.map(followedSubscriptionItem.fromItem)) {
        if (status !== 'deleted') return { isGone: false, activations: known };
        known += activations;
      }
    return { isGone: true, activations: known };
  },
});

interface Followed {
  readonly status: string;
  readonly activations?: number | undefined;
}
