import { describe, expect, test } from 'vitest';
import { type RatedDay, ratedDays } from '../../../../functions/billing/usage/domain/rated-days.ts';
import { type DayPeriod, day } from '../../../../shared/kernel/time.ts';
import { aRateBook, sheetsOf, type Use } from '../../../support/usage/rate-book.ts';

const JANUARY: DayPeriod = { start: day('2026-01-01'), end: day('2026-02-01') };
const FEBRUARY: DayPeriod = { start: day('2026-02-01'), end: day('2026-03-01') };
const book = aRateBook({
  meters: { vm: [{ from: '2026-01-01', included: '10', rates: { 0: '0.10', 100: '0.03' } }] },
  terms: [{ name: 'Wholesale', from: '2026-01-01', discount: '0.15' }],
});

const daysOf = (uses: readonly Use[], window = JANUARY): readonly RatedDay[] =>
  ratedDays({
    subscriptionId: 'subscription',
    sheets: sheetsOf(uses),
    periods: [JANUARY, FEBRUARY],
    window,
    book,
    taxPercentOn: () => '0',
  });

/** `2026-01-01 /r/1 50: 3.4 at 0.1, 0.068` */
const shown = (days: readonly RatedDay[]): string[] =>
  days.map(
    ({ used, quantity, pretaxTotal, unitPrice, effectiveUnitPrice }) =>
      `${used.usageOn} ${used.resourceUri} ${quantity}: ${pretaxTotal} at ${unitPrice}, ${effectiveUnitPrice}`,
  );

describe('U8 the daily view', () => {
  test('gives each resource of each day what its units cost at their position', () => {
    const uses: Use[] = [
      ['2026-01-02', '80'],
      ['2026-01-01', '50'],
      ['2026-01-02', '40', { resourceUri: '/r/0' }],
    ];
    // 10 included, 40 of tier 1; of the 120 of the second day 60 are of tier 1: /r/0 first, then 20 of /r/1 and 60 of tier 2.
    expect(shown(daysOf(uses))).toEqual([
      '2026-01-01 /r/1 50: 3.4 at 0.1, 0.068',
      '2026-01-02 /r/0 40: 3.4 at 0.1, 0.085',
      '2026-01-02 /r/1 80: 3.23 at 0.0475, 0.040375',
    ]);
  });

  test('is one row of a day and resource, however many days it took to report it', () => {
    const uses: Use[] = [
      ['2026-01-01', '50'],
      ['2026-01-01', '-20', { reportedOn: '2026-01-03' }],
      ['2026-01-01', '10', { reportedOn: '2026-02-03' }],
    ];
    expect(shown(daysOf(uses))).toEqual(['2026-01-01 /r/1 30: 1.7 at 0.1, 0.0566666667']);
    expect(shown(daysOf(uses, FEBRUARY))).toEqual(['2026-01-01 /r/1 10: 0.85 at 0.1, 0.085']);
  });

  test('what a correction of an invoiced period gives back stands on the day that it corrects', () => {
    const uses: Use[] = [
      ['2026-01-01', '130'],
      ['2026-01-02', '30'],
      ['2026-01-01', '-50', { reportedOn: '2026-02-03' }],
    ];
    // 160 units cost (100 x 0.1 + 50 x 0.03) x 0.85 = 9.775; 110 cost 8.5.
    const [only, ...more] = daysOf(uses, FEBRUARY);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ quantity: '-50', pretaxTotal: '-1.275', chargeType: 'Offset a line item' });
  });
});
