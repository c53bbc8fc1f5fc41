import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item, Key } from '../../../../shared/dynamo/table.ts';
import type { DeflatedPart } from '../../../../shared/messaging/deflated.ts';
import type { TaxShare, Totals } from '../../history/index.ts';

/** A part of a file: raw deflate ended by a full flush. */
export interface PartFile extends DeflatedPart {
  readonly key: string;
  readonly rowCount: number;
}

/** What metered services of a range cost: a part of each file that tells of usage. */
export interface UsagePart {
  readonly totals: Totals;
  /** What of the amount are credits. */
  readonly offsets?: bigint;
  readonly usage: PartFile;
  readonly usagedaily: PartFile;
  readonly dailyrated: PartFile;
  /** Object with what explains each row of `usage`, in the same order. */
  readonly explanationsKey: string;
}

/** One part of a period's reconciliation file: the lines of one range, or some of them where these are very many. */
export interface FilePart {
  readonly range: number;
  readonly lineCount: number;
  /** What rows and explanations look like. */
  readonly rowsForm: number;
  /** Object with the rows: raw deflate ended by a full flush. */
  readonly fileKey: string;
  /** Object with what explains each row, in the same order and form. */
  readonly explanationsKey: string;
  /** Object with what the range leaves out of the invoice, of its first part; absent when that is nothing. */
  readonly leftOutKey?: string;
  /** Bytes of the object and of the text in it. */
  readonly fileBytes: number;
  readonly textBytes: number;
  readonly crc32: number;
  /** Of seats and usage. */
  readonly totals: Totals;
  /** The same by tax rate; those of before do not tell. */
  readonly taxes?: readonly TaxShare[];
  /** What of the amount are credits for seats. */
  readonly offsets?: bigint;
  /** Only where metered services were used. */
  readonly usage?: UsagePart;
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

/** Tax rates with subtotal and tax as texts. */
export type StoredTaxes = readonly (readonly [percent: string, subtotal: string, tax: string])[];
export const taxesTexts = (taxes: readonly TaxShare[]): StoredTaxes =>
  taxes.map(({ percent, subtotal, tax }) => [percent, String(subtotal), String(tax)]);
export const readTaxes = (texts: StoredTaxes): readonly TaxShare[] =>
  texts.map(([percent, subtotal, tax]) => ({ percent, subtotal: BigInt(subtotal), tax: BigInt(tax) }));

interface StoredPart extends Omit<FilePart, 'totals' | 'taxes' | 'offsets' | 'byOffer' | 'usage'> {
  readonly totals: StoredTotals;
  readonly taxes?: StoredTaxes;
  readonly offsets?: string;
  readonly usage?: Omit<UsagePart, 'totals' | 'offsets'> & { readonly totals: StoredTotals; readonly offsets?: string };
  readonly byOffer?: SumsTexts;
}

export const partItem = storedKind<StoredPart>({
  kind: 'filePart',
  shape: 5,
  // To shape 3: a part may say where its sums are instead of having them. To shape 4: it may have usage. To shape 5: it says
  // what bears which tax rate, and what are credits.
  upgrades: [(record) => ({ ...record, rowsForm: 1 }), (record) => record, (record) => record, (record) => record],
});

/** Sums by offer as texts. */
export type SumsTexts = Readonly<Record<string, StoredTotals>>;
export const sumsTexts = (byOffer: ReadonlyMap<string, Totals>): SumsTexts =>
  Object.fromEntries([...byOffer].map(([offerId, of]) => [offerId, totalsTexts(of)]));
export const readSums = (texts: SumsTexts): ReadonlyMap<string, Totals> =>
  new Map(Object.entries(texts).map(([offerId, of]) => [offerId, readTotals(of)]));

export function toItem(key: Key, { totals, taxes, offsets, byOffer, usage, ...about }: FilePart): Item {
  return partItem.toItem(key, {
    ...about,
    totals: totalsTexts(totals),
    ...(taxes && { taxes: taxesTexts(taxes) }),
    ...(offsets !== undefined && { offsets: String(offsets) }),
    ...(usage && { usage: usageTexts(usage) }),
    ...(byOffer && { byOffer: sumsTexts(byOffer) }),
  });
}

const usageTexts = ({ totals, offsets, ...about }: UsagePart): NonNullable<StoredPart['usage']> => ({
  ...about,
  totals: totalsTexts(totals),
  ...(offsets !== undefined && { offsets: String(offsets) }),
});
const readUsage = ({ totals, offsets, ...about }: NonNullable<StoredPart['usage']>): UsagePart => ({
  ...about,
  totals: readTotals(totals),
  ...(offsets !== undefined && { offsets: BigInt(offsets) }),
});

export function fromItem(item: Item): FilePart {
  const { totals, taxes, offsets, byOffer, usage, ...about } = partItem.fromItem(item);
  return {
    ...about,
    totals: readTotals(totals),
    ...(taxes && { taxes: readTaxes(taxes) }),
    ...(offsets !== undefined && { offsets: BigInt(offsets) }),
    ...(usage && { usage: readUsage(usage) }),
    ...(byOffer && { byOffer: readSums(byOffer) }),
  };
}
