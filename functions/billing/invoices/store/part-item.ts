import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item, Key } from '../../../../shared/dynamo/table.ts';
import type { Totals } from '../../history/index.ts';

/** One part of a period's reconciliation file: the lines of one range. */
export interface FilePart {
  readonly range: number;
  readonly lineCount: number;
  /** What rows and explanations look like. */
  readonly rowsForm: number;
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
  /** Sums by offer, where there are few. */
  readonly byOffer?: ReadonlyMap<string, Totals>;
  /** Object with the sums by offer, where there are many. */
  readonly sumsKey?: string;
}

/** Whole numbers as texts: amount, discount, subtotal, tax and total. */
export type StoredTotals = readonly [string, string, string, string, string];
export const totalsTexts = ({ amount, discount, subtotal, tax, total }: Totals): StoredTotals => [
  String(amount),
  String(discount),
  String(subtotal),
  String(tax),
  String(total),
];
export const readTotals = ([amount, discount, subtotal, tax, total]: StoredTotals): Totals => ({
  amount: BigInt(amount),
  discount: BigInt(discount),
  subtotal: BigInt(subtotal),
  tax: BigInt(tax),
  total: BigInt(total),
});

interface StoredPart extends Omit<FilePart, 'totals' | 'byOffer'> {
  readonly totals: StoredTotals;
  readonly byOffer?: SumsTexts;
}

export const partItem = storedKind<StoredPart>({
  kind: 'filePart',
  shape: 3,
  // To shape 3: a part may say where its sums are instead of having them.
  upgrades: [(record) => ({ ...record, rowsForm: 1 }), (record) => record],
});

/** Sums by offer as texts. */
export type SumsTexts = Readonly<Record<string, StoredTotals>>;
export const sumsTexts = (byOffer: ReadonlyMap<string, Totals>): SumsTexts =>
  Object.fromEntries([...byOffer].map(([offerId, of]) => [offerId, totalsTexts(of)]));
export const readSums = (texts: SumsTexts): ReadonlyMap<string, Totals> =>
  new Map(Object.entries(texts).map(([offerId, of]) => [offerId, readTotals(of)]));

export function toItem(key: Key, { totals, byOffer, ...about }: FilePart): Item {
  const sums = byOffer && { byOffer: sumsTexts(byOffer) };
  return partItem.toItem(key, { ...about, totals: totalsTexts(totals), ...sums });
}

export function fromItem(item: Item): FilePart {
  const { totals, byOffer, ...about } = partItem.fromItem(item);
  return {
    ...about,
    totals: readTotals(totals),
    ...(byOffer && { byOffer: readSums(byOffer) }),
  };
}
