import { allOf, putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { partKey, partsQuery, rangePartsQuery } from './keys.ts';
import { type FilePart, fromItem, toItem } from './part-item.ts';

export const partStore = (table: Table) => ({
  /**
   * Stores the parts of a range unless it has some, all or none: the first stand, so that repeats change nothing. `more`: what
   * follows the first. Returns the first of those that stand.
   */
  async keep(partnerId: string, of: string, part: FilePart, more: readonly FilePart[] = []): Promise<FilePart> {
    const { range } = part;
    const writes = [part, ...more].map((each, piece) => putNew(toItem(partKey(partnerId, of, range, piece), each)));
    try {
      await table.write(writes);
      return part;
    } catch (error) {
      const standing = await this.load(partnerId, of, part.range);
      if (!(error instanceof WriteConflictError) || !standing) throw error;
      return standing;
    }
  },

  /** The first part of a range. */
  async load(partnerId: string, of: string, range: number): Promise<FilePart | undefined> {
    const item = await table.get(partKey(partnerId, of, range), { consistent: true });
    return item && fromItem(item);
  },

  /** All parts of a range, in order; none where it is not computed. */
  async ofRange(partnerId: string, of: string, range: number): Promise<FilePart[]> {
    return (await allOf(table, rangePartsQuery(partnerId, of, range))).map(fromItem);
  },

  /** All parts of a period, or of a document with lines of its own, in order. */
  async ofPeriod(partnerId: string, of: string): Promise<FilePart[]> {
    return (await allOf(table, partsQuery(partnerId, of))).map(fromItem);
  },
});
