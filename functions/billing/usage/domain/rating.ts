import type { BillingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { RateBook } from '../../rate-cards/domain/rate-book.ts';
import type { DaySheet } from './day-sheet.ts';
import { Digits, NOTHING, type Step, tariffsOf } from './ladder.ts';
import { lastCorrected, type MeterPeriod, meterPeriods, type VoidedInvoice, windowsBefore } from './meter-period.ts';
import { type BillRules, billWindow, type Charge, nothingBilled, type Offset, type WindowBill } from './usage-bill.ts';
import { USAGE_CHARGE_TYPES, type UsageChargeType, type UsageLine, type UsageRule } from './usage-line.ts';

/** What one invoice, or an estimate of it, bills of a subscription's usage. */
export interface UsageToRate {
  readonly subscriptionId: string;
  /** All sheets of the periods that the window's reports reach, of this one subscription, in any order. */
  readonly sheets: Iterable<DaySheet>;
  /** The partner's billing periods, oldest first, without a gap: every usage day lies in one. */
  readonly periods: readonly BillingPeriod[];
  /** Days of report that the invoice has (U6). */
  readonly window: DayPeriod;
  /** Report days of the invoices before, where they were not the periods: the next one after a subscription was left out. */
  readonly billed?: readonly DayPeriod[];
  /** Invoices of the partner that were voided for good: what they charged is not given back once more (L7). */
  readonly voided?: readonly VoidedInvoice[];
  readonly book: RateBook;
  /** The partner's tax rate, in percent as decimal text, on a day (M4). */
  readonly taxPercentOn: (on: Day) => string;
  /** Days on which the subscription was suspended or deleted. */
  readonly endedOn?: readonly Day[];
}

/**
 * The usage lines of one invoice (U1–U9, M3, M4), by period, meter and number. A function of what was reported before
 * the window's end, of what was voided until then and of the rate cards, nothing else: the invoices before are billed anew, one after the other, so
 * that what comes late continues at their position. In whatever order, and however long after, it is asked, the lines
 * are the same.
 *
 * @throws InvariantError for a day without rate or exchange rate, and for usage of a day before the first period
 */
export function rateUsage(usage: UsageToRate): readonly UsageLine[] {
  const before = windowsBefore(usage.window, usage.periods, usage.billed);
  return meterPeriods(usage.sheets, usage.periods, usage.window, usage.voided).flatMap((meterPeriod) => {
    const rules = billRules(meterPeriod, usage);
    const billed = nothingBilled();
    for (const window of before) billWindow(billed, meterPeriod, window, rules);
    const { lineCount } = billed;
    return linesOf(billWindow(billed, meterPeriod, usage.window, rules), lineCount, { meterPeriod, usage });
  });
}

export const billRules = ({ meterId }: MeterPeriod, { book, voided = [] }: UsageToRate): BillRules => ({
  tariffOn: tariffsOf(meterId, book),
  currency: book.currency,
  voided,
});

interface Place {
  readonly meterPeriod: MeterPeriod;
  readonly usage: UsageToRate;
}

/** The lines of one bill, numbered on from those before (U7). */
function linesOf(bill: WindowBill, lineCount: number, place: Place): UsageLine[] {
  const lines = chargedLines(bill, lineCount, place);
  return bill.offset ? [...lines, offsetLine(bill.offset, lineCount + lines.length, place)] : lines;
}

function chargedLines(
  { steps, charges, isLate }: WindowBill,
  lineCount: number,
  { meterPeriod, usage }: Place,
): UsageLine[] {
  const free = steps.filter(({ tier }) => tier === undefined);
  const included = free.reduce((sum, { quantity }) => sum.plus(quantity), NOTHING);
  const [first] = free;
  const shown = charges.length === 0 && first ? [freeCharge(first)] : charges;
  return shown.map((charge, index) =>
    chargedLine(charge, {
      meterPeriod,
      usage,
      number: lineCount + index + 1,
      rule: isLate ? 'U7 late usage' : 'U4 usage',
      included: index === 0 ? included : NOTHING,
      steps: index === 0 ? [...free, ...charge.steps] : charge.steps,
    }),
  );
}

/** U4: where everything was included one line has the rate of the first record's version. */
const freeCharge = ({ tariff }: Step): Charge => ({
  tariff,
  tier: 0,
  steps: [],
  overage: NOTHING,
  amounts: { consumption: 0n, pretax: 0n, exact: NOTHING },
});

interface LineContext extends Place {
  readonly number: number;
  readonly rule: UsageRule;
  readonly included: Digits;
  readonly steps: readonly Step[];
}

function chargedLine({ tariff, tier, steps, overage, amounts }: Charge, context: LineContext): UsageLine {
  const { meterPeriod, usage, included } = context;
  const { rate, exchange, discount } = tariff;
  const { start } = meterPeriod.period;
  const taxPercent = usage.taxPercentOn(start > usage.window.start ? start : usage.window.start);
  const tierRate = tariff.tiers[tier]!.rate;
  const from = steps[0]?.from ?? context.steps[0]!.from;
  return {
    ...sharedPart(context),
    chargeType: chargeTypeOf(usage, meterPeriod.period),
    version: rate.version,
    tierFrom: text(tariff.tiers[tier]!.from),
    listPrice: text(tierRate.times(exchange.rate).toDecimalPlaces(10)),
    pricingCurrency: rate.currency,
    exchange,
    consumed: text(included.plus(overage)),
    included: text(included),
    overage: text(overage),
    ...moneyOf(amounts.consumption, amounts.pretax, taxPercent, { overage, currency: usage.book.currency }),
    why: {
      rule: context.rule,
      effectiveOn: rate.effectiveOn,
      tiers: rate.tiers,
      includedQuantity: rate.includedQuantity,
      position: { from: text(from), to: text(from.plus(overage)) },
      discount,
      days: daysOf(context.steps),
      formula: formulaOf(overage, tierRate, tariff),
      roundingPolicy: ROUNDING_POLICY,
    },
  };
}

/**
 * U9: newly rated less what is charged, and less what stays forgiven; L7: credit for what was voided later, taken back. It bears the tax rate of
 * the period that it corrects, as what it takes back did.
 */
function offsetLine(
  { rule, newly, before, forgiven, amounts, steps }: Offset,
  lineCount: number,
  { meterPeriod, usage }: Place,
): UsageLine {
  const { currency } = usage.book;
  const { usageOn } = lastCorrected(meterPeriod);
  const tariff = tariffsOf(meterPeriod.meterId, usage.book)(steps.at(-1)?.on ?? usageOn);
  const amount = (minorUnits: bigint): string => minorUnitsText(minorUnits, minorUnitDecimals(currency));
  const taxPercent = usage.taxPercentOn(meterPeriod.period.start);
  return {
    ...sharedPart({ meterPeriod, usage, number: lineCount + 1 }),
    chargeType: USAGE_CHARGE_TYPES.offset,
    version: tariff.rate.version,
    tierFrom: '0',
    listPrice: '0',
    pricingCurrency: tariff.rate.currency,
    exchange: tariff.exchange,
    consumed: '0',
    included: '0',
    overage: '0',
    ...moneyOf(amounts.consumption, amounts.pretax, taxPercent, { overage: NOTHING, currency }),
    why: {
      rule,
      effectiveOn: tariff.rate.effectiveOn,
      tiers: tariff.rate.tiers,
      includedQuantity: tariff.rate.includedQuantity,
      position: { from: '0', to: text(billableIn(steps)) },
      discount: tariff.discount,
      days: rule === 'L7 void' ? [{ on: usageOn, quantity: '0' }] : daysOf(steps),
      formula: [newly.pretax, before.pretax, ...(forgiven.pretax === 0n ? [] : [forgiven.pretax])]
        .map(amount)
        .join(' - '),
      roundingPolicy: ROUNDING_POLICY,
    },
  };
}

const sharedPart = ({ meterPeriod, usage, number }: Pick<LineContext, 'meterPeriod' | 'usage' | 'number'>) => ({
  key: `${usage.subscriptionId}|${meterPeriod.meterId}|${meterPeriod.period.start}|${number}`,
  subscriptionId: usage.subscriptionId,
  meterId: meterPeriod.meterId,
  period: meterPeriod.period,
  detailLineItemId: number,
});

export const chargeTypeOf = ({ endedOn = [] }: UsageToRate, period: DayPeriod): UsageChargeType =>
  endedOn.some((on) => contains(period, on)) ? USAGE_CHARGE_TYPES.ended : USAGE_CHARGE_TYPES.usage;

function moneyOf(
  consumption: bigint,
  pretax: bigint,
  taxPercent: string,
  { overage, currency }: { overage: Digits; currency: string },
) {
  const tax = BigInt(new Digits(pretax.toString()).times(taxPercent).div(100).toFixed(0));
  const decimals = minorUnitDecimals(currency);
  const effective = (minorUnits: bigint): string =>
    overage.isZero() ? '0' : text(new Digits(minorUnitsText(minorUnits, decimals)).div(overage).toDecimalPlaces(8));
  return {
    consumptionPrice: consumption,
    consumptionDiscount: consumption - pretax,
    pretaxCharges: pretax,
    tax,
    total: pretax + tax,
    taxPercent,
    pretaxEffectiveRate: effective(pretax),
    postTaxEffectiveRate: effective(pretax + tax),
  };
}

function daysOf(steps: readonly Step[]): { on: Day; quantity: string }[] {
  const byDay = new Map<Day, Digits>();
  for (const { on, quantity } of steps) byDay.set(on, (byDay.get(on) ?? NOTHING).plus(quantity));
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, quantity]) => ({ on, quantity: text(quantity) }));
}

const billableIn = (steps: readonly Step[]): Digits =>
  steps.reduce((sum, { tier, quantity }) => (tier === undefined ? sum : sum.plus(quantity)), NOTHING);

/** `1000 x 0.12 x (1 - 0.15) x 0.846202666`: factors of one are left out. */
function formulaOf(
  overage: Digits,
  rate: Digits,
  { discount, exchange }: Pick<Charge['tariff'], 'discount' | 'exchange'>,
) {
  const factors = [text(overage), text(rate)];
  if (!new Digits(discount.fraction).isZero()) factors.push(`(1 - ${discount.fraction})`);
  if (exchange.publishedFor !== undefined) factors.push(exchange.rate);
  return factors.join(' x ');
}

/** Plain decimal text without needless zeros. */
const text = (value: Digits): string => value.toFixed();
