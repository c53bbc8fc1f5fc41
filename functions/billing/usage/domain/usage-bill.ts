import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import { climb, Digits, emptyLadder, type Ladder, NOTHING, type Step, type Tariff } from './ladder.ts';
import { byUsageDay, type MeterPeriod, type UsedRow, type VoidedInvoice } from './meter-period.ts';

/** What the invoices so far have billed of a meter's period. */
export interface Billed {
  ladder: Ladder;
  lineCount: number;
  /** What those charge that stand. */
  charged: Amounts;
  /** What those charged that were voided for good: nobody owes it any more, and it is not charged again (L7). */
  forgiven: Amounts;
  /** The part of `charged` that took back credit, because what the credit was given for had been voided. */
  withdrawn: Amounts;
  /** What each charges, in their order; those that were voided are gone. */
  readonly invoices: Map<Day, Invoiced>;
}

/** What one invoice charges, and the part of it that took back credit. */
interface Invoiced {
  readonly all: Amounts;
  readonly withdrawn: Amounts;
}

export const nothingBilled = (): Billed => ({
  ladder: emptyLadder(),
  lineCount: 0,
  charged: NO_AMOUNTS,
  forgiven: NO_AMOUNTS,
  withdrawn: NO_AMOUNTS,
  invoices: new Map(),
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
  /** Pretax charges before rounding. */
  readonly exact: Digits;
}

const NO_AMOUNTS: Amounts = { consumption: 0n, pretax: 0n, exact: NOTHING };

/** What one invoice bills of a meter's period. */
export interface WindowBill {
  readonly isLate: boolean;
  readonly steps: readonly Step[];
  readonly charges: readonly Charge[];
  /** U9, L7: only where the window brings a correction of a period that was invoiced before, or a void that leaves credit for it. */
  readonly offset?: Offset;
}

export interface Offset {
  /** What brought it. */
  readonly rule: 'U9 correction' | 'L7 void';
  /** The whole period rated anew; without a correction, what may stand after the void. */
  readonly newly: Amounts;
  /** What was charged for it, and stands. */
  readonly before: Amounts;
  /** The part of `newly` that is not charged, because it was on an invoice that was voided for good. */
  readonly forgiven: Amounts;
  /** What the line charges or gives back: `newly` less the two. */
  readonly amounts: Amounts;
  /** Every step of the period rated anew; none without a correction. */
  readonly steps: readonly Step[];
}

/** What bills of one meter go by. */
export interface BillRules {
  readonly tariffOn: (on: Day) => Tariff;
  readonly currency: string;
  readonly voided: readonly VoidedInvoice[];
}

/**
 * Bills what a window brought and moves what is billed on. Units of an open period climb with corrections among them.
 * Of an invoiced period the late units climb on from where the invoices before ended (U6); corrections then give back
 * the difference to the whole period rated anew (U9). Credit for what was voided afterwards is taken back first (L7).
 */
export function billWindow(billed: Billed, meterPeriod: MeterPeriod, window: DayPeriod, rules: BillRules): WindowBill {
  const bill = billOf(billed, meterPeriod, window, rules);
  billed.lineCount += lineCountOf(bill);
  return bill;
}

/** How many lines a bill makes, without making them. */
const lineCountOf = ({ steps, charges, offset }: WindowBill): number =>
  (charges.length || Math.min(steps.length, 1)) + (offset ? 1 : 0);

function billOf(
  billed: Billed,
  { period, rows }: MeterPeriod,
  window: DayPeriod,
  { tariffOn, currency, voided }: BillRules,
): WindowBill {
  const withdrawn = forgive(billed, voided, window);
  const shown = rows.filter(({ reportedOn }) => window.start <= reportedOn && reportedOn < window.end);
  const isLate = isInvoiced(billed, period, window);
  const steps = climbAll(billed.ladder, shown, tariffOn, isLate ? withoutCorrections : quantityOf);
  const charges = chargesOf(steps, currency);
  const charged = sumOf(charges);
  const before = plus(billed.charged, charged);
  Object.assign(billed, {
    charged: plus(before, withdrawn),
    forgiven: minus(billed.forgiven, withdrawn),
    withdrawn: plus(billed.withdrawn, withdrawn),
  });
  const keep = (offset: Amounts): void =>
    void billed.invoices.set(window.end, { all: plus(charged, offset), withdrawn });
  if (!isLate || shown.every(({ corrections }) => corrections.isZero())) {
    keep(withdrawn);
    if (isNothing(withdrawn)) return { isLate, steps, charges };
    const newly = plus(before, withdrawn);
    const offset: Offset = {
      ...{ rule: 'L7 void', newly, before, forgiven: NO_AMOUNTS, amounts: withdrawn, steps: [] },
    };
    return { isLate, steps, charges, offset };
  }
  const ladder = emptyLadder();
  const known = rows.filter(({ reportedOn }) => reportedOn < window.end);
  const anew = climbAll(ladder, known, tariffOn, quantityOf);
  const given = offsetOf(billed, sumOf(chargesOf(anew, currency)));
  const offset: Offset = {
    ...given,
    rule: 'U9 correction',
    before,
    amounts: plus(given.amounts, withdrawn),
    steps: anew,
  };
  keep(offset.amounts);
  Object.assign(billed, { charged: plus(billed.charged, given.amounts), forgiven: given.forgiven, ladder });
  return { isLate, steps, charges, offset };
}

/**
 * L7: what invoices charged that were voided for good, as a window knows it, is charged no more. Answers what of credit is to be
 * taken back with them: a correction gave back what the void gives back once more, and less than nothing stands for no
 * period. Where the invoice of that credit is voided itself, what was taken back of it is given back (below zero).
 */
function forgive(billed: Billed, voided: readonly VoidedInvoice[], window: DayPeriod): Amounts {
  let credit = NO_AMOUNTS;
  let isAny = false;
  for (const { invoiceOn, voidedOn } of voided) {
    const invoice = voidedOn < window.end ? billed.invoices.get(invoiceOn) : undefined;
    if (!invoice) continue;
    isAny = true;
    billed.charged = minus(billed.charged, invoice.all);
    billed.forgiven = plus(billed.forgiven, invoice.all);
    billed.withdrawn = minus(billed.withdrawn, invoice.withdrawn);
    billed.invoices.delete(invoiceOn);
    credit = plus(credit, orNothing(minus(invoice.withdrawn, invoice.all)));
  }
  if (!isAny) return NO_AMOUNTS;
  const released = leastOf(orNothing(billed.withdrawn), credit);
  const missing = orNothing(minus(released, billed.charged));
  const withdrawn = minus(missing, released);
  // Parts of a minor unit are no line.
  return isNothing(withdrawn) ? NO_AMOUNTS : withdrawn;
}

const isNothing = ({ consumption, pretax }: Amounts): boolean => consumption === 0n && pretax === 0n;
const orNothing = ({ consumption, pretax, exact }: Amounts): Amounts => ({
  consumption: most(0n, consumption),
  pretax: most(0n, pretax),
  exact: Digits.max(NOTHING, exact),
});
const leastOf = (a: Amounts, b: Amounts): Amounts => ({
  consumption: least(a.consumption, b.consumption),
  pretax: least(a.pretax, b.pretax),
  exact: Digits.min(a.exact, b.exact),
});

/**
 * U9: newly rated less what is charged. What was forgiven is neither charged nor given back once more: as far as that lies between
 * the two, nothing is due.
 */
function offsetOf({ charged, forgiven }: Billed, newly: Amounts): Omit<Offset, 'steps' | 'rule'> {
  const left: Amounts = {
    consumption: stillForgiven(newly.consumption, charged.consumption, forgiven.consumption),
    pretax: stillForgiven(newly.pretax, charged.pretax, forgiven.pretax),
    exact: stillForgivenExactly(newly.exact, charged.exact, forgiven.exact),
  };
  return { newly, before: charged, forgiven: left, amounts: minus(minus(newly, charged), left) };
}

/**
 * The part of what was forgiven that stays so: as much as leaves what is charged as it is, all of it at most, and no more than
 * the period costs. Of a credit that was taken back with its invoice likewise.
 */
function stillForgiven(newly: bigint, charged: bigint, forgiven: bigint): bigint {
  const wanted = newly - charged;
  return forgiven < 0n ? least(0n, most(wanted, forgiven)) : most(0n, least(wanted, forgiven, newly));
}
const least = (...of: readonly bigint[]): bigint => of.reduce((a, b) => (b < a ? b : a));
const most = (...of: readonly bigint[]): bigint => of.reduce((a, b) => (b > a ? b : a));

function stillForgivenExactly(newly: Digits, charged: Digits, forgiven: Digits): Digits {
  const wanted = newly.minus(charged);
  return forgiven.isNegative()
    ? Digits.min(NOTHING, Digits.max(wanted, forgiven))
    : Digits.max(NOTHING, Digits.min(wanted, forgiven, newly));
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

export const sumOf = (charges: readonly Charge[]): Amounts =>
  charges.reduce((sum, { amounts }) => plus(sum, amounts), NO_AMOUNTS);

const plus = (a: Amounts, b: Amounts): Amounts => ({
  consumption: a.consumption + b.consumption,
  pretax: a.pretax + b.pretax,
  exact: a.exact.plus(b.exact),
});
const minus = (a: Amounts, b: Amounts): Amounts => ({
  consumption: a.consumption - b.consumption,
  pretax: a.pretax - b.pretax,
  exact: a.exact.minus(b.exact),
});
