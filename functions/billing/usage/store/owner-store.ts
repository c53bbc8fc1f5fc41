import { allOf, putIfVersion, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { sizeWrite } from '../../history/index.ts';
import { type OwnerSave, type UsageOwner, withSave } from '../domain/usage-owner.ts';
import { ownerKey, ownersQuery } from './keys.ts';
import { ownerItem } from './owner-item.ts';

/**
 * Subscriptions of seats that a metered one weighs, where work is cut: a range reads some 120 day sheets of it, of a few hundred bytes
 * to 6 KB, where one of seats is an item.
 */
export const METERED_WEIGHT = 20;

/** Who owned which subscription when. */
export const ownerStore = (table: Table) => ({
  /** All partners that a subscription was ever sold by; consistently, because usage is charged to one of them for good. */
  async of(subscriptionId: string): Promise<UsageOwner[]> {
    const items = await allOf(table, ownersQuery(subscriptionId));
    return items.map((item) => {
      const { version: _, ...owner } = ownerItem.fromItem(item);
      return owner;
    });
  },

  /** What one partner knows of some subscriptions, by their ids. */
  async ofPartner(partnerId: string, subscriptionIds: readonly string[]): Promise<ReadonlyMap<string, UsageOwner>> {
    const keys = subscriptionIds.map((subscriptionId) => ownerKey(subscriptionId, partnerId));
    const items = await table.batchGet(keys, { consistent: true });
    return new Map(items.map(ownerItem.fromItem).map(({ version: _, ...owner }) => [owner.subscriptionId, owner]));
  },

  /**
   * Puts a save in its place, whatever came before it; one that is known already writes nothing. The count behind a new one follows
   * on its own, as that of seats does: it only cuts ranges, and an interruption between the two leaves it short.
   */
  record: (save: OwnerSave): Promise<void> =>
    retryOnConflict(async () => {
      const key = ownerKey(save.subscriptionId, save.partnerId);
      const item = await table.get(key, { consistent: true });
      const stored = item && ownerItem.fromItem(item);
      const owner = withSave(stored, save);
      if (owner === stored) return;
      const version = stored?.version ?? 0;
      await table.write([putIfVersion(ownerItem.toItem(key, { ...owner, version: version + 1 }), version)]);
      if (!stored && owner.billingType === 'usage')
        await table.write([sizeWrite(owner.partnerId, owner.customerId, METERED_WEIGHT)]);
    }),
});

/** Which customer has or had a subscription that a partner sold; unknown of those that nobody has told of. */
export async function customerOf(
  { partnerId, subscriptionId }: { readonly partnerId: string; readonly subscriptionId: string },
  { table }: { readonly table: Table },
): Promise<string | undefined> {
  const item = await table.get(ownerKey(subscriptionId, partnerId));
  return item && ownerItem.fromItem(item).customerId;
}
