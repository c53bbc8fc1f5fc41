import { describe, expect, test } from 'vitest';
import { scaled } from '../../../../shared/kernel/money.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { lineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import { aHistory, aLock, lineText, type Steps, totalText, window } from '../../../support/billing-history.ts';

/** The worked seat examples of the billing contract (section 13), as rows: what is posted on each invoice. */
interface Example {
  readonly rule: string;
  readonly steps: Steps;
  readonly invoices: readonly {
    readonly period: readonly [string, string];
    readonly lines: readonly string[];
    readonly total?: string;
    readonly because: string;
  }[];
}

const monthly = (wholesale: string, quantity: number, more = {}) =>
  ({ quantity, billingCycle: 'monthly', lock: aLock(wholesale, more) }) as const;
const annual = (wholesale: string, quantity: number, more = {}) =>
  ({ quantity, billingCycle: 'annual', lock: aLock(wholesale, more) }) as const;

const examples: Example[] = [
  {
    rule: 'P1 monthly increase',
    steps: [
      ['created', '2018-01-13', monthly('4.00', 1)],
      ['resized', '2018-02-01', { quantity: 2 }],
    ],
    invoices: [
      {
        period: ['2017-12-15', '2018-01-15'],
        lines: ['2018-01-13..2018-02-12 Prorate fees when purchase 4.00 x 1 = 4.00'],
        total: '4.00',
        because: 'a purchase is charged with its full first cycle',
      },
      {
        period: ['2018-01-15', '2018-02-15'],
        lines: [
          '2018-01-13..2018-02-12 Cycle instance prorate -4.00 x 1 = -4.00',
          '2018-01-13..2018-01-31 Cycle instance prorate 2.45 x 1 = 2.45',
          '2018-02-01..2018-02-12 Cycle instance prorate 1.55 x 2 = 3.10',
          '2018-02-13..2018-03-12 Cycle fee 4.00 x 2 = 8.00',
        ],
        total: '9.55',
        because: '19 and 12 of 31 days, then the next cycle with both seats',
      },
    ],
  },
  {
    rule: 'P2 annual increase with an exact daily price',
    steps: [
      ['created', '2018-01-13', annual('4.00', 1)],
      ['resized', '2018-02-01', { quantity: 2 }],
    ],
    invoices: [
      {
        period: ['2018-01-15', '2018-02-15'],
        lines: [
          '2018-01-13..2019-01-12 Cycle instance prorate -48.00 x 1 = -48.00',
          '2018-01-13..2018-01-31 Cycle instance prorate 2.50 x 1 = 2.50',
          '2018-02-01..2019-01-12 Cycle instance prorate 45.50 x 2 = 91.00',
        ],
        total: '45.50',
        because: '346 of 365 days, the daily price is never rounded (D5)',
      },
    ],
  },
  {
    rule: 'P3 suspension within 30 days',
    steps: [
      ['created', '2018-01-13', monthly('4.00', 1)],
      ['suspended', '2018-02-01'],
    ],
    invoices: [
      {
        period: ['2018-01-15', '2018-02-15'],
        lines: ['2018-01-13..2018-02-12 Cancel fee -4.00 x 1 = -4.00'],
        because: 'day 19 is within 30: everything is taken back and no cycle follows',
      },
    ],
  },
  {
    rule: 'P4 anchor 31 in a leap February',
    steps: [
      ['created', '2015-12-31', monthly('6.15', 9)],
      ['resized', '2016-02-10', { quantity: 12 }],
    ],
    invoices: [
      {
        period: ['2015-12-31', '2016-02-10'],
        lines: [
          '2015-12-31..2016-01-30 Prorate fees when purchase 6.15 x 9 = 55.35',
          '2016-01-31..2016-02-28 Cycle fee 6.15 x 9 = 55.35',
        ],
        because: 'the second cycle ends before 29 February',
      },
      {
        period: ['2016-02-10', '2016-06-01'],
        lines: [
          '2016-01-31..2016-02-28 Cycle instance prorate -6.15 x 9 = -55.35',
          '2016-01-31..2016-02-09 Cycle instance prorate 2.12 x 9 = 19.09',
          '2016-02-10..2016-02-28 Cycle instance prorate 4.03 x 12 = 48.35',
          '2016-02-29..2016-03-30 Cycle fee 6.15 x 12 = 73.80',
          '2016-03-31..2016-04-29 Cycle fee 6.15 x 12 = 73.80',
          '2016-04-30..2016-05-30 Cycle fee 6.15 x 12 = 73.80',
          '2016-05-31..2016-06-29 Cycle fee 6.15 x 12 = 73.80',
        ],
        because: 'D is 29, and cycles count from the 31st without drift (D20)',
      },
    ],
  },
  {
    rule: 'P5 annual decrease',
    steps: [
      ['created', '2017-10-05', annual('8.58', 80)],
      ['resized', '2018-03-18', { quantity: 64 }],
    ],
    invoices: [
      {
        period: ['2018-03-01', '2018-04-01'],
        lines: [
          '2017-10-05..2018-10-04 Cycle instance prorate -102.96 x 80 = -8236.80',
          '2017-10-05..2018-03-17 Cycle instance prorate 46.26 x 80 = 3700.92',
          '2018-03-18..2018-10-04 Cycle instance prorate 56.70 x 64 = 3628.71',
        ],
        total: '-907.17',
        because: '164 days of 80 seats and 201 of 64 stay charged',
      },
    ],
  },
  {
    rule: 'P6 coterminous add-on',
    steps: [
      ['created', '2018-06-25', { ...monthly('3.00', 15), anchorOn: '2018-06-06', termEndOn: '2019-06-06' } as never],
    ],
    invoices: [
      {
        period: ['2018-06-10', '2018-07-10'],
        lines: [
          '2018-06-25..2018-07-05 Prorate fees when purchase 1.10 x 15 = 16.50',
          '2018-07-06..2018-08-05 Cycle fee 3.00 x 15 = 45.00',
        ],
        total: '61.50',
        because: '11 of 30 days to the end of the base’s cycle, then with the base (R8)',
      },
      {
        period: ['2019-05-01', '2019-07-10'],
        lines: ['2019-05-06..2019-06-05 Cycle fee 3.00 x 15 = 45.00'],
        because: 'it ends with the base on 5 June 2019',
      },
    ],
  },
  {
    rule: 'P7 price lock and renewal',
    steps: [
      ['created', '2016-07-22', annual('4.80', 200, { priceList: '2016-07' })],
      ['resized', '2017-04-02', { quantity: 220 }],
      ['renewed', '2017-07-22', { lock: aLock('5.04', { priceList: '2017-07' }) }],
    ],
    invoices: [
      {
        period: ['2017-04-01', '2017-05-01'],
        lines: [
          '2016-07-22..2017-07-21 Cycle instance prorate -57.60 x 200 = -11520.00',
          '2016-07-22..2017-04-01 Cycle instance prorate 40.08 x 200 = 8016.66',
          '2017-04-02..2017-07-21 Cycle instance prorate 17.52 x 220 = 3853.68',
        ],
        because: 'seats added later have the price of the term (ORD-4)',
      },
      {
        period: ['2017-07-01', '2017-08-01'],
        lines: ['2017-07-22..2018-07-21 Prorate fee when renew 60.48 x 220 = 13305.60'],
        because: 'the renewal takes the price in force on its first day (SUB-1)',
      },
    ],
  },
  {
    rule: 'P12 JPY without minor units',
    steps: [
      ['created', '2020-09-03', monthly('543', 37, { currency: 'JPY' })],
      ['suspended', '2020-10-20'],
    ],
    invoices: [
      {
        period: ['2020-10-04', '2020-11-04'],
        lines: ['2020-10-20..2020-11-02 Cancel fee -245 x 37 = -9073'],
        because: '14 of 31 days of the cycle from 3 October are left',
      },
    ],
  },
];

describe.each(examples)('BIL-1, BIL-3: $rule', ({ steps, invoices }) => {
  test.each(invoices)('$period: $because', ({ period, lines, total }) => {
    const posted = post(aHistory(steps), window(...period)).lines;
    expect(posted.map(lineText)).toEqual(lines);
    if (total !== undefined) expect(totalText(posted)).toBe(total);
  });
});

test.each`
  amount    | discount | tax     | expected                           | because
  ${15120n} | ${'0'}   | ${'20'} | ${['0', '15120', '3024', '18144']} | ${'P14: 20% of 151.20'}
  ${-1235n} | ${'0'}   | ${'20'} | ${['0', '-1235', '-247', '-1482']} | ${'P14: the credit carries its sign in the tax too'}
  ${1005n}  | ${'10'}  | ${'0'}  | ${['101', '904', '0', '904']}      | ${'R9: a discount of 100.5 cents rounds away from zero'}
  ${-1005n} | ${'10'}  | ${'0'}  | ${['-101', '-904', '0', '-904']}   | ${'R9: on credits the same with the other sign'}
  ${310n}   | ${'2.5'} | ${'19'} | ${['8', '302', '57', '359']}       | ${'R9: the tax is on what the discount leaves'}
`('BIL-3: $because', ({ amount, discount, tax, expected }) => {
  const money = lineMoney(amount, scaled(discount), scaled(tax));
  expect([money.discount, money.subtotal, money.tax, money.total].map(String)).toEqual(expected);
});
