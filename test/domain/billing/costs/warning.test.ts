import { describe, expect, it, test } from 'vitest';
import type { Spending } from '../../../../functions/billing/costs/domain/spending.ts';
import { judged, nextLookAt, type Warning } from '../../../../functions/billing/costs/domain/warning.ts';
import { addDays, addDaysTo, type Day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';

const START = '2026-01-05' as Day;
const END = '2026-02-05' as Day;
const spent = (total: string, over: Partial<Spending> = {}, at = '2026-01-10T06:00:00.000Z' as Instant): Spending => ({
  partnerId: 'partner',
  customerId: 'customer',
  version: 1,
  budget: '100',
  cost: { start: START, end: END, total, currency: 'USD', usd: total, isUsed: true, at },
  ...over,
});
const AT = '2026-01-10T06:00:00.000Z' as Instant;
const days = (n: number): Instant => addDaysTo(AT, n);

describe('M8 whom to tell of spending', () => {
  it.each`
    total       | told                     | at         | kind          | because
    ${'79.99'}  | ${{}}                    | ${AT}      | ${undefined}  | ${'it is below 80 percent'}
    ${'80'}     | ${{}}                    | ${AT}      | ${'nearing'}  | ${'80 percent are reached'}
    ${'100'}    | ${{}}                    | ${AT}      | ${'nearing'}  | ${'100 is not over'}
    ${'90'}     | ${{ warnedAt: AT }}      | ${days(6)} | ${undefined}  | ${'seven days have not passed'}
    ${'90'}     | ${{ warnedAt: AT }}      | ${days(7)} | ${'nearing'}  | ${'seven days have passed'}
    ${'100.01'} | ${{ warnedAt: AT }}      | ${days(1)} | ${'exceeded'} | ${'passing 100 is told whenever the last warning was'}
    ${'140'}    | ${{}}                    | ${AT}      | ${'exceeded'} | ${'from under 80 to over 100 at once there is one mail'}
    ${'140'}    | ${{ exceededIn: END }}   | ${days(9)} | ${undefined}  | ${'once in a period'}
    ${'90'}     | ${{ exceededIn: END }}   | ${days(9)} | ${undefined}  | ${'nothing comes after it, also where the budget was raised'}
    ${'140'}    | ${{ exceededIn: START }} | ${AT}      | ${'exceeded'} | ${'another period is told of again'}
    ${'140'}    | ${{ budget: '0' }}       | ${AT}      | ${undefined}  | ${'of nothing there is no part'}
    ${'140'}    | ${{ budget: undefined }} | ${AT}      | ${undefined}  | ${'there is no budget'}
    ${'140'}    | ${{ cost: undefined }}   | ${AT}      | ${undefined}  | ${'nothing is metered'}
  `('$total of 100: $kind, because $because', ({ total, told, at, kind }) => {
    const { spending, warning } = judged({ ...spent(total), ...told }, at, '80');
    expect(warning?.kind).toBe(kind);
    if (kind === 'nearing') expect(spending.warnedAt).toBe(at);
    if (kind === 'exceeded') expect(spending.exceededIn).toBe(END);
    expect(judged(spending, at, '80').warning, 'asked again nothing more is told').toBeUndefined();
  });

  test('M8: the program says from which percentage on', () => {
    expect(judged(spent('50'), AT, '50').warning).toMatchObject({ kind: 'nearing', percent: '50' });
  });

  test('USG-4: over a period every day, mails come every seven days up to 100, once above, and never twice', () => {
    for (const every of [1, 2, 3]) {
      let spending: Spending = spent('0');
      const told: { day: number; kind: Warning['kind'] }[] = [];
      for (let day = 0; day < 31; day += every) {
        const at = startOfDay(addDays(START, day));
        const total = String(day * 4);
        const result = judged({ ...spending, cost: { ...spending.cost!, total, at } }, at, '80');
        spending = result.spending;
        if (result.warning) told.push({ day, kind: result.warning.kind });
      }
      expect(told.filter(({ kind }) => kind === 'exceeded')).toHaveLength(1);
      const nearing = told.filter(({ kind }) => kind === 'nearing').map(({ day }) => day);
      expect(nearing.every((day, index) => index === 0 || day - nearing[index - 1]! >= 7)).toBe(true);
      expect(nearing[0]).toBeLessThanOrEqual(20 + every);
    }
  });
});

describe('USG-4 when spending is looked at again', () => {
  it.each`
    cost                                                     | lookAt                        | because
    ${{}}                                                    | ${'2026-01-11T00:00:00.000Z'} | ${'rates may be published on the day on which it was computed'}
    ${{ at: '2026-01-31T23:59:59.999Z' }}                    | ${'2026-02-01T00:00:00.000Z'} | ${'that day is over'}
    ${{ at: '2026-02-04T06:00:00.000Z' }}                    | ${'2026-02-05T00:00:00.000Z'} | ${'its period ends as well'}
    ${{ isUsed: false }}                                     | ${'2026-02-05T00:00:00.000Z'} | ${'no rate changes what was not used'}
    ${{ end: '2026-01-08', at: '2026-01-10T06:00:00.000Z' }} | ${'2026-01-08T00:00:00.000Z'} | ${'its period is over'}
  `('at $lookAt, because $because', ({ cost, lookAt }) => {
    const spending = spent('90');
    expect(nextLookAt({ cost: { ...spending.cost!, ...cost } })).toBe(lookAt);
  });

  test('USG-4: never, where nothing is metered', () => {
    expect(nextLookAt({})).toBeUndefined();
  });
});
