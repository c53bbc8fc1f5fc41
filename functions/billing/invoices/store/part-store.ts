import { allOf, putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { partKey, partsQuery } from './keys.ts';
import { type FilePart, fromItem, toItem } from './part-item.ts';

export const partStore = (table: Table) => ({
  /** Stores a part unless its range has one: the first stands, so that repeats change nothing. Returns the one that stands. */
  async keep(partnerId: string, of: string, part: FilePart): Promise<FilePart> {
    try {
      await table.write([putNew(toItem(partKey(partnerId, of, part.range), part))]);
      return part;
    } catch (error) {
      const standing = await this.load(partnerId, of, part.range);
      if (!(error instanceof WriteConflictError) || !standing) throw error;
      return standing;
    }
  },

  async load(partnerId: string, of: string, range: number): Promise<FilePart | undefined> {
    const item = await table.get(partKey(partnerId, of, range), { consistent: true });
    return item && fromItem(item);
  },

  /** All parts of a period, or of a document with lines of its own, in order. */
  async ofPeriod(partnerId: string, of: string): Promise<FilePart[]> {
    return (await allOf(table, partsQuery(partnerId, of))).map(fromItem);
  },
});
