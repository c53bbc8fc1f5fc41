import { allOf, putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { partKey, partsQuery } from './keys.ts';
import { type FilePart, fromItem, toItem } from './part-item.ts';

export const partStore = (table: Table) => ({
  /** Stores a part unless its range has one: the first stands, so that repeats change nothing. Returns the one that stands. */
  async keep(partnerId: string, billingOn: Day, part: FilePart): Promise<FilePart> {
    try {
      await table.write([putNew(toItem(partKey(partnerId, billingOn, part.range), part))]);
      return part;
    } catch (error) {
      const standing = await this.load(partnerId, billingOn, part.range);
      if (!(error instanceof WriteConflictError) || !standing) throw error;
      return standing;
    }
  },

  async load(partnerId: string, billingOn: Day, range: number): Promise<FilePart | undefined> {
    const item = await table.get(partKey(partnerId, billingOn, range), { consistent: true });
    return item && fromItem(item);
  },

  /** All parts of a period in order. */
  async ofPeriod(partnerId: string, billingOn: Day): Promise<FilePart[]> {
    return (await allOf(table, partsQuery(partnerId, billingOn))).map(fromItem);
  },
});
