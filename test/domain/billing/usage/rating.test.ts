import { describe, expect, it, test } from 'vitest';
import { rateUsage, type UsageToRate } from '../../../../functions/billing/usage/domain/rating.ts';
import type { UsageLine } from '../../../../functions/billing/usage/domain/usage-line.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { addMonths, type DayPeriod, day } from '../../../../shared/kernel/time.ts';
import { aRateBook, type BookParts, sheetsOf, type Use } from '../../../support/usage/rate-book.ts';

/** Months of 2026 from January on. */
const MONTHS: DayPeriod[] = Array.from({ length: 12 }, (_, index) => ({
  start: addMonths(day('2026-01-01'), index),
  end: addMonths(day('2026-01-01'), index + 1),
}));

/** Lines of the invoice that bills a month, the first month unless it says otherwise. */
function linesOf(
  book: Omit<BookParts, 'meters'> & { vm: BookParts['meters'][string] },
  uses: readonly Use[],
  { month = 0, taxPercent = '0', ...more }: Partial<UsageToRate> & { month?: number; taxPercent?: string } = {},
): readonly UsageLine[] {
  return rateUsage({
    subscriptionId: 'subscription',
    sheets: sheetsOf(uses),
    periods: MONTHS,
    window: MONTHS[month]!,
    book: aRateBook({ ...book, meters: { vm: book.vm } }),
    taxPercentOn: () => taxPercent,
    ...more,
  });
}

/** `1: 1024 = 0 + 1024 at 0.1: 102.40 - 0.00 = 102.40` */
const shown = (lines: readonly UsageLine[], currency = 'USD'): string[] =>
  lines.map((line) => {
    const amount = (minorUnits: bigint) => minorUnitsText(minorUnits, minorUnitDecimals(currency));
    return `${line.detailLineItemId}: ${line.consumed} = ${line.included} + ${line.overage} at ${line.listPrice}: ${amount(line.consumptionPrice)} - ${amount(line.consumptionDiscount)} = ${amount(line.pretaxCharges)}`;
  });

const TWO_TIERS = { vm: [{ from: '2026-01-01', rates: { 0: '0.10', 1024: '0.08' } }] };

describe("the contract's examples (billing contract 13)", () => {
  test('P8 two tiers: 1338 units', () => {
    expect(shown(linesOf(TWO_TIERS, [['2026-01-10', '1338']]))).toEqual([
      '1: 1024 = 0 + 1024 at 0.1: 102.40 - 0.00 = 102.40',
      '2: 314 = 0 + 314 at 0.08: 25.12 - 0.00 = 25.12',
    ]);
  });

  test('P9 tiers of a price list: 101 units', () => {
    const lines = linesOf({ vm: [{ from: '2026-01-01', rates: { 0: '1.00', 100: '0.80' } }] }, [['2026-01-10', '101']]);
    expect(lines.map(({ pretaxCharges }) => pretaxCharges)).toEqual([10_000n, 80n]);
  });

  test('P10 included quantity and wholesale discount', () => {
    const lines = linesOf(
      {
        vm: [{ from: '2026-01-01', included: '100', rates: { 0: '0.12', 1000: '0.105' } }],
        terms: [{ name: 'Wholesale', from: '2026-01-01', discount: '0.15' }],
      },
      [['2026-01-10', '2750.5']],
    );
    expect(shown(lines)).toEqual([
      '1: 1100 = 100 + 1000 at 0.12: 120.00 - 18.00 = 102.00',
      '2: 1650.5 = 0 + 1650.5 at 0.105: 173.30 - 25.99 = 147.31',
    ]);
    expect(lines.map(({ pretaxEffectiveRate }) => pretaxEffectiveRate)).toEqual(['0.102', '0.08925174']);
    expect(lines[0]!.why).toMatchObject({ formula: '1000 x 0.12 x (1 - 0.15)', rule: 'U4 usage' });
  });

  test('P13 exchange, rounded once', () => {
    const lines = linesOf(
      {
        currency: 'EUR',
        vm: [{ from: '2026-01-01', currency: 'USD', rates: { 0: '0.0450' } }],
        exchange: { '2026-01': '0.846202666' },
      },
      [['2026-01-10', '512.25']],
    );
    expect(shown(lines, 'EUR')).toEqual(['1: 512.25 = 0 + 512.25 at 0.03807912: 19.51 - 0.00 = 19.51']);
    expect(lines[0]).toMatchObject({ pricingCurrency: 'USD', exchange: { publishedFor: '2026-01' } });
  });

  test('P14 tax of the azure line', () => {
    const vm = [{ from: '2026-01-01', rates: { 0: '80.63' } }];
    const [line] = linesOf({ vm }, [['2026-01-10', '1']], { taxPercent: '20' });
    expect(line).toMatchObject({ pretaxCharges: 8063n, tax: 1613n, total: 9676n, postTaxEffectiveRate: '96.76' });
  });
});

describe('U1–U5 scope, order, versions and lines', () => {
  test('U1: included quantity and tiers begin anew with each billing period', () => {
    const vm = [{ from: '2026-01-01', included: '10', rates: { 0: '1', 5: '0.5' } }];
    const uses: Use[] = [
      ['2026-01-31', '20'],
      ['2026-02-01', '20'],
    ];
    const expected = ['1: 15 = 10 + 5 at 1: 5.00 - 0.00 = 5.00', '2: 5 = 0 + 5 at 0.5: 2.50 - 0.00 = 2.50'];
    expect(shown(linesOf({ vm }, uses))).toEqual(expected);
    expect(shown(linesOf({ vm }, uses, { month: 1 }))).toEqual(expected);
  });

  test('U3: a repricing inside a period splits lines, and the position goes on', () => {
    const vm = [
      { from: '2026-01-01', rates: { 0: '1', 10: '0.5' } },
      { from: '2026-01-16', rates: { 0: '2', 10: '1' } },
    ];
    const uses: Use[] = [
      ['2026-01-20', '4'],
      ['2026-01-10', '8'],
    ];
    expect(shown(linesOf({ vm }, uses))).toEqual([
      '1: 8 = 0 + 8 at 1: 8.00 - 0.00 = 8.00',
      '2: 2 = 0 + 2 at 2: 4.00 - 0.00 = 4.00',
      '3: 2 = 0 + 2 at 1: 2.00 - 0.00 = 2.00',
    ]);
  });

  test('U4: what is all included is one line with the rate of the first record', () => {
    const vm = [
      { from: '2026-01-01', included: '10', rates: { 0: '1' } },
      { from: '2026-01-16', included: '10', rates: { 0: '2' } },
    ];
    const uses: Use[] = [
      ['2026-01-10', '4'],
      ['2026-01-20', '4'],
    ];
    const lines = linesOf({ vm }, uses);
    expect(shown(lines)).toEqual(['1: 8 = 8 + 0 at 1: 0.00 - 0.00 = 0.00']);
    expect(lines[0]).toMatchObject({ pretaxEffectiveRate: '0', postTaxEffectiveRate: '0' });
  });

  test('U4, M3: a change of discount and a month of exchange split lines like a version', () => {
    const periods = [{ start: day('2026-01-15'), end: day('2026-02-15') }];
    const lines = linesOf(
      {
        currency: 'EUR',
        vm: [{ from: '2026-01-01', currency: 'USD', rates: { 0: '1' } }],
        terms: [{ name: 'Spring', from: '2026-02-10', discount: '0.1' }],
        exchange: { '2026-01': '0.5', '2026-02': '0.5' },
      },
      [
        ['2026-01-20', '10'],
        ['2026-02-02', '20'],
        ['2026-02-12', '30'],
      ],
      { periods, window: periods[0]! },
    );
    expect(shown(lines, 'EUR')).toEqual([
      '1: 10 = 0 + 10 at 0.5: 5.00 - 0.00 = 5.00',
      '2: 20 = 0 + 20 at 0.5: 10.00 - 0.00 = 10.00',
      '3: 30 = 0 + 30 at 0.5: 15.00 - 1.50 = 13.50',
    ]);
  });

  test('U5: an offer term that leaves the meter out does not lower its price', () => {
    const lines = linesOf(
      {
        vm: [{ from: '2026-01-01', rates: { 0: '1' } }],
        terms: [
          { name: 'All', from: '2026-01-01', discount: '0.1' },
          { name: 'Some', from: '2026-01-01', discount: '0.2', excludes: ['vm'] },
        ],
      },
      [['2026-01-10', '100']],
    );
    expect(shown(lines)).toEqual(['1: 100 = 0 + 100 at 1: 100.00 - 10.00 = 90.00']);
    expect(lines[0]!.why.discount.terms).toEqual(['All']);
  });

  it.each`
    endedOn         | chargeType
    ${'2026-01-31'} | ${'Assess usage fee when cancel'}
    ${'2026-02-01'} | ${'Assess usage fee for current cycle'}
  `('usage of January of a subscription that ended on $endedOn: $chargeType', ({ endedOn, chargeType }) => {
    const [line] = linesOf(TWO_TIERS, [['2026-01-10', '1']], { endedOn: [day(endedOn)] });
    expect(line!.chargeType).toBe(chargeType);
  });

  test.each([
    ['no rate', { vm: [{ from: '2026-01-11', rates: { 0: '1' } }] }, /has the meter vm on 2026-01-10/],
    [
      'no exchange rate',
      { currency: 'EUR', vm: [{ from: '2026-01-01', currency: 'USD', rates: { 0: '1' } }] },
      /exchange rate from USD to EUR is published for 2026-01-10/,
    ],
  ])('a day with %s is not guessed', (_, book, message) => {
    expect(() => linesOf(book, [['2026-01-10', '1']])).toThrow(message);
  });
});

describe('U6, U7 late usage', () => {
  const uses: Use[] = [
    ['2026-01-20', '1020'],
    ['2026-01-10', '10', { reportedOn: '2026-02-03' }],
    ['2026-01-11', '6', { reportedOn: '2026-03-01' }],
    ['2026-02-03', '1'],
  ];

  test('goes on the next invoice, at the position and with the numbers of its own period', () => {
    expect(shown(linesOf(TWO_TIERS, uses))).toEqual(['1: 1020 = 0 + 1020 at 0.1: 102.00 - 0.00 = 102.00']);
    const february = linesOf(TWO_TIERS, uses, { month: 1 });
    expect(shown(february)).toEqual([
      '2: 4 = 0 + 4 at 0.1: 0.40 - 0.00 = 0.40',
      '3: 6 = 0 + 6 at 0.08: 0.48 - 0.00 = 0.48',
      '1: 1 = 0 + 1 at 0.1: 0.10 - 0.00 = 0.10',
    ]);
    expect(february.map(({ period, why }) => [period.start, why.rule])).toEqual([
      ['2026-01-01', 'U7 late usage'],
      ['2026-01-01', 'U7 late usage'],
      ['2026-02-01', 'U4 usage'],
    ]);
    expect(shown(linesOf(TWO_TIERS, uses, { month: 2 }))).toEqual(['4: 6 = 0 + 6 at 0.08: 0.48 - 0.00 = 0.48']);
  });

  test('what was left out of an invoice is on the next one as if its period were open', () => {
    const window = { start: MONTHS[0]!.start, end: MONTHS[1]!.end };
    expect(shown(linesOf(TWO_TIERS, uses, { window })).slice(0, 2)).toEqual([
      '1: 1024 = 0 + 1024 at 0.1: 102.40 - 0.00 = 102.40',
      '2: 6 = 0 + 6 at 0.08: 0.48 - 0.00 = 0.48',
    ]);
    expect(shown(linesOf(TWO_TIERS, uses, { month: 2, billed: [window] }))).toEqual([
      '3: 6 = 0 + 6 at 0.08: 0.48 - 0.00 = 0.48',
    ]);
  });
});

describe('U9 corrections', () => {
  test('of an open period lower the quantity', () => {
    const uses: Use[] = [
      ['2026-01-10', '1000'],
      ['2026-01-20', '100'],
      ['2026-01-20', '-90', { reportedOn: '2026-01-25' }],
    ];
    expect(shown(linesOf(TWO_TIERS, uses))).toEqual(['1: 1010 = 0 + 1010 at 0.1: 101.00 - 0.00 = 101.00']);
  });

  it.each([
    [
      [
        ['2026-01-10', '-6'],
        ['2026-01-20', '10'],
      ],
    ],
    [
      [
        ['2026-01-10', '10'],
        ['2026-01-20', '-6'],
      ],
    ],
    [
      [
        ['2026-01-10', '10'],
        ['2026-01-11', '-16'],
        ['2026-01-20', '10'],
      ],
    ],
  ] satisfies Use[][][])('are taken off whatever day they have: %j', (uses) => {
    expect(shown(linesOf(TWO_TIERS, uses))).toEqual(['1: 4 = 0 + 4 at 0.1: 0.40 - 0.00 = 0.40']);
  });

  test('never bring a period below zero', () => {
    expect(
      linesOf(TWO_TIERS, [
        ['2026-01-10', '10'],
        ['2026-01-11', '-12'],
      ]),
    ).toEqual([]);
  });

  test('of an invoiced period give back the difference to the period rated anew, after late usage', () => {
    const uses: Use[] = [
      ['2026-01-10', '1000'],
      ['2026-01-20', '100'],
      ['2026-01-12', '10', { reportedOn: '2026-02-03' }],
      ['2026-01-10', '-200', { reportedOn: '2026-02-04' }],
    ];
    // 1110 units cost 102.40 + 6.08 + 0.80; 910 cost 91.00.
    const february = linesOf(TWO_TIERS, uses, {
      month: 1,
      taxPercentOn: (on) => (on < day('2026-02-01') ? '10' : '20'),
    });
    expect(shown(february)).toEqual([
      '3: 10 = 0 + 10 at 0.08: 0.80 - 0.00 = 0.80',
      '4: 0 = 0 + 0 at 0: -18.28 - 0.00 = -18.28',
    ]);
    expect(february.map(({ chargeType, taxPercent, tax }) => [chargeType, taxPercent, tax])).toEqual([
      ['Assess usage fee for current cycle', '20', 16n],
      ['Offset a line item', '10', -183n],
    ]);
    expect(february[1]!.why.formula).toBe('91.00 - 109.28');
    const late: Use[] = [...uses, ['2026-01-05', '120', { reportedOn: '2026-03-03' }]];
    expect(shown(linesOf(TWO_TIERS, late, { month: 2 }))).toEqual([
      '5: 114 = 0 + 114 at 0.1: 11.40 - 0.00 = 11.40',
      '6: 6 = 0 + 6 at 0.08: 0.48 - 0.00 = 0.48',
    ]);
  });
});
