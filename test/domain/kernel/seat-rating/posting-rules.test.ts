import { describe, expect, test } from 'vitest';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { entryOfChange } from '../../../../shared/kernel/seat-rating/save.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { aHistory, aLock, lineText, type Steps, window } from '../../../support/billing-history.ts';

/** R7 row by row beyond the contract's examples: each row says what is posted in a window, and why. */
interface Row {
  readonly rule: string;
  readonly because: string;
  readonly steps: Steps;
  readonly period: readonly [string, string];
  readonly lines: readonly string[];
}

const monthly = (wholesale: string, quantity: number, more = {}) =>
  ({ quantity, billingCycle: 'monthly', lock: aLock(wholesale, more) }) as const;
const annual = (wholesale: string, quantity: number, more = {}) =>
  ({ quantity, billingCycle: 'annual', lock: aLock(wholesale, more) }) as const;
const withFee = (earlyTerminationFee: object) => monthly('4.00', 10, { earlyTerminationFee });

const suspension: Row[] = [
  {
    rule: 'SUB-3 R7',
    because: 'day 30 of the term is still within the window: everything comes back',
    steps: [
      ['created', '2018-01-01', monthly('4.00', 2)],
      ['suspended', '2018-01-31'],
    ],
    period: ['2018-01-02', '2018-04-01'],
    lines: ['2018-01-01..2018-01-31 Cancel fee -4.00 x 2 = -8.00'],
  },
  {
    rule: 'SUB-3 R7',
    because: 'day 31 is not: the cycle that began that day is credited whole, the used one stays',
    steps: [
      ['created', '2018-01-01', monthly('4.00', 2)],
      ['suspended', '2018-02-01'],
    ],
    period: ['2018-01-02', '2018-04-01'],
    lines: ['2018-02-01..2018-02-28 Cycle fee 4.00 x 2 = 8.00', '2018-02-01..2018-02-28 Cancel fee -4.00 x 2 = -8.00'],
  },
  {
    rule: 'SUB-3 R7',
    because: 'within 30 days all segments of a seat change are reversed in their posting order, typed as prorated',
    steps: [
      ['created', '2018-01-01', monthly('4.00', 2)],
      ['resized', '2018-01-11', { quantity: 4 }],
      ['suspended', '2018-01-21'],
    ],
    period: ['2018-01-21', '2018-02-01'],
    lines: [
      '2018-01-01..2018-01-10 Cancel instance prorate -1.29 x 2 = -2.58',
      '2018-01-11..2018-01-31 Cancel instance prorate -2.71 x 4 = -10.84',
    ],
  },
  {
    rule: 'SUB-3 R7',
    because: 'annually billed a prorated line is still credited as Cancel fee',
    steps: [
      ['created', '2018-01-01', annual('4.00', 2)],
      ['resized', '2018-04-11', { quantity: 3 }],
      ['suspended', '2018-07-01'],
    ],
    period: ['2018-07-01', '2018-08-01'],
    lines: ['2018-07-01..2018-12-31 Cancel fee -24.20 x 3 = -72.59'],
  },
  {
    rule: 'SUB-1 R7',
    because: 'the window of 30 days opens again with the renewal',
    steps: [
      ['created', '2017-01-10', monthly('4.00', 1)],
      ['renewed', '2018-01-10', { lock: aLock('5.00') }],
      ['suspended', '2018-01-20'],
    ],
    period: ['2018-01-01', '2018-02-01'],
    lines: [
      '2018-01-10..2018-02-09 Prorate fee when renew 5.00 x 1 = 5.00',
      '2018-01-10..2018-02-09 Cancel fee -5.00 x 1 = -5.00',
    ],
  },
  {
    rule: 'R8',
    because: 'an add-on’s own 30 days count from its purchase',
    steps: [
      [
        'created',
        '2018-06-25',
        { ...monthly('3.00', 15), anchorOn: '2018-03-06' as never, termEndOn: '2019-03-06' as never },
      ],
      ['suspended', '2018-07-20'],
    ],
    period: ['2018-07-20', '2018-08-20'],
    lines: [
      '2018-06-25..2018-07-05 Cancel fee -1.10 x 15 = -16.50',
      '2018-07-06..2018-08-05 Cancel fee -3.00 x 15 = -45.00',
    ],
  },
  {
    rule: 'R8',
    because: 'the base’s expiry inside an add-on’s 30 days refunds nothing',
    steps: [
      [
        'created',
        '2018-05-20',
        { ...monthly('3.00', 1), anchorOn: '2017-06-06' as never, termEndOn: '2018-06-06' as never },
      ],
      ['suspended', '2018-06-06'],
    ],
    period: ['2018-06-01', '2018-08-01'],
    lines: [],
  },
];

const reactivation: Row[] = [
  {
    rule: 'SUB-2 R8',
    because: 'an add-on comes back in the term that its base began meanwhile, although its own was not over',
    steps: [
      ['created', '2018-01-01', monthly('4.00', 2)],
      ['suspended', '2018-03-05'],
      [
        'reactivated',
        '2018-03-20',
        { ...annual('5.00', 2), anchorOn: day('2018-03-10'), termEndOn: day('2019-03-10') },
      ],
    ],
    period: ['2018-03-20', '2018-05-01'],
    lines: ['2018-03-20..2019-03-09 Prorate fee when renew 58.36 x 2 = 116.71'],
  },
  {
    rule: 'SUB-4 R7',
    because: 'within the term the rest of the cycle is charged, then cycles go on from the old anchor',
    steps: [
      ['created', '2018-01-13', monthly('4.00', 2)],
      ['suspended', '2018-03-01'],
      ['reactivated', '2018-04-03'],
    ],
    period: ['2018-03-01', '2018-05-01'],
    lines: [
      '2018-03-01..2018-03-12 Cancel fee -1.71 x 2 = -3.43',
      '2018-04-03..2018-04-12 Prorate fees when activate 1.29 x 2 = 2.58',
      '2018-04-13..2018-05-12 Cycle fee 4.00 x 2 = 8.00',
    ],
  },
  {
    rule: 'SUB-4 R7',
    because: 'after the term’s end a new term begins that day at the price in force, with its full cycle',
    steps: [
      ['created', '2017-01-13', monthly('4.00', 2)],
      ['suspended', '2017-12-20'],
      ['reactivated', '2018-02-03', { lock: aLock('5.00') }],
    ],
    period: ['2018-02-01', '2018-04-01'],
    lines: [
      '2018-02-03..2018-03-02 Prorate fee when renew 5.00 x 2 = 10.00',
      '2018-03-03..2018-04-02 Cycle fee 5.00 x 2 = 10.00',
    ],
  },
  {
    rule: 'SUB-4 R7',
    because: 'on the day of a cycle’s start the whole cycle is charged, as reactivation',
    steps: [
      ['created', '2018-01-13', monthly('4.00', 1)],
      ['suspended', '2018-03-01'],
      ['reactivated', '2018-03-13'],
    ],
    period: ['2018-03-02', '2018-04-13'],
    lines: ['2018-03-13..2018-04-12 Prorate fees when activate 4.00 x 1 = 4.00'],
  },
];

const cycleChange: Row[] = [
  {
    rule: 'ORD-3 D26',
    because: 'what is left of the month is credited and a new annual term begins',
    steps: [
      ['created', '2018-01-13', monthly('4.00', 2)],
      ['recycled', '2018-03-01', { quantity: 2, billingCycle: 'annual', lock: aLock('3.50') }],
    ],
    period: ['2018-03-01', '2019-03-01'],
    lines: [
      '2018-03-01..2018-03-12 Prorate fees when convert to a new offering -1.71 x 2 = -3.43',
      '2018-03-01..2019-02-28 Prorate fees when convert away from current offering 42.00 x 2 = 84.00',
    ],
  },
  {
    rule: 'ORD-3 D26',
    because: 'from annual to monthly the new anchor counts the months',
    steps: [
      ['created', '2018-01-13', annual('4.00', 1)],
      ['recycled', '2018-01-31', { quantity: 1, billingCycle: 'monthly', lock: aLock('4.00') }],
    ],
    period: ['2018-01-31', '2018-04-01'],
    lines: [
      '2018-01-31..2019-01-12 Prorate fees when convert to a new offering -45.63 x 1 = -45.63',
      '2018-01-31..2018-02-27 Prorate fees when convert away from current offering 4.00 x 1 = 4.00',
      '2018-02-28..2018-03-30 Cycle fee 4.00 x 1 = 4.00',
      '2018-03-31..2018-04-29 Cycle fee 4.00 x 1 = 4.00',
    ],
  },
];

const terms: Row[] = [
  {
    rule: 'D20 R2',
    because: 'a term from 29 February ends on the 28th and comes back to the 29th',
    steps: [
      ['created', '2016-02-29', annual('1.00', 1)],
      ['renewed', '2017-02-28', { lock: aLock('1.00') }],
      ['renewed', '2018-02-28', { lock: aLock('1.00') }],
      ['renewed', '2019-02-28', { lock: aLock('1.00') }],
      ['renewed', '2020-02-29', { lock: aLock('1.00') }],
    ],
    period: ['2016-01-01', '2021-01-01'],
    lines: [
      '2016-02-29..2017-02-27 Prorate fees when purchase 12.00 x 1 = 12.00',
      '2017-02-28..2018-02-27 Prorate fee when renew 12.00 x 1 = 12.00',
      '2018-02-28..2019-02-27 Prorate fee when renew 12.00 x 1 = 12.00',
      '2019-02-28..2020-02-28 Prorate fee when renew 12.00 x 1 = 12.00',
      '2020-02-29..2021-02-27 Prorate fee when renew 12.00 x 1 = 12.00',
    ],
  },
  {
    rule: 'SUB-1',
    because: 'without a renewal nothing is charged after the term',
    steps: [['created', '2017-01-13', monthly('4.00', 1)]],
    period: ['2017-12-01', '2018-06-01'],
    lines: ['2017-12-13..2018-01-12 Cycle fee 4.00 x 1 = 4.00'],
  },
  {
    rule: 'ORD-3 R7',
    because: 'two changes on a day are two events: the second has no used part',
    steps: [
      ['created', '2018-01-01', monthly('31.00', 1)],
      ['resized', '2018-01-11', { quantity: 2 }],
      ['resized', '2018-01-11', { quantity: 3 }],
    ],
    period: ['2018-01-11', '2018-02-01'],
    lines: [
      '2018-01-01..2018-01-31 Cycle instance prorate -31.00 x 1 = -31.00',
      '2018-01-01..2018-01-10 Cycle instance prorate 10.00 x 1 = 10.00',
      '2018-01-11..2018-01-31 Cycle instance prorate 21.00 x 2 = 42.00',
      '2018-01-11..2018-01-31 Cycle instance prorate -21.00 x 2 = -42.00',
      '2018-01-11..2018-01-31 Cycle instance prorate 21.00 x 3 = 63.00',
    ],
  },
  {
    rule: 'R4 D24',
    because: 'an offer that costs nothing still has its lines',
    steps: [['created', '2018-01-01', monthly('0', 5)]],
    period: ['2018-01-01', '2018-02-02'],
    lines: [
      '2018-01-01..2018-01-31 Prorate fees when purchase 0.00 x 5 = 0.00',
      '2018-02-01..2018-02-28 Cycle fee 0.00 x 5 = 0.00',
    ],
  },
];

const fees: Row[] = [
  {
    rule: 'SUB-6 R11',
    because: 'a fixed fee falls due after day 30, dated to the term’s end',
    steps: [
      ['created', '2018-01-01', withFee({ amount: '50.00' })],
      ['suspended', '2018-02-15'],
    ],
    period: ['2018-02-15', '2018-03-01'],
    lines: [
      '2018-02-15..2018-02-28 Cancel fee -2.00 x 10 = -20.00',
      '2018-02-15..2018-12-31 Cancel fee 50.00 x 1 = 50.00',
    ],
  },
  {
    rule: 'SUB-6 R11',
    because: '10% of 10 seats × 4.00 × (14 of 28 days + 10 cycles)',
    steps: [
      ['created', '2018-01-01', withFee({ percentOfRemaining: '10' })],
      ['suspended', '2018-02-15'],
    ],
    period: ['2018-02-15', '2018-03-01'],
    lines: [
      '2018-02-15..2018-02-28 Cancel fee -2.00 x 10 = -20.00',
      '2018-02-15..2018-12-31 Cancel fee 42.00 x 1 = 42.00',
    ],
  },
  {
    rule: 'SUB-6 R11',
    because: 'within 30 days no fee falls due',
    steps: [
      ['created', '2018-01-01', withFee({ amount: '50.00' })],
      ['suspended', '2018-01-31'],
    ],
    period: ['2018-01-31', '2018-03-01'],
    lines: ['2018-01-01..2018-01-31 Cancel fee -4.00 x 10 = -40.00'],
  },
];

const late: Row[] = [
  {
    rule: 'R7 late',
    because: 'more seats from before a posted cycle: both lines are reversed and charged anew from that day',
    steps: [
      ['created', '2018-01-01', monthly('31.00', 1)],
      ['resized', '2018-01-11', { quantity: 2, storedOn: '2018-02-03' }],
    ],
    period: ['2018-02-01', '2018-03-02'],
    lines: [
      '2018-02-01..2018-02-28 Cycle fee 31.00 x 1 = 31.00',
      '2018-01-01..2018-01-31 Cycle instance prorate -31.00 x 1 = -31.00',
      '2018-01-01..2018-01-10 Cycle instance prorate 10.00 x 1 = 10.00',
      '2018-01-11..2018-01-31 Cycle instance prorate 21.00 x 2 = 42.00',
      '2018-02-01..2018-02-28 Cycle instance prorate -31.00 x 1 = -31.00',
      '2018-02-01..2018-02-28 Cycle instance prorate 31.00 x 2 = 62.00',
      '2018-03-01..2018-03-31 Cycle fee 31.00 x 2 = 62.00',
    ],
  },
  {
    rule: 'R7 late',
    because: 'a suspension that came after a posted cycle credits that cycle whole',
    steps: [
      ['created', '2018-01-01', monthly('28.00', 1)],
      ['suspended', '2018-02-15', { storedOn: '2018-03-02' }],
    ],
    period: ['2018-03-01', '2018-05-01'],
    lines: [
      '2018-03-01..2018-03-31 Cycle fee 28.00 x 1 = 28.00',
      '2018-02-15..2018-02-28 Cancel fee -14.00 x 1 = -14.00',
      '2018-03-01..2018-03-31 Cancel fee -28.00 x 1 = -28.00',
    ],
  },
  {
    rule: 'R7 late',
    because: 'a purchase that came after its second cycle began is charged with that cycle',
    steps: [['created', '2018-01-10', { ...monthly('4.00', 1), storedOn: '2018-02-12' }]],
    period: ['2018-01-01', '2018-03-01'],
    lines: [
      '2018-01-10..2018-02-09 Prorate fees when purchase 4.00 x 1 = 4.00',
      '2018-02-10..2018-03-09 Cycle fee 4.00 x 1 = 4.00',
    ],
  },
  {
    rule: 'X3',
    because: 'a renewal announced late is posted on its own day, before a change of seats that was known earlier',
    steps: [
      ['created', '2017-01-10', { ...monthly('4.00', 1), termEndOn: '2018-01-10' as never }],
      ['resized', '2018-01-09', { quantity: 2, storedOn: '2018-01-12' }],
      ['renewed', '2018-01-10', { lock: aLock('5.00'), storedOn: '2018-01-14' }],
    ],
    period: ['2018-01-01', '2018-02-01'],
    lines: [
      '2018-01-10..2018-02-09 Prorate fee when renew 5.00 x 1 = 5.00',
      '2017-12-10..2018-01-09 Cycle instance prorate -4.00 x 1 = -4.00',
      '2017-12-10..2018-01-08 Cycle instance prorate 3.87 x 1 = 3.87',
      '2018-01-09..2018-01-09 Cycle instance prorate 0.13 x 2 = 0.26',
      '2018-01-10..2018-02-09 Cycle instance prorate -5.00 x 1 = -5.00',
      '2018-01-10..2018-02-09 Cycle instance prorate 5.00 x 2 = 10.00',
    ],
  },
  {
    rule: 'R7 R8',
    because: 'an add-on bought on the eve of its renewal and stored on that day is charged first, then renewed',
    steps: [
      [
        'created',
        '2018-02-01',
        {
          ...monthly('4.00', 3),
          anchorOn: '2017-02-02' as never,
          termEndOn: '2018-02-02' as never,
          storedOn: '2018-02-02',
        },
      ],
      ['renewed', '2018-02-02', { lock: aLock('5.00'), termEndOn: '2019-02-02' as never }],
    ],
    period: ['2018-02-01', '2018-03-02'],
    lines: [
      '2018-02-01..2018-02-01 Prorate fees when purchase 0.13 x 3 = 0.39',
      '2018-02-02..2018-03-01 Prorate fee when renew 5.00 x 3 = 15.00',
    ],
  },
  {
    rule: 'X3',
    because: 'a renewal that a later save let seem unlikely, so that no run waits for it, is posted when it comes',
    steps: [
      ['created', '2018-01-10', { ...annual('30.00', 1), termEndOn: '2019-01-10' as never }],
      ['noted', '2019-01-08', { autoRenew: false, storedOn: '2019-01-15' }],
      ['noted', '2019-01-09', { autoRenew: true, storedOn: '2019-01-16' }],
      ['renewed', '2019-01-10', { termEndOn: '2020-01-10' as never, storedOn: '2019-01-16' }],
    ],
    period: ['2019-01-15', '2019-02-15'],
    lines: ['2019-01-10..2020-01-09 Prorate fee when renew 360.00 x 1 = 360.00'],
  },
  {
    rule: 'X3',
    because: 'so is one whose subscription was suspended and came back by saves that were stored after the term’s end',
    steps: [
      ['created', '2018-01-10', { ...annual('30.00', 1), termEndOn: '2019-01-10' as never }],
      ['suspended', '2019-01-08', { storedOn: '2019-01-15' }],
      ['reactivated', '2019-01-08', { termEndOn: '2019-01-10' as never, storedOn: '2019-01-16' }],
      ['renewed', '2019-01-10', { termEndOn: '2020-01-10' as never, storedOn: '2019-01-16' }],
    ],
    period: ['2019-01-10', '2019-02-15'],
    lines: [
      '2019-01-08..2019-01-09 Cancel fee -1.97 x 1 = -1.97',
      '2019-01-08..2019-01-09 Prorate fees when activate 1.97 x 1 = 1.97',
      '2019-01-10..2020-01-09 Prorate fee when renew 360.00 x 1 = 360.00',
    ],
  },
  {
    rule: 'R7 late',
    because: 'a change of seats 447 days late counts from the 400th day back on',
    steps: [
      ['created', '2018-01-01', annual('30.50', 1)],
      ['renewed', '2019-01-01', { termEndOn: '2020-01-01' as never }],
      ['resized', '2018-06-01', { quantity: 2, storedOn: '2019-08-22' }],
    ],
    period: ['2019-08-01', '2019-09-01'],
    lines: [
      '2018-01-01..2018-12-31 Cycle instance prorate -366.00 x 1 = -366.00',
      '2018-01-01..2018-07-17 Cycle instance prorate 198.54 x 1 = 198.54',
      '2018-07-18..2018-12-31 Cycle instance prorate 167.46 x 2 = 334.92',
      '2019-01-01..2019-12-31 Cycle instance prorate -366.00 x 1 = -366.00',
      '2019-01-01..2019-12-31 Cycle instance prorate 366.00 x 2 = 732.00',
    ],
  },
  {
    rule: 'R7 late',
    because: 'a purchase two years late charges the renewed term alone, and of that what is within reach',
    steps: [
      ['created', '2017-01-01', { ...annual('30.50', 1), termEndOn: '2018-01-01' as never, storedOn: '2019-06-01' }],
      ['renewed', '2018-01-01', { termEndOn: '2019-01-01' as never, storedOn: '2019-06-01' }],
      ['renewed', '2019-01-01', { termEndOn: '2020-01-01' as never, storedOn: '2019-06-01' }],
    ],
    period: ['2019-06-01', '2019-06-02'],
    lines: [
      '2018-04-27..2018-12-31 Prorate fee when renew 249.68 x 1 = 249.68',
      '2019-01-01..2019-12-31 Prorate fee when renew 366.00 x 1 = 366.00',
    ],
  },
];

describe.each([
  { topic: 'suspension', rows: suspension },
  { topic: 'reactivation', rows: reactivation },
  { topic: 'billing cycle', rows: cycleChange },
  { topic: 'terms and seats', rows: terms },
  { topic: 'early termination', rows: fees },
  { topic: 'late events', rows: late },
])('$topic', ({ rows }) => {
  test.each(rows)('$rule: $because', ({ steps, period, lines }) => {
    expect(post(aHistory(steps), window(...period)).lines.map(lineText)).toEqual(lines);
  });
});

test('SUB-2 R8: a renewal into a term with another anchor counts its cycles from that one, also on its first day', () => {
  const terms = {
    ...({ offerName: 'Add-on', friendlyName: 'Add-on', quantity: 1, autoRenewEnabled: true } as const),
    billingCycle: 'monthly',
    priceLock: aLock('4.00'),
  } as const;
  const before = { ...terms, anchorOn: '2018-01-01', termStartOn: '2018-01-01', commitmentEndOn: '2019-01-01' };
  const after = { ...terms, anchorOn: '2018-03-10', termStartOn: '2018-03-10', commitmentEndOn: '2019-03-10' };
  const [created] = aHistory([['created', '2018-01-01', { ...monthly('4.00', 1), termEndOn: day('2019-01-01') }]]);
  const on = day('2018-03-10');
  const renewed = entryOfChange(
    { before, after, trigger: 'renew' },
    { version: 2, eventId: 'e2', effectiveOn: on, storedOn: on },
  );
  const { start, end } = window('2018-04-01', '2018-05-01');
  const { lines } = post([created!, renewed], { start, end });
  expect(lines.map(lineText)).toEqual(['2018-04-10..2018-05-09 Cycle fee 4.00 x 1 = 4.00']);
});
