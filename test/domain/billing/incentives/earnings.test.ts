import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EarningLine,
  earningOf,
  earningsBy,
  ruleDay,
} from '../../../../functions/billing/incentives/domain/earning.ts';
import { documentOf, earningId } from '../../../../functions/billing/incentives/domain/earning-id.ts';
import { summedRevenue } from '../../../../functions/billing/incentives/domain/revenue.ts';
import {
  DEFAULT_RULE,
  type RuleVersion,
  rulesOn,
  versionOn,
} from '../../../../functions/billing/incentives/domain/rule.ts';
import { addDays, type Day, day } from '../../../../shared/kernel/time.ts';

const crm = (over: Partial<RuleVersion> = {}): RuleVersion => ({ ...DEFAULT_RULE, ...over });

describe('M6: what a line earns', () => {
  test.each`
    subtotal    | rate        | earning   | because
    ${107250n}  | ${'6'}      | ${6435n}  | ${'P11: 1072.50 x 6 %'}
    ${-107250n} | ${'6'}      | ${-6435n} | ${'what is taken back takes back what it earned'}
    ${25n}      | ${'6'}      | ${2n}     | ${'1.5 cents are rounded away from 0'}
    ${-25n}     | ${'6'}      | ${-2n}    | ${'the same below 0'}
    ${24n}      | ${'6'}      | ${1n}     | ${'1.44 cents'}
    ${100n}     | ${'0'}      | ${0n}     | ${'a rule that ended earns nothing'}
    ${12345n}   | ${'100'}    | ${12345n} | ${'everything'}
    ${99999n}   | ${'3.3333'} | ${3333n}  | ${'four decimals: 33.3326... '}
  `('PRG-11: $earning, because $because', ({ subtotal, rate, earning }) => {
    expect(earningOf(subtotal, rate)).toBe(earning);
  });
});

describe('PRG-11: the rules of a day', () => {
  const versions = [
    crm(),
    crm({ ratePercent: '8', effectiveFrom: day('2026-03-01') }),
    crm({ ratePercent: '9', effectiveFrom: day('2026-05-01'), effectiveTo: day('2026-05-31') }),
    { ...crm(), ruleId: 'extra', family: 'ems', ratePercent: '1', effectiveFrom: day('2026-03-01') } as RuleVersion,
  ];
  test.each`
    on              | rates         | because
    ${'2026-02-28'} | ${['6']}      | ${'the day before another version'}
    ${'2026-03-01'} | ${['8', '1']} | ${'its first day; another rule begins'}
    ${'2026-05-31'} | ${['9', '1']} | ${'the last day of a version that ends'}
    ${'2026-06-01'} | ${['1']}      | ${'it ended, and what it replaced does not come back'}
    ${'2014-12-31'} | ${[]}         | ${'before the program'}
  `('$rates on $on, because $because', ({ on, rates }) => {
    expect(rulesOn(versions, on).map(({ ratePercent }) => ratePercent)).toEqual(rates);
  });

  test('PRG-11: versions count whatever order they are read in', () => {
    const own = versions.filter(({ ruleId }) => ruleId === 'crm');
    for (const on of ['2026-02-28', '2026-03-01', '2026-05-01', '2026-06-01'].map(day))
      expect(versionOn([...own].reverse(), on)).toEqual(versionOn(own, on));
  });
});

describe('PRG-11: the day whose rules count is the first of the cycle', () => {
  test.each`
    termStart       | isAnnual | charge          | invoice         | on              | because
    ${'2026-01-13'} | ${false} | ${'2026-01-13'} | ${'2026-02-01'} | ${'2026-01-13'} | ${'the first charge'}
    ${'2026-01-13'} | ${false} | ${'2026-02-12'} | ${'2026-03-01'} | ${'2026-01-13'} | ${'a change on the last day of the cycle'}
    ${'2026-01-13'} | ${false} | ${'2026-02-13'} | ${'2026-03-01'} | ${'2026-02-13'} | ${'the next cycle'}
    ${'2026-01-31'} | ${false} | ${'2026-02-28'} | ${'2026-03-01'} | ${'2026-02-28'} | ${'clamped to the month'}
    ${'2026-01-31'} | ${false} | ${'2026-03-30'} | ${'2026-04-01'} | ${'2026-02-28'} | ${'31 March begins the next'}
    ${'2025-06-10'} | ${true}  | ${'2026-05-01'} | ${'2026-06-01'} | ${'2025-06-10'} | ${'a credit for what is left of a year'}
    ${'2026-01-13'} | ${false} | ${'2026-08-20'} | ${'2026-03-01'} | ${'2026-02-13'} | ${'a note of August on the invoice of February'}
    ${'2026-01-13'} | ${false} | ${'2025-12-20'} | ${'2026-02-01'} | ${'2025-12-20'} | ${'a credit for what was before the term'}
  `('$on, because $because', ({ termStart, isAnnual, charge, invoice, on }) => {
    expect(ruleDay({ termStartOn: termStart, isAnnual, chargeStartOn: charge }, invoice)).toBe(on);
  });
});

// --- against a second computation ------------------------------------------------------------------------------------

const FIRST = day('2026-01-01');
const aDay = fc.integer({ min: 0, max: 700 }).map((days) => addDays(FIRST, days));
const aVersion: fc.Arbitrary<RuleVersion> = fc
  .record({
    ruleId: fc.constantFrom('crm', 'b', 'c'),
    ratePercent: fc.constantFrom('0', '0.5', '3.3333', '6', '7.25', '100'),
    effectiveFrom: aDay,
    days: fc.option(fc.integer({ min: 0, max: 200 })),
    family: fc.option(fc.constantFrom('crm' as const, 'ems' as const)),
  })
  .map(({ ruleId, ratePercent, effectiveFrom, days, family }) => ({
    ...{ ruleId, name: ruleId, ratePercent, effectiveFrom },
    ...(family ? { family } : { offerIds: ['o1', 'o2'] }),
    ...(days !== null && { effectiveTo: addDays(effectiveFrom, days) }),
  }));
/** Of two versions of one rule and day the later one has replaced the other. */
const versionsOf = fc
  .array(aVersion, { maxLength: 8 })
  .map((all) => [...new Map(all.map((each) => [`${each.ruleId}${each.effectiveFrom}`, each])).values()]);
const aLine: fc.Arbitrary<EarningLine> = fc.record({
  lineId: fc.uuid(),
  offerId: fc.constantFrom('O1', 'o2', 'o3'),
  family: fc.constantFrom('crm', 'ems', 'other'),
  subtotal: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
  termStartOn: aDay,
  isAnnual: fc.boolean(),
  chargeStartOn: aDay,
});

/** By the calendar, one day after the other, and decimal.js. */
function plainly(versions: readonly RuleVersion[], line: EarningLine, invoiceOn: Day) {
  const behind = [line.chargeStartOn, addDays(invoiceOn, -1)].sort()[0]!;
  let on = behind;
  const isFirst = (of: Day): boolean => {
    if (of <= line.termStartOn) return true;
    const [year, month, date] = of.split('-').map(Number) as [number, number, number];
    const [, termMonth, termDate] = line.termStartOn.split('-').map(Number) as [number, number, number];
    const lastDate = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return date === Math.min(termDate, lastDate) && (!line.isAnnual || month === termMonth);
  };
  while (!isFirst(on)) on = addDays(on, -1);
  const earnings: [string, string][] = [];
  for (const ruleId of ['b', 'c', 'crm']) {
    const begun = versions.filter((each) => each.ruleId === ruleId && each.effectiveFrom <= on);
    const rule = begun.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
    if (!rule || (rule.effectiveTo !== undefined && rule.effectiveTo < on)) continue;
    const isAbout = rule.offerIds ? rule.offerIds.includes(line.offerId.toLowerCase()) : rule.family === line.family;
    if (!isAbout) continue;
    const exact = new Decimal(String(line.subtotal)).times(rule.ratePercent).dividedBy(100);
    earnings.push([ruleId, exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toFixed()]);
  }
  return earnings;
}

test('PRG-11: earnings are those of a second computation, line by line', () => {
  fc.assert(
    fc.property(versionsOf, fc.array(aLine, { maxLength: 10 }), aDay, (versions, lines, invoiceOn) => {
      const earningsOf = earningsBy(versions, invoiceOn);
      for (const line of lines)
        expect(earningsOf(line).map(({ ruleId, earning }) => [ruleId, String(earning === 0n ? 0n : earning)])).toEqual(
          plainly(versions, line, invoiceOn).map(([ruleId, text]) => [ruleId, text === '-0' ? '0' : text]),
        );
    }),
    { numRuns: 1000 },
  );
});

test('PRG-11: a line taken back takes back to the cent what it earned, whatever rules came meanwhile', () => {
  fc.assert(
    fc.property(
      versionsOf,
      versionsOf,
      aLine,
      aDay,
      fc.integer({ min: 0, max: 300 }),
      (before, more, line, on, later) => {
        // Rules that were set after the line was invoiced begin after that.
        const since = more.map((each) => ({ ...each, effectiveFrom: addDays(each.effectiveFrom, 1000) }));
        const charged = { ...line, chargeStartOn: [line.chargeStartOn, addDays(on, -1)].sort()[0]! };
        const earned = earningsBy(before, on)(charged);
        const back = earningsBy([...before, ...since], addDays(on, later))({ ...charged, subtotal: -line.subtotal });
        const sum = [...earned, ...back].reduce((total, { earning }) => total + earning, 0n);
        expect(sum).toBe(0n);
      },
    ),
    { numRuns: 1000 },
  );
});

test('BIL-12: revenue by country and family is the sum of the lines, however they are parted', () => {
  const row = fc.record({
    country: fc.constantFrom('DE', 'US', 'ZZ'),
    family: fc.constantFrom('crm', 'ems'),
    subtotal: fc.bigInt({ min: -1000n, max: 1000n }),
    tax: fc.bigInt({ min: -100n, max: 100n }),
  });
  fc.assert(
    fc.property(fc.array(row), fc.nat(), (rows, cut) => {
      const at = rows.length === 0 ? 0 : cut % rows.length;
      const parted = summedRevenue([...summedRevenue(rows.slice(at)), ...summedRevenue(rows.slice(0, at))]);
      expect(parted).toEqual(summedRevenue(rows));
      const plain: Record<string, [bigint, bigint]> = {};
      for (const { country, family, subtotal, tax } of rows) {
        const [a, b] = plain[`${country} ${family}`] ?? [0n, 0n];
        plain[`${country} ${family}`] = [a + subtotal, b + tax];
      }
      expect(
        Object.fromEntries(parted.map((each) => [`${each.country} ${each.family}`, [each.subtotal, each.tax]])),
      ).toEqual(plain);
    }),
    { numRuns: 1000 },
  );
});

test.each`
  id                          | document     | because
  ${'D1|sub|1|cycle:x|0|crm'} | ${'D1'}      | ${'ids of lines have bars'}
  ${'D1|rule'}                | ${undefined} | ${'no line'}
  ${'|x|y'}                   | ${undefined} | ${'no document'}
  ${'nothing'}                | ${undefined} | ${'no id'}
`('PRG-11: $id is of $document, because $because', ({ id, document }) => {
  expect(documentOf(id)).toBe(document);
});

test('PRG-11: an id names document, line and rule', () => {
  expect(earningId({ documentId: 'D1', lineId: 's|1|cycle:2026-01-01|0', ruleId: 'crm' })).toBe(
    'D1|s|1|cycle:2026-01-01|0|crm',
  );
});
