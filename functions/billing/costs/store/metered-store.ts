import { allOf, putIfVersion, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { Metered } from '../domain/metered.ts';
import { meteredKey, meteredQuery } from './keys.ts';
import { meteredItem } from './metered-item.ts';

export interface MeteredIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

export const meteredStore = (table: Table) => ({
  /** Those of one customer, by id: some dozens as a rule, so they are read at once, and consistently. */
  async ofCustomer(pair: Omit<MeteredIds, 'subscriptionId'>): Promise<Metered[]> {
    return (await allOf(table, meteredQuery(pair))).map(meteredItem.fromItem);
  },

  /** Changes one, whoever else changes it meanwhile: `decide` is asked again then. Undefined: nothing changes. */
  change: (
    ids: MeteredIds,
    decide: (
      before: Metered | undefined,
    ) => Promise<Omit<Metered, 'version'> | undefined> | Omit<Metered, 'version'> | undefined,
  ): Promise<void> =>
    retryOnConflict(async () => {
      const before = await loaded(table, ids);
      const after = await decide(before);
      if (!after) return;
      const versionBefore = before?.version ?? 0;
      const item = meteredItem.toItem(meteredKey(ids), { ...after, version: versionBefore + 1 });
      await table.write([putIfVersion(item, versionBefore)]);
    }),
});

async function loaded(table: Table, ids: MeteredIds): Promise<Metered | undefined> {
  const item = await table.get(meteredKey(ids), { consistent: true });
  return item && meteredItem.fromItem(item);
}
