import type { EventRecord } from '../../../shared/contracts/events.ts';
import { type Table, type Write, WriteConflictError } from '../../../shared/dynamo/table.ts';
import { type PairIds, subscriptionKey, subscriptionPartition, subscriptionPrefix } from './keys.ts';

/** What commerce tells of subscriptions, as far as ending a relationship depends on it: the newest state of each. */
export const subscriptionStore = (table: Table) => ({
  /** Keeps the newest version; an older event that comes late is ignored. */
  async follow(event: EventRecord, subscription: { subscriptionId: string; customerId: string; status: string }) {
    const key = subscriptionKey({ partnerId: event.tenantId, ...subscription });
    const write: Write = {
      put: { ...key, status: subscription.status, follows: event.aggregateVersion },
      if: { kind: 'absentOrLess', attribute: 'follows', value: event.aggregateVersion },
    };
    try {
      await table.write([write]);
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
  },

  /** Does the partner have an active subscription of this customer? */
  async hasActive({ partnerId, customerId }: PairIds): Promise<boolean> {
    const { items } = await table.query({
      pk: subscriptionPartition(partnerId),
      sk: { beginsWith: subscriptionPrefix(customerId) },
      consistent: true,
    });
    return items.some(({ status }) => status === 'active');
  },
});
