import { describe, expect, test } from 'vitest';
import {
  type Deferral,
  dayOfLateness,
  withDeferral,
} from '../../../../functions/billing/collections/domain/lateness.ts';
import { addDays, day } from '../../../../shared/kernel/time.ts';
import { chance } from '../../../support/chance.ts';

const promise = (from: string, through: string): Deferral => ({ from: day(from), through: day(through) });

describe('BIL-5: the day on which an invoice is so many days late', () => {
  test.each([
    [1, [], '2019-08-30', 'the day after it was due (P15)'],
    [30, [], '2019-09-28', 'collections start (P15)'],
    [30, [promise('2019-09-10', '2019-09-19')], '2019-10-08', 'ten days of a promise are not counted'],
    [30, [promise('2019-09-28', '2019-09-28')], '2019-09-29', 'its own day was promised'],
    [30, [promise('2019-09-29', '2019-10-30')], '2019-09-28', 'what is promised later moves nothing before'],
    [30, [promise('2019-08-01', '2019-09-02')], '2019-10-02', 'days of a promise from before it was due count no more'],
    [30, [promise('2019-08-01', '2019-08-20')], '2019-09-28', 'a promise that was over before it was due'],
    [7, [promise('2019-09-01', '2019-09-02'), promise('2019-09-04', '2019-09-05')], '2019-09-09', 'two promises'],
  ])('%i days: %o, %s: %s', (daysLate, deferrals, expected) => {
    expect(dayOfLateness(day('2019-08-29'), daysLate, deferrals)).toBe(expected);
  });

  test('is what counting day by day gives, for any promises', () => {
    const random = chance('lateness');
    for (let round = 0; round < 300; round += 1) {
      let deferrals: readonly Deferral[] = [];
      let at = day('2019-08-20');
      for (let n = random.between(0, 5); n > 0; n -= 1) {
        at = addDays(at, random.between(0, 12));
        deferrals = withDeferral(deferrals, { from: at, through: addDays(at, random.between(0, 15)) });
      }
      const daysLate = random.between(1, 60);
      let counted = 0;
      let on = day('2019-08-29');
      while (counted < daysLate) {
        on = addDays(on, 1);
        if (!deferrals.some(({ from, through }) => from <= on && on <= through)) counted += 1;
      }
      const found = dayOfLateness(day('2019-08-29'), daysLate, deferrals);
      if (found !== on) expect.fail(`${daysLate} days with ${JSON.stringify(deferrals)}: ${found}, not ${on}`);
    }
  });

  test('the newest promise decides, be it later or earlier', () => {
    const first = withDeferral([], promise('2019-09-01', '2019-09-20'));
    expect(withDeferral(first, promise('2019-09-05', '2019-09-30'))).toEqual([
      promise('2019-09-01', '2019-09-04'),
      promise('2019-09-05', '2019-09-30'),
    ]);
    expect(withDeferral(first, promise('2019-09-05', '2019-09-07'))).toEqual([
      promise('2019-09-01', '2019-09-04'),
      promise('2019-09-05', '2019-09-07'),
    ]);
    expect(withDeferral(first, promise('2019-09-01', '2019-09-02'))).toEqual([promise('2019-09-01', '2019-09-02')]);
  });
});
