import { describe, expect, test } from 'vitest';
import type { OfferDefinition } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import { rowsWithoutBase } from '../../../../functions/commerce/catalogue/operations/import-offers.ts';
import { csvRows } from '../../../../functions/commerce/catalogue/operations/offer-csv.ts';
import { anOffer } from '../../../support/commerce-builders.ts';

describe('ORD-8: what a file takes grows with its size, not with its rows times its columns', () => {
  test('ORD-8: a row keeps the cells of known columns alone, however many the file has', () => {
    const [columns, rows] = [60_000, 2_000];
    const header = ['b', ...Array.from({ length: columns }, (_, n) => `x${n}`), 'a'].join(',');
    const read = csvRows(`${header}\n${'1\n'.repeat(rows)}`, { needed: ['a', 'b'], optional: ['c'] });
    const kept = read.ok ? read.value.map(({ cells }) => Object.keys(cells).length) : [];
    expect(kept).toEqual(Array.from({ length: rows }, () => 2));
    expect(read.ok && read.value.at(-1)).toEqual({ row: rows, cells: { a: '', b: '1' } });
  });

  test('CAT-5: a chain of bases whose last is wrong is judged row by row, not chain by chain', () => {
    const rows = 2_000;
    const id = (n: number): string => `offer-${n}`;
    const definition = (n: number): OfferDefinition => ({
      ...anOffer({ id: id(n) }),
      isAddOn: true,
      prerequisiteOffers: [id(n + 1)],
    });
    const valid = new Map(
      Array.from({ length: rows }, (_, n) => [
        id(n),
        { row: n + 1, definition: definition(n), isToBePublished: false },
      ]),
    );
    let asked = 0;
    const failed = rowsWithoutBase(valid, () => {
      asked += 1;
      return false;
    });
    expect(failed).toHaveLength(rows);
    expect(asked).toBeLessThanOrEqual(4 * rows);
  });
});
