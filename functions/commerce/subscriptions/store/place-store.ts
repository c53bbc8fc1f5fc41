import { type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { placeKey } from './keys.ts';
import { placeItem, type SubscriptionPlace } from './place-item.ts';

/** Where subscriptions lie, for who knows nothing but an id: the program. */
export const placeStore = (table: Table) => ({
  async find(subscriptionId: string): Promise<CustomerScope | undefined> {
    const item = await table.get(placeKey(subscriptionId), { consistent: true });
    return item && placeItem.fromItem(item);
  },

  /** Ids of those that are noted; of one that was noted a moment ago it may not know. */
  async noted(of: readonly { readonly subscriptionId: string }[]): Promise<ReadonlySet<string>> {
    const items = await table.batchGet(of.map(({ subscriptionId }) => placeKey(subscriptionId)));
    const found = new Set(items.map(({ pk }) => pk));
    return new Set(of.map(({ subscriptionId }) => subscriptionId).filter((id) => found.has(placeKey(id).pk)));
  },

  /** Notes where it lies; what is known of a later moment stays. */
  async note(subscriptionId: string, place: SubscriptionPlace): Promise<void> {
    const isNewer = { kind: 'absentOrLess', attribute: 'since', value: place.since } as const;
    try {
      await table.write([{ put: placeItem.toItem(placeKey(subscriptionId), place), if: isNewer }]);
    } catch (error) {
      if (!(error instanceof WriteConflictError && error.reasons[0] === 'condition')) throw error;
    }
  },

  erase: (subscriptionId: string): Promise<void> => table.write([{ delete: placeKey(subscriptionId) }]),
});
