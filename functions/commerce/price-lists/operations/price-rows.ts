import { doneRow, failedRow, priceSegment, type RowResult } from '../../catalogue/index.ts';
import { PAIRS_MAX } from '../domain/pair.ts';
import { type AcceptedPrice, acceptPrice, type PriceRow, type PriceRules } from '../domain/price.ts';

const TOO_MANY_PAIRS = `a list has at most ${PAIRS_MAX} markets and currencies`;

/** A row as it was sent, numbered from 1. */
export interface NumberedRow {
  readonly row: number;
  readonly price: PriceRow;
}

export interface Judging extends PriceRules {
  /** Pairs that the list has already. */
  readonly pairs: readonly string[];
}

/** Checks rows one by one, and against each other. */
export function judge(
  rows: readonly NumberedRow[],
  { pairs, ...rules }: Judging,
): { accepted: AcceptedPrice[]; results: RowResult[] } {
  const accepted: AcceptedPrice[] = [];
  const results: RowResult[] = [];
  const seen = new Set<string>();
  const listed = new Set(pairs);
  for (const { row, price } of rows) {
    const judged = acceptPrice(price, rules);
    const key = [price.offerId, price.country, price.currency, segmentOf(price, rules.offerOf)].join('/');
    if (!judged.ok) results.push(failedRow(row, key, [judged.refusal]));
    else {
      const { pair, offerId, segment } = judged.value;
      const name = `${pair}/${offerId}/${segment}`;
      if (seen.has(name)) results.push(failedRow(row, key, [{ field: 'offerId', description: 'is priced twice' }]));
      else if (!listed.has(pair) && listed.size >= PAIRS_MAX)
        results.push(failedRow(row, key, [{ field: 'currency', description: TOO_MANY_PAIRS }]));
      else {
        listed.add(pair);
        accepted.push(judged.value);
        results.push(doneRow(row, key, 'updated'));
      }
      seen.add(name);
    }
  }
  return { accepted, results };
}

const segmentOf = ({ offerId, segment }: PriceRow, offerOf: Judging['offerOf']): string =>
  segment.trim() || priceSegment(offerOf(offerId.trim().toUpperCase()) ?? { segments: [] });

export const isRemoval = (change: string | undefined): boolean => change?.toUpperCase() === 'DEL';

export const rowsOfBody = (
  prices: readonly (Omit<PriceRow, 'isRemoved'> & { change?: string | undefined })[],
): NumberedRow[] =>
  prices.map(({ change, ...price }, index) => ({
    row: index + 1,
    price: { ...price, isRemoved: isRemoval(change) },
  }));
