import { describe, expect, it, test } from 'vitest';
import { SUBSCRIPTIONS } from '../../../../functions/commerce/insights/domain/fields.ts';
import { queryDayOf } from '../../../../shared/contracts/dates.ts';
import { CONDITIONS_MAX, parseFilter } from '../../../../shared/kernel/insights/filter.ts';

const rows = [
  {
    status: 'ACTIVE',
    productName: 'Office 365 E3',
    licenseCount: 10,
    autoRenewEnabled: true,
    creationDate: '2026-02-10T09:00:00Z',
  },
  {
    status: 'SUSPENDED',
    productName: 'Straße and Ümläut',
    licenseCount: 25,
    autoRenewEnabled: false,
    creationDate: '2026-03-01T00:00:00Z',
    friendlyName: "O'Hara",
  },
  {
    status: 'ACTIVE',
    productName: 'Azure (metered) or not',
    licenseCount: 1,
    autoRenewEnabled: false,
    creationDate: '2026-03-31T23:59:59.999Z',
  },
] as const;

const columns = (field: string) => rows.map((row) => (row as Record<string, string | number | boolean>)[field]);
const parsed = (text: string) => parseFilter(text, SUBSCRIPTIONS, queryDayOf);
function found(text: string): number[] {
  const filter = parsed(text);
  if (!filter.ok) throw new Error(filter.refusal.fault);
  const test = filter.value.over(columns);
  return rows.flatMap((_, row) => (test(row) ? [row] : []));
}

describe('filters of rows', () => {
  it.each`
    filter                                                                | meets        | because
    ${"status eq 'ACTIVE'"}                                               | ${[0, 2]}    | ${'equal texts'}
    ${"STATUS EQ 'active'"}                                               | ${[0, 2]}    | ${'names, operators and texts in any case'}
    ${"status ne 'ACTIVE'"}                                               | ${[1]}       | ${'other texts'}
    ${"friendlyName eq 'O''Hara'"}                                        | ${[1]}       | ${'a quote is doubled'}
    ${"friendlyName ne 'O''Hara'"}                                        | ${[0, 2]}    | ${'what has none is another'}
    ${'friendlyName eq null'}                                             | ${[0, 2]}    | ${'what has none'}
    ${'friendlyName ne null'}                                             | ${[1]}       | ${'what has one'}
    ${"contains(productName,'straSSE')"}                                  | ${[1]}       | ${'texts are folded'}
    ${"contains(productName, ' or ')"}                                    | ${[2]}       | ${'words between quotes are a text'}
    ${'licenseCount ge 10'}                                               | ${[0, 1]}    | ${'numbers'}
    ${'licenseCount gt 10'}                                               | ${[1]}       | ${'more than'}
    ${'licenseCount le 1'}                                                | ${[2]}       | ${'as numbers, not as texts: 10 is more'}
    ${'autoRenewEnabled eq true'}                                         | ${[0]}       | ${'a flag'}
    ${"autoRenewEnabled ne 'true'"}                                       | ${[1, 2]}    | ${'a flag in quotes'}
    ${'creationDate ge 2026-03-01'}                                       | ${[1, 2]}    | ${'from a day on'}
    ${'creationDate gt 2026-03-01'}                                       | ${[2]}       | ${'after a day'}
    ${"creationDate eq '2026-03-31'"}                                     | ${[2]}       | ${'any moment of the day'}
    ${"creationDate lt '3/1/2026'"}                                       | ${[0]}       | ${'US style'}
    ${'creationDate le 2026-02-10T23:00:00-02:00'}                        | ${[0]}       | ${'an offset counts: it is the eleventh in UTC'}
    ${"creationDate lt '2026-03-060'"}                                    | ${[0]}       | ${'the day of the year: 1 March'}
    ${"status eq 'ACTIVE' and licenseCount ge 10"}                        | ${[0]}       | ${'both'}
    ${"licenseCount eq 25 or status eq 'ACTIVE' and licenseCount eq 1"}   | ${[1, 2]}    | ${'and binds closer'}
    ${"(licenseCount eq 25 or status eq 'ACTIVE') and licenseCount eq 1"} | ${[2]}       | ${'parentheses'}
    ${"((status eq 'ACTIVE'))or(licenseCount eq 25)"}                     | ${[0, 1, 2]} | ${'blanks are not needed'}
  `('$filter: $because', ({ filter, meets }) => {
    expect(found(filter)).toEqual(meets);
  });

  it.each`
    filter                                               | says
    ${'nothing'}                                         | ${'is no field'}
    ${"partner eq 'x'"}                                  | ${'is no field'}
    ${"status is 'ACTIVE'"}                              | ${'is no operator'}
    ${'status eq'}                                       | ${'ends where a value'}
    ${'status eq ACTIVE'}                                | ${'in quotes'}
    ${"status eq 'ACTIVE"}                               | ${'quote missing'}
    ${"status gt 'A'"}                                   | ${'compares dates and numbers'}
    ${'autoRenewEnabled eq 1'}                           | ${'true or false'}
    ${'licenseCount eq ten'}                             | ${'a number'}
    ${'creationDate ge 2026-02-30'}                      | ${'a day of the calendar'}
    ${"contains(licenseCount,'1')"}                      | ${'is none'}
    ${"contains(productName 'E3')"}                      | ${'"," is expected'}
    ${"(status eq 'ACTIVE'"}                             | ${'ends where ")"'}
    ${"status eq 'ACTIVE')"}                             | ${'is not expected'}
    ${"status eq 'ACTIVE' status eq 'ACTIVE'"}           | ${'join conditions'}
    ${"status eq 'ACTIVE' and"}                          | ${'ends where a field'}
    ${'creationDate gt null'}                            | ${'a day of the calendar'}
    ${`${'('.repeat(25)}status eq 'A'${')'.repeat(25)}`} | ${'within each other'}
  `('$filter is refused: $says', ({ filter, says }) => {
    const refused = parsed(filter);
    expect(refused.ok ? 'taken' : refused.refusal.fault).toContain(says);
  });

  test('has so many conditions at most that asking each of every row stays cheap', () => {
    const of = (count: number) => Array.from({ length: count }, () => "status eq 'ACTIVE'").join(' or ');
    expect(found(of(CONDITIONS_MAX))).toEqual([0, 2]);
    expect(parsed(of(CONDITIONS_MAX + 1)).ok).toBe(false);
  });

  test('says which fields it looks at, so that no other is read', () => {
    const filter = parsed("status eq 'ACTIVE' or contains(productName,'x')");
    expect(filter.ok && [...filter.value.fields].sort()).toEqual(['productName', 'status']);
  });
});
