import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import { climb, Digits, emptyLadder, type Ladder, NOTHING, type Step, type Tariff } from './ladder.ts';
import { byUsageDay, type MeterPeriod, type UsedRow } from './meter-period.ts';

/** What the invoices so far have billed of a meter's period. */
export interface Billed {
  ladder: Ladder;
  lineCount: number;
  pretax: bigint;
  consumption: bigint;
  /** Pretax charges before rounding. */
  exact: Digits;
}

export const nothingBilled = (): Billed => ({
  ladder: emptyLadder(),
  lineCount: 0,
  pretax: 0n,
  consumption: 0n,
  exact: NOTHING,
});

/** Units of one tariff and tier: a line, where anything is billable. */
export interface Charge {
  readonly tariff: Tariff;
  readonly tier: number;
  readonly steps: readonly Step[];
  readonly overage: Digits;
  readonly amounts: Amounts;
}

export interface Amounts {
  readonly consumption: bigint;
  readonly pretax: bigint;
  readonly exact: Digits;
}

/** What one invoice bills of a meter's period. */
export interface WindowBill {
  readonly isLate: boolean;
  readonly steps: readonly Step[];
  readonly charges: readonly Charge[];
  /** U9: only where the window brings a correction of a period that was invoiced before. */
  readonly offset?: Offset;
}

export interface Offset {
  readonly newly: Amounts;
  readonly before: Amounts;
  /** Every step of the period rated anew. */
  readonly steps: readonly Step[];
}

/**
 * Bills what a window brought and moves what is billed on. Units of an open period climb with corrections among them.
 * Of an invoiced period the late units climb on from where the invoices before ended (U6); corrections then give back
 * the difference to the whole period rated anew (U9).
 */
export function billWindow(
  billed: Billed,
  { period, rows }: MeterPeriod,
  window: DayPeriod,
  { tariffOn, currency }: { tariffOn: (on: Day) => Tariff; currency: string },
): WindowBill {
  const shown = rows.filter(({ reportedOn }) => window.start <= reportedOn && reportedOn < window.end);
  const isLate = isInvoiced(billed, period, window);
  const steps = climbAll(billed.ladder, shown, tariffOn, isLate ? withoutCorrections : quantityOf);
  const charges = chargesOf(steps, currency);
  for (const { amounts } of charges) {
    billed.pretax += amounts.pretax;
    billed.consumption += amounts.consumption;
    billed.exact = billed.exact.plus(amounts.exact);
  }
  if (!isLate || shown.every(({ corrections }) => corrections.isZero())) return { isLate, steps, charges };
  const ladder = emptyLadder();
  const known = rows.filter(({ reportedOn }) => reportedOn < window.end);
  const anew = climbAll(ladder, known, tariffOn, quantityOf);
  const newly = sumOf(chargesOf(anew, currency));
  const before = { pretax: billed.pretax, consumption: billed.consumption, exact: billed.exact };
  Object.assign(billed, newly, { ladder });
  return { isLate, steps, charges, offset: { newly, before, steps: anew } };
}

/** A period whose own invoice was before this one, or of which one has billed something already. */
export const isInvoiced = (billed: Billed, period: DayPeriod, window: DayPeriod): boolean =>
  period.end <= window.start || billed.lineCount > 0;

const quantityOf = ({ quantity }: UsedRow): Digits => quantity;
const withoutCorrections = ({ quantity, corrections }: UsedRow): Digits => quantity.minus(corrections);

function climbAll(
  ladder: Ladder,
  rows: readonly UsedRow[],
  tariffOn: (on: Day) => Tariff,
  of: (row: UsedRow) => Digits,
): Step[] {
  const steps: Step[] = [];
  for (const { on, quantity } of byUsageDay(rows, of)) climb(ladder, steps, { on, quantity, tariff: tariffOn(on) });
  return steps;
}

/** U4: one charge per tariff and tier, in the order of their days, then tiers. */
export function chargesOf(steps: readonly Step[], currency: string): Charge[] {
  const byTariff = new Map<string, Step[][]>();
  for (const step of steps) {
    if (step.tier === undefined) continue;
    const tiers = byTariff.get(step.tariff.name) ?? [];
    byTariff.set(step.tariff.name, tiers);
    const ofTier = tiers[step.tier] ?? [];
    tiers[step.tier] = ofTier;
    ofTier.push(step);
  }
  return [...byTariff.values()].flatMap((tiers) =>
    tiers.filter(Boolean).map((ofTier) => {
      const { tariff, tier } = ofTier[0]!;
      const overage = ofTier.reduce((sum, { quantity }) => sum.plus(quantity), NOTHING);
      return { tariff, tier: tier!, steps: ofTier, overage, amounts: amountsOf(tariff, tier!, overage, currency) };
    }),
  );
}

/** U4, M3: each amount is the exact product in the billing currency, rounded once, half away from zero. */
function amountsOf(tariff: Tariff, tier: number, overage: Digits, currency: string): Amounts {
  const price = exactPrice(tariff, tier, overage);
  const exact = price.times(new Digits(1).minus(tariff.discount.fraction));
  return { consumption: toMinorUnits(price, currency), pretax: toMinorUnits(exact, currency), exact };
}

export const exactPrice = ({ tiers, exchange }: Tariff, tier: number, quantity: Digits): Digits =>
  tiers[tier]!.rate.times(quantity).times(exchange.rate);

/** What units cost after discount, before any rounding. */
export const exactCost = ({ tariff, tier, quantity }: Step): Digits =>
  tier === undefined
    ? NOTHING
    : exactPrice(tariff, tier, quantity).times(new Digits(1).minus(tariff.discount.fraction));

/** Rounded once, half away from zero. */
export const toMinorUnits = (amount: Digits, currency: string): bigint =>
  BigInt(amount.times(new Digits(10).pow(minorUnitDecimals(currency))).toFixed(0));

export const sumOf = (charges: readonly Charge[]): Amounts => ({
  consumption: charges.reduce((sum, { amounts }) => sum + amounts.consumption, 0n),
  pretax: charges.reduce((sum, { amounts }) => sum + amounts.pretax, 0n),
  exact: charges.reduce((sum, { amounts }) => sum.plus(amounts.exact), NOTHING),
});
