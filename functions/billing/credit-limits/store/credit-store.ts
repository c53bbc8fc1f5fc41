import { isRefused, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Credit } from '../domain/credit.ts';
import { creditItem, creditOf } from './credit-item.ts';
import { creditIndex, creditKey } from './keys.ts';

export const creditStore = (table: Table) => ({
  /** Consistently: who changed something before finds it, or is found by the computation that follows. */
  async load(partnerId: string): Promise<Credit | undefined> {
    const item = await table.get(creditKey(partnerId), { consistent: true });
    return item && creditOf(item);
  },

  /** Begins to keep it. Harmless when somebody has begun. */
  async begin(partnerId: string): Promise<void> {
    const credit = { partnerId, version: 1, wanted: 1, done: 0, isOff: false };
    await done(table, [putNew(creditItem.toItem({ ...creditKey(partnerId), ...creditIndex(partnerId) }, credit))]);
  },

  /** Notes that it is to be computed anew. */
  want: (partnerId: string): Promise<void> =>
    table.write([{ update: creditKey(partnerId), add: { wanted: 1 }, set: creditIndex(partnerId) }]),

  /**
   * Keeps what was computed, with what is told of it. What changed meanwhile stays wanted. False: somebody else kept another one.
   */
  async keep(before: Credit, after: Pick<Credit, 'told' | 'isOff'>, also: readonly Write[]): Promise<boolean> {
    const { partnerId, version, wanted } = before;
    const { told, isOff } = after;
    const set = { version: version + 1, done: wanted, isOff, ...(told !== undefined && { told: String(told) }) };
    const untold = told === undefined ? ['told'] : [];
    const write = (isAll: boolean): Write => ({
      update: creditKey(partnerId),
      set,
      remove: [...untold, ...(isAll ? Object.keys(creditIndex(partnerId)) : [])],
      if: { kind: 'equals', values: { version, ...(isAll && { wanted }) } },
    });
    return (await done(table, [write(true), ...also])) || (await done(table, [write(false), ...also]));
  },
});

async function done(table: Table, writes: readonly Write[]): Promise<boolean> {
  try {
    await table.write(writes);
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    return false;
  }
}
