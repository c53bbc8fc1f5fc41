import { describe, expect, test } from 'vitest';
import { ratedDays } from '../../../../functions/billing/usage/domain/rated-days.ts';
import { rateUsage } from '../../../../functions/billing/usage/domain/rating.ts';
import type { UsageLine } from '../../../../functions/billing/usage/domain/usage-line.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, addMonths, day } from '../../../../shared/kernel/time.ts';
import { chance } from '../../../support/chance.ts';
import { atPlaces, type PlainHistory, plainInvoices } from '../../../support/usage/plain-usage.ts';
import { aLife, asRated, sheetsOfUses, withVoids } from '../../../support/usage/usage-lives.ts';

const HISTORIES = 10_000;
const VOIDED = 2_000;
const LIVES = 1_000;

const textOf = (line: UsageLine): string => {
  const { period, meterId, detailLineItemId, version, tierFrom, consumed, included, overage } = line;
  const amounts = `${line.consumptionPrice} ${line.pretaxCharges} ${line.tax}`;
  const place = `${period.start} ${meterId} ${detailLineItemId}`;
  return line.why.rule === 'U9 correction' || line.why.rule === 'L7 void'
    ? `${place} offset: ${amounts}`
    : `${place} ${version.split('/').at(-1)} ${tierFrom}: ${consumed} ${included} ${overage} ${amounts}`;
};

/** Lines of every invoice of a history. */
function invoicesOf(history: PlainHistory, sheets = sheetsOfUses(history.uses)): (readonly UsageLine[])[] {
  const rated = asRated(history);
  return rated.periods.map((window) => rateUsage({ ...rated, sheets, window }));
}

/** Looks first: `expect` takes longer than what it looks at. */
const fail = (seed: string, found: unknown, right: unknown): void => {
  if (JSON.stringify(found) !== JSON.stringify(right)) expect({ seed, found }).toEqual({ seed, found: right });
};

describe('BIL-3: usage lines agree with a second computation', () => {
  test(`BIL-3: line by line, over ${HISTORIES} histories`, () => {
    for (let number = 0; number < HISTORIES; number += 1) {
      const seed = `plain-${number}`;
      const history = aLife(chance(seed));
      const right = plainInvoices(history).map(({ lines }) => lines.map(({ text }) => text));
      fail(
        seed,
        invoicesOf(history).map((lines) => lines.map(textOf)),
        right,
      );
    }
  });

  test(`L7, U9: line by line, over ${VOIDED} histories in which invoices are voided for good`, () => {
    for (let number = 0; number < VOIDED; number += 1) {
      const seed = `voids-${number}`;
      const random = chance(seed);
      const history = withVoids(aLife(random), random);
      const right = plainInvoices(history);
      fail(
        seed,
        invoicesOf(history).map((lines) => lines.map(textOf)),
        right.map(({ lines }) => lines.map(({ text }) => text)),
      );
      if (number % 4 !== 0) continue;
      const rated = asRated(history);
      fail(
        seed,
        rated.periods.map((window) => totalsByMeter(ratedDays({ ...rated, window }))),
        right.map(({ exactByMeter }) =>
          Object.fromEntries([...exactByMeter].map(([name, exact]) => [name, atPlaces(exact, 10)])),
        ),
      );
    }
  });

  test(`U8: the days of an invoice add up to what its lines charge before rounding, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `days-${number}`;
      const history = aLife(chance(seed));
      const rated = asRated(history);
      const found = rated.periods.map((window) => totalsByMeter(ratedDays({ ...rated, window })));
      const right = plainInvoices(history).map(({ exactByMeter }) =>
        Object.fromEntries([...exactByMeter].map(([name, exact]) => [name, atPlaces(exact, 10)])),
      );
      fail(seed, found, right);
    }
  });
});

/** What a formula says, read as a person does: `2 x 0.5 x (1 - 0.15)`, or a difference of two amounts. */
function reckoned(formula: string): Exact {
  if (/^-?[\d.]+( - -?[\d.]+)+$/.test(formula)) {
    const [first, ...others] = formula.split(' - ');
    return others.reduce((left, other) => left.minus(other), new Exact(first!));
  }
  return formula
    .split(' x ')
    .map((factor) => (factor.startsWith('(1 - ') ? new Exact(1).minus(factor.slice(5, -1)) : new Exact(factor)))
    .reduce((all, factor) => all.times(factor), new Exact(1));
}

const totalsByMeter = (days: ReturnType<typeof ratedDays>): Record<string, string> => {
  const totals = new Map<string, Exact>();
  for (const { period, meterId, pretaxTotal } of days) {
    const name = `${period.start} ${meterId}`;
    totals.set(name, (totals.get(name) ?? new Exact(0)).plus(pretaxTotal));
  }
  return Object.fromEntries([...totals].map(([name, total]) => [name, total.toFixed()]));
};

describe('USG-3, BIL-3: what holds of all usage lines', () => {
  test(`BIL-3: Σ lines is the invoice, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `sums-${number}`;
      for (const lines of invoicesOf(aLife(chance(seed))))
        for (const line of lines) {
          const { consumptionPrice, consumptionDiscount, pretaxCharges, tax, total, consumed, included, overage } =
            line;
          const units = new Exact(included).plus(overage).toFixed();
          fail(
            seed,
            [consumptionPrice - consumptionDiscount, total, consumed].map(String),
            [pretaxCharges, pretaxCharges + tax, units].map(String),
          );
        }
    }
  });

  test(`BIL-9: the numbers that explain a line give its charge, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `why-${number}`;
      const random = chance(seed);
      const history = number % 2 === 0 ? aLife(random) : withVoids(aLife(random), random);
      for (const { why, pretaxCharges, consumed } of invoicesOf(history).flat()) {
        const minor = String(history.minorUnits);
        const charged = reckoned(why.formula).times(minor).toFixed(0);
        const used = why.days.reduce((sum, { quantity }) => sum.plus(quantity), new Exact(0)).toFixed();
        const isOffset = why.rule === 'U9 correction' || why.rule === 'L7 void';
        fail(seed, [charged.replace(/^-0$/, '0'), isOffset ? consumed : used], [String(pretaxCharges), consumed]);
      }
    }
  });

  test(`USG-3: neither the order of what came nor how it was divided changes a line, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `order-${number}`;
      const random = chance(seed);
      const history = aLife(random);
      const uses = history.uses.flatMap((use) =>
        use.isCorrection || random.isTrue(0.5)
          ? [use]
          : [
              { ...use, quantity: new Exact(use.quantity).div(2).toFixed() },
              { ...use, quantity: new Exact(use.quantity).div(2).toFixed(), resource: '/r/3' },
            ],
      );
      const shuffled = uses.map((use) => [random.next(), use] as const).sort(([a], [b]) => a - b);
      const sheets = sheetsOfUses(shuffled.map(([, use]) => use));
      fail(
        seed,
        invoicesOf(history, sheets).map((lines) => lines.map(textOf)),
        invoicesOf(history).map((lines) => lines.map(textOf)),
      );
    }
  });

  test(`L7, U9: after a correction nothing is owed below zero, above what the period costs, or once more, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `owed-${number}`;
      const random = chance(seed);
      const life = withVoids(aLife(random), random);
      const [first, last] = [life.periods[0]!, life.periods.at(-1)!];
      const correction = { on: first.start, reportedOn: last.start, meterId: 'a', resource: '/r/1' };
      const earlier = life.uses.filter(
        ({ reportedOn, on, meterId }) => on < first.end && meterId === 'a' && reportedOn < last.start,
      );
      const history = {
        ...life,
        voids: life.voids!.filter(({ on }) => on < last.end),
        uses: [...earlier, { ...correction, quantity: '-1', isCorrection: true }],
      };
      const sums = invoicesOf(history).map((lines) =>
        lines.reduce((sum, { pretaxCharges }) => sum + pretaxCharges, 0n),
      );
      const isVoided = (index: number): boolean => history.voids.some(({ period }) => period === index);
      const owed = sums.reduce((sum, of, index) => (isVoided(index) ? sum : sum + of), 0n);
      const voided = sums.reduce((sum, of, index) => (isVoided(index) ? sum + of : sum), 0n);
      const rated = asRated(history);
      const window = { start: rated.periods[0]!.start, end: rated.periods.at(-1)!.end };
      const cost = rateUsage({ ...rated, window }).reduce((sum, { pretaxCharges }) => sum + pretaxCharges, 0n);
      const lowest = cost - voided > 0n ? cost - voided : 0n;
      if (owed < lowest && owed < cost) fail(seed, `${owed} is owed`, `at least ${lowest}`);
      if (owed > cost && owed > cost - voided) fail(seed, `${owed} is owed`, `at most ${cost}`);
    }
  });

  test(`L7, U9: whatever was corrected and voided in whatever order, no period stands below nothing once it is invoiced, over ${LIVES} histories`, () => {
    let withdrawn = 0;
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `stands-${number}`;
      const random = chance(seed);
      const life = withVoids(aLife(random), random);
      const last = life.periods.at(-1)!;
      // One more invoice, of a month in which nothing is reported, hears of all voids.
      const end = addMonths(day(last.end), 1);
      const history = {
        ...life,
        periods: [...life.periods, { start: last.end, end, taxPercent: '0' }],
        voids: life.voids!.map((each) => ({ ...each, on: addDays(day(each.on), random.between(0, 30)) })),
      };
      const stands = new Map<string, bigint>();
      const isVoided = (index: number): boolean => history.voids.some(({ period }) => period === index);
      for (const [index, lines] of invoicesOf(history).entries())
        for (const { meterId, period, pretaxCharges, why } of lines) {
          if (why.rule === 'L7 void') withdrawn += 1;
          const name = `${period.start} ${meterId}`;
          if (!isVoided(index)) stands.set(name, (stands.get(name) ?? 0n) + pretaxCharges);
        }
      for (const [name, amount] of stands) if (amount < 0n) fail(seed, `${name} stands at ${amount}`, 'at least 0');
    }
    expect(withdrawn).toBeGreaterThan(10);
  });

  test(`U9: once a correction came last, all invoices together charge a period rated at once, over ${LIVES} histories`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const seed = `right-${number}`;
      const life = aLife(chance(seed));
      const [first, last] = [life.periods[0]!, life.periods.at(-1)!];
      const correction = {
        on: first.start,
        reportedOn: last.start,
        meterId: 'a',
        resource: '/r/1',
        quantity: '-1',
        isCorrection: true,
      };
      const earlier = life.uses.filter(
        ({ reportedOn, on, meterId }) => on < first.end && meterId === 'a' && reportedOn < last.end,
      );
      const history = { ...life, uses: [...earlier, correction] };
      const rated = asRated(history);
      const all = invoicesOf(history)
        .flat()
        .reduce((sum, { pretaxCharges }) => sum + pretaxCharges, 0n);
      const window = { start: rated.periods[0]!.start, end: rated.periods.at(-1)!.end };
      const atOnce = rateUsage({ ...rated, window }).reduce((sum, { pretaxCharges }) => sum + pretaxCharges, 0n);
      fail(seed, String(all), String(atOnce));
    }
  });
});
