import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { ExchangeRate, MeterDiscount, MeterRate } from '../../rate-cards/domain/rate-book.ts';
import { climb, Digits, NOTHING, type Step, type Tariff } from './ladder.ts';
import { lastCorrected, type MeterPeriod, meterPeriods, type UsedRow, windowsBefore } from './meter-period.ts';
import { billRules, chargeTypeOf, type UsageToRate } from './rating.ts';
import { billWindow, exactCost, exactPrice, nothingBilled } from './usage-bill.ts';
import { USAGE_CHARGE_TYPES, type UsageChargeType } from './usage-line.ts';

/**
 * U8: what a day of one meter, resource and location costs, as the invoice's window knows it. Amounts have 10 decimals
 * and add up, over a period, to what its lines charge before rounding.
 */
export interface RatedDay {
  readonly subscriptionId: string;
  readonly meterId: string;
  /** The billing period in which the usage was. */
  readonly period: DayPeriod;
  /** What was used, and the facts of its newest record. */
  readonly used: UsedRow;
  /** Units that the window brought, corrections among them: decimal text. */
  readonly quantity: string;
  readonly chargeType: UsageChargeType;
  readonly rate: MeterRate;
  readonly discount: MeterDiscount;
  readonly exchange: ExchangeRate;
  /** List price of a unit in the billing currency: that of its tier, of several their average; the first tier's where nothing is billable. */
  readonly unitPrice: string;
  /** `pretaxTotal` by unit; `0` without units. */
  readonly effectiveUnitPrice: string;
  /** After discount, before tax, in the billing currency. */
  readonly pretaxTotal: string;
  /** The same in the currency that the meter is priced in. */
  readonly pricingPretaxTotal: string;
}

const DECIMALS = 10;

/** The rated days of one invoice or estimate, by period, meter, usage day, first use and resource. */
export function ratedDays(usage: UsageToRate): readonly RatedDay[] {
  const before = windowsBefore(usage.window, usage.periods, usage.billed);
  return meterPeriods(usage.sheets, usage.periods, usage.window, usage.voided).flatMap((meterPeriod) => {
    const rules = billRules(meterPeriod, usage);
    const billed = nothingBilled();
    for (const window of before) billWindow(billed, meterPeriod, window, rules);
    const ladder = { ...billed.ladder };
    const { isLate, offset } = billWindow(billed, meterPeriod, usage.window, rules);
    const costs = usesOf(meterPeriod, usage.window).map((used) => ({
      used,
      climbing: isLate ? used.quantity.minus(used.corrections) : used.quantity,
      moved: [] as readonly Step[],
      offset: NOTHING,
    }));
    // L7: credit that a void takes back is of no use that the window brings; it stands beside what was corrected.
    if (offset?.rule === 'L7 void') {
      const used = { ...lastCorrected(meterPeriod), quantity: NOTHING, corrections: NOTHING };
      costs.push({ used, climbing: NOTHING, moved: [], offset: offset.amounts.exact });
    }
    const steps: Step[] = [];
    for (const cost of costs.toSorted(inLadderOrder)) {
      const on = cost.used.usageOn;
      cost.moved = climb(ladder, steps, { on, quantity: cost.climbing, tariff: rules.tariffOn(on) }).map(copy);
    }
    if (offset?.rule === 'U9 correction') share(offset.amounts.exact, costs);
    return shown(costs, { meterPeriod, usage, tariffOn: rules.tariffOn });
  });
}

interface Cost {
  readonly used: UsedRow;
  /** Units that climb the ladder: those of corrections of an invoiced period do not, they share the offset (U9). */
  readonly climbing: Digits;
  readonly moved: readonly Step[];
  offset: Digits;
}

/** A step shrinks when units are taken back later: what moved is kept as it moved. */
const copy = (step: Step): Step => ({ ...step });

/** Rows of the window by usage day, meter, resource and location, however many days it took to report them. */
function usesOf({ rows }: MeterPeriod, { start, end }: DayPeriod): UsedRow[] {
  const found = new Map<string, UsedRow>();
  for (const row of rows) {
    if (row.reportedOn < start || row.reportedOn >= end) continue;
    const name = JSON.stringify([row.usageOn, row.resourceUri, row.location]);
    const other = found.get(name);
    found.set(name, other ? together(other, row) : row);
  }
  return [...found.values()].sort(byFirstUse);
}

function together(a: UsedRow, b: UsedRow): UsedRow {
  const newest = a.reportedOn >= b.reportedOn ? a : b;
  return {
    ...newest,
    quantity: a.quantity.plus(b.quantity),
    corrections: a.corrections.plus(b.corrections),
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
  };
}

const orderOf = ({ usageOn, firstAt, resourceUri, location }: UsedRow) => [usageOn, firstAt, resourceUri, location];

function byFirstUse(a: UsedRow, b: UsedRow): number {
  const theirs = orderOf(b);
  for (const [index, mine] of orderOf(a).entries()) {
    if (mine !== theirs[index]) return mine < theirs[index]! ? -1 : 1;
  }
  return 0;
}

/** What is taken back on a day leaves after what came that day, as it does where a day is one sum. */
const inLadderOrder = (a: Cost, b: Cost): number =>
  a.used.usageOn === b.used.usageOn
    ? Number(a.climbing.isNegative()) - Number(b.climbing.isNegative())
    : a.used.usageOn < b.used.usageOn
      ? -1
      : 1;

/** An offset is shared by the rows that brought corrections, as their quantities are to each other. */
function share(offset: Digits, costs: readonly Cost[]): void {
  const corrected = costs.filter(({ used }) => !used.corrections.isZero());
  const all = corrected.reduce((sum, { used }) => sum.plus(used.corrections), NOTHING);
  let left = offset;
  for (const [index, cost] of corrected.entries()) {
    const isLast = index === corrected.length - 1;
    cost.offset = isLast ? left : offset.times(cost.used.corrections).div(all).toDecimalPlaces(DECIMALS);
    left = left.minus(cost.offset);
  }
}

interface Shown {
  readonly meterPeriod: MeterPeriod;
  readonly usage: UsageToRate;
  readonly tariffOn: (on: UsedRow['usageOn']) => Tariff;
}

/** Each total is rounded so that the totals so far, rounded, are their sum: nothing is lost between rows. */
function shown(costs: readonly Cost[], { meterPeriod, usage, tariffOn }: Shown): RatedDay[] {
  let exactSoFar = NOTHING;
  let shownSoFar = NOTHING;
  return costs.map(({ used, moved, offset }) => {
    const { rate, discount, exchange, ...tariff } = tariffOn(used.usageOn);
    const billable = moved.filter(({ tier }) => tier !== undefined);
    const cost = billable.reduce((sum, step) => sum.plus(exactCost(step)), offset);
    exactSoFar = exactSoFar.plus(cost);
    const pretaxTotal = exactSoFar.toDecimalPlaces(DECIMALS).minus(shownSoFar);
    shownSoFar = shownSoFar.plus(pretaxTotal);
    return {
      subscriptionId: usage.subscriptionId,
      meterId: meterPeriod.meterId,
      period: meterPeriod.period,
      used,
      quantity: used.quantity.toFixed(),
      chargeType: offset.isZero() ? chargeTypeOf(usage, meterPeriod.period) : USAGE_CHARGE_TYPES.offset,
      rate,
      discount,
      exchange,
      unitPrice: text(averagePrice(billable) ?? tariff.tiers[0]!.rate.times(exchange.rate)),
      effectiveUnitPrice: used.quantity.isZero() ? '0' : text(cost.div(used.quantity)),
      pretaxTotal: text(pretaxTotal),
      pricingPretaxTotal: text(exchange.publishedFor === undefined ? pretaxTotal : cost.div(exchange.rate)),
    };
  });
}

function averagePrice(billable: readonly Step[]): Digits | undefined {
  const [first] = billable;
  if (!first) return undefined;
  const price = ({ tariff, tier, quantity }: Step): Digits => exactPrice(tariff, tier!, quantity);
  if (billable.length === 1) return exactPrice(first.tariff, first.tier!, new Digits(1));
  const units = billable.reduce((sum, { quantity }) => sum.plus(quantity), NOTHING);
  return billable.reduce((sum, step) => sum.plus(price(step)), NOTHING).div(units);
}

const text = (value: Digits): string => value.toDecimalPlaces(DECIMALS).toFixed();
