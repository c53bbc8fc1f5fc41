import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { SUBSCRIPTIONS } from '../../../../functions/commerce/insights/domain/fields.ts';
import { percentOf } from '../../../../functions/commerce/insights/domain/rows.ts';
import type { Cell } from '../../../../shared/kernel/insights/fields.ts';
import { AGGREGATION_LEVELS, cutTo, GROUPS_MAX, groups } from '../../../../shared/kernel/insights/grouping.ts';

describe('dates of groups', () => {
  it.each`
    level      | date                      | first                     | because
    ${'day'}   | ${'2026-02-10T09:00:00Z'} | ${'2026-02-10T00:00:00Z'} | ${'the day begins at midnight UTC'}
    ${'week'}  | ${'2026-02-10T09:00:00Z'} | ${'2026-02-09T00:00:00Z'} | ${'10 February 2026 is a Tuesday'}
    ${'week'}  | ${'2026-02-09T00:00:00Z'} | ${'2026-02-09T00:00:00Z'} | ${'a Monday is the first of its week'}
    ${'week'}  | ${'2026-03-01T00:00:00Z'} | ${'2026-02-23T00:00:00Z'} | ${'a Sunday is the last'}
    ${'week'}  | ${'2021-01-01T00:00:00Z'} | ${'2020-12-28T00:00:00Z'} | ${'weeks pass over the year, before the Monday counted from too'}
    ${'week'}  | ${'9999-12-31T00:00:00Z'} | ${'9999-12-27T00:00:00Z'} | ${'what never ends is in the last week'}
    ${'month'} | ${'2026-02-28T23:59:59Z'} | ${'2026-02-01T00:00:00Z'} | ${'months by the calendar'}
  `('$date is in the $level of $first, because $because', ({ level, date, first }) => {
    expect(cutTo(level, date)).toBe(first);
  });
});

const row = fc.record(
  {
    status: fc.constantFrom('ACTIVE', 'SUSPENDED', 'DEPROVISIONED'),
    customerMarket: fc.constantFrom('US', 'DE', 'FR'),
    creationDate: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString()),
    partnerId: fc.constantFrom('1', '2'),
    licenseCount: fc.integer({ min: 0, max: 1_000_000 }),
  },
  { requiredKeys: ['status', 'customerMarket', 'creationDate', 'licenseCount'] },
);
const by = fc.subarray(['status', 'customerMarket', 'creationDate', 'partnerId'], { minLength: 1 });

describe('groups', () => {
  test('SUB-7: sums of groups are those of all rows, however they come in parts, and each row is in one group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 5 }),
        by,
        fc.constantFrom(...AGGREGATION_LEVELS),
        (parts, fields, level) => {
          const gathered = groups(SUBSCRIPTIONS, { by: fields, level });
          for (const part of parts)
            gathered.add((field) => part.map((of) => (of as Record<string, Cell>)[field]), part.keys());
          const all = parts.flat();
          const found = gathered.rows();
          const sum = (name: string) => found.reduce((total, group) => total + Number(group[name]), 0);
          expect(sum('subscriptionCount')).toBe(all.length);
          expect(sum('licenseCount')).toBe(all.reduce((total, { licenseCount }) => total + licenseCount, 0));
          const names = found.map((group) => JSON.stringify(fields.map((field) => group[field] ?? null)));
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });

  test('are so many at most that they fit into memory; beyond, nothing is answered', () => {
    const gathered = groups(SUBSCRIPTIONS, { by: ['id'], level: 'day' });
    const ids = Array.from({ length: GROUPS_MAX + 1 }, (_, index) => String(index));
    const columns = (field: string) => (field === 'id' ? ids : []);
    expect(gathered.add(columns, ids.keys().take(GROUPS_MAX))).toBe(true);
    expect(gathered.add(columns, [GROUPS_MAX])).toBe(false);
  });
});

describe('percentages', () => {
  it.each`
    part | whole | percent  | because
    ${0} | ${0}  | ${0}     | ${'nothing of nothing'}
    ${1} | ${3}  | ${33.33} | ${'two places'}
    ${2} | ${3}  | ${66.67} | ${'rounded half up'}
    ${5} | ${5}  | ${100}   | ${'all of it'}
  `('$part of $whole is $percent, because $because', ({ part, whole, percent }) => {
    expect(percentOf(part, whole)).toBe(percent);
  });
});
