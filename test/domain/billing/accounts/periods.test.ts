import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_TOTALS } from '../../../../functions/billing/history/domain/totals.ts';
import { chargesByProduct } from '../../../../functions/billing/invoices/domain/invoice.ts';
import { cutRanges } from '../../../../functions/billing/invoices/domain/ranges.ts';
import { firstPeriod, followingPeriod, nextBillingDate } from '../../../../shared/kernel/billing-period.ts';
import { addDays, day } from '../../../../shared/kernel/time.ts';

describe('BIL-1, PRG-2: billing periods (L1)', () => {
  test.each`
    signedOn        | billingDay | end             | because
    ${'2018-01-13'} | ${13}      | ${'2018-02-13'} | ${'the same day a month later'}
    ${'2018-01-31'} | ${31}      | ${'2018-02-28'} | ${'clamped to the month’s length'}
    ${'2018-01-13'} | ${15}      | ${'2018-01-15'} | ${'the day comes later in the same month'}
    ${'2018-12-31'} | ${31}      | ${'2019-01-31'} | ${'over the turn of the year'}
    ${'2018-02-28'} | ${31}      | ${'2018-03-31'} | ${'on a clamped billing date the next one ends the period'}
  `('signed on $signedOn with day $billingDay: the first ends on $end, $because', ({ signedOn, billingDay, end }) => {
    expect(firstPeriod(day(signedOn), billingDay)).toEqual({ start: signedOn, end });
  });

  test('the day of the month comes back after a short month', () => {
    const dates = ['2016-01-31'];
    for (let month = 0; month < 4; month += 1) dates.push(nextBillingDate(day(dates.at(-1)!), 31));
    expect(dates).toEqual(['2016-01-31', '2016-02-29', '2016-03-31', '2016-04-30', '2016-05-31']);
  });

  test('follow each other without a gap, one in each month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.nat(3000), (billingDay, days) => {
        let period = firstPeriod(addDays(day('2015-01-01'), days), billingDay);
        for (let month = 0; month < 14; month += 1) {
          const next = followingPeriod(period, billingDay);
          expect(next.start).toBe(period.end);
          expect(next.end.slice(0, 7) > period.end.slice(0, 7)).toBe(true);
          period = next;
        }
      }),
    );
  });
});

describe('BIL-2: charges by program and product', () => {
  const of = (subtotal: bigint) => ({ ...NO_TOTALS, subtotal });
  test('add up over the offers of a product, in the order of their names', () => {
    const products: Record<string, { family: string; product: string }> = {
      a: { family: 'office365', product: 'Exchange' },
      b: { family: 'crm', product: 'CRM Online' },
      c: { family: 'office365', product: 'Exchange' },
    };
    const charges = chargesByProduct(
      [
        ['a', of(100n)],
        ['b', of(-20n)],
        ['c', of(1n)],
      ],
      (offerId) => products[offerId]!,
    );
    expect(charges).toEqual([
      { family: 'crm', product: 'CRM Online', amount: -20n },
      { family: 'office365', product: 'Exchange', amount: 101n },
    ]);
  });
});

describe('ranges of a run', () => {
  const hex = fc.constantFrom(...'0123456789abcdef');
  const counts = fc.dictionary(hex, fc.integer({ min: 0, max: 100_000 }));

  test('a small partner is one range', () => {
    expect(cutRanges({})).toEqual([{ from: '' }]);
    expect(cutRanges({ a: 4000, c: 6000 })).toEqual([{ from: '' }]);
  });

  test('cover the key space, each key once', () => {
    fc.assert(
      fc.property(counts, (sizes) => {
        const ranges = cutRanges(sizes);
        expect(ranges[0]!.from).toBe('');
        expect(ranges.at(-1)!.to).toBeUndefined();
        ranges.slice(1).forEach((range, index) => {
          expect(range.from).toBe(ranges[index]!.to);
          expect(range.from > ranges[index]!.from).toBe(true);
        });
      }),
    );
  });

  test('hold about as many subscriptions as they should', () => {
    fc.assert(
      fc.property(counts, (sizes) => {
        const total = Object.values(sizes).reduce((sum, count) => sum + count, 0);
        const ranges = cutRanges(sizes);
        expect(ranges.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(total / 2500)));
        expect(ranges.length).toBeGreaterThanOrEqual(Math.ceil(total / 10_000 / 2));
      }),
    );
  });
});
