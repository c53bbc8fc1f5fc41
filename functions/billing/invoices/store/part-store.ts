import { allOf, type Item, putNew, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Totals } from '../../history/index.ts';
import { partKey, partsQuery } from './keys.ts';

/** One part of a period's reconciliation file: the lines of one range. */
export interface FilePart {
  readonly range: number;
  readonly lineCount: number;
  /** Object with the rows: raw deflate ended by a full flush. */
  readonly fileKey: string;
  /** Object with what explains each row, in the same order and form. */
  readonly explanationsKey: string;
  /** Object with what the range leaves out of the invoice; absent when that is nothing. */
  readonly leftOutKey?: string;
  /** Bytes of the object and of the text in it. */
  readonly fileBytes: number;
  readonly textBytes: number;
  readonly crc32: number;
  readonly totals: Totals;
  readonly byOffer: ReadonlyMap<string, Totals>;
}

type StoredTotals = readonly [string, string, string, string, string];
const totalsItem = ({ amount, discount, subtotal, tax, total }: Totals): StoredTotals => [
  String(amount),
  String(discount),
  String(subtotal),
  String(tax),
  String(total),
];
const readTotals = ([amount, discount, subtotal, tax, total]: StoredTotals): Totals => ({
  amount: BigInt(amount),
  discount: BigInt(discount),
  subtotal: BigInt(subtotal),
  tax: BigInt(tax),
  total: BigInt(total),
});

export const partStore = (table: Table) => ({
  /** Stores a part unless its range has one: the first stands, so that repeats change nothing. Returns the one that stands. */
  async keep(partnerId: string, billingOn: Day, part: FilePart): Promise<FilePart> {
    const { totals, byOffer, ...about } = part;
    const offers = Object.fromEntries([...byOffer].map(([offerId, of]) => [offerId, totalsItem(of)]));
    const item = {
      ...partKey(partnerId, billingOn, part.range),
      ...about,
      totals: totalsItem(totals),
      byOffer: offers,
    };
    try {
      await table.write([putNew(item)]);
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

function fromItem(item: Item): FilePart {
  const stored = item as unknown as FilePart;
  const byOffer = Object.entries(item.byOffer as Record<string, StoredTotals>);
  return {
    range: stored.range,
    lineCount: stored.lineCount,
    fileKey: stored.fileKey,
    explanationsKey: stored.explanationsKey,
    ...(stored.leftOutKey !== undefined && { leftOutKey: stored.leftOutKey }),
    fileBytes: stored.fileBytes,
    textBytes: stored.textBytes,
    crc32: stored.crc32,
    totals: readTotals(item.totals as StoredTotals),
    byOffer: new Map(byOffer.map(([offerId, totals]) => [offerId, readTotals(totals)])),
  };
}
