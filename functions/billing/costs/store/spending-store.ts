import { type Item, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Spending } from '../domain/spending.ts';
import { spendingKey } from './keys.ts';
import { spendingItem } from './spending-item.ts';

export const spendingStore = (table: Table) => ({
  /** What is stored of a pair; of one of which nothing is, as it begins. Consistent: the next step decides on it. */
  async load(partnerId: string, customerId: string): Promise<Spending> {
    const item = await table.get(spendingKey(partnerId, customerId), { consistent: true });
    return item ? spendingItem.fromItem(item) : { partnerId, customerId, version: 0 };
  },

  /**
   * Saves what became of a pair, with what else is to be written at once.
   * @throws WriteConflictError when somebody saved it since it was loaded.
   */
  async save(before: Spending, after: Omit<Spending, 'version'>, also: readonly Write[] = []): Promise<Spending> {
    const saved: Spending = { ...after, version: before.version + 1 };
    await table.write([putIfVersion(toItem(saved), before.version), ...also]);
    return saved;
  },
});

const toItem = (spending: Spending): Item =>
  spendingItem.toItem(spendingKey(spending.partnerId, spending.customerId), spending);
