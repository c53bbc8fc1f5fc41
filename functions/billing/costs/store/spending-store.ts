import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { type Item, pagesOf, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Spending } from '../domain/spending.ts';
import { nextLookAt } from '../domain/warning.ts';
import { spendingKey, spendingLookIndex, spendingsQuery } from './keys.ts';
import { spendingItem } from './spending-item.ts';

/** Spending of a customer with usage-based subscriptions. */
export type MeteredSpending = Spending & Required<Pick<Spending, 'cost'>>;

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

  /** Customers of a partner with usage-based subscriptions, by id. */
  list: (partnerId: string): SoughtList<MeteredSpending> =>
    soughtList(table, [spendingsQuery(partnerId)], {
      of: (item) => spendingItem.fromItem(item) as MeteredSpending,
      isWanted: (item) => spendingItem.fromItem(item).cost !== undefined,
    }),

  /** The same, all of them, a page at a time: what holds them one after the other. */
  async *pages(partnerId: string): AsyncGenerator<readonly MeteredSpending[]> {
    for await (const page of pagesOf(table, spendingsQuery(partnerId)))
      yield page.map(spendingItem.fromItem).filter((of): of is MeteredSpending => of.cost !== undefined);
  },
});

/** In the index of what is to be looked at again as long as there is a reason to. */
function toItem(spending: Spending): Item {
  const lookAt = nextLookAt(spending);
  const keys = spendingKey(spending.partnerId, spending.customerId);
  return spendingItem.toItem({ ...keys, ...(lookAt && spendingLookIndex(spending, lookAt)) }, spending);
}

/** Whose spending an item of the index is; the index lags: load before deciding. */
export const pairOf = (item: Item): Pick<Spending, 'partnerId' | 'customerId'> => {
  const { partnerId, customerId } = spendingItem.fromItem(item);
  return { partnerId, customerId };
};
