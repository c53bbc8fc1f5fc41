import { divideRounded, SCALE, scaled } from '../../../../shared/kernel/money.ts';
import { addDays, addMonths, type Day, monthsElapsed } from '../../../../shared/kernel/time.ts';
import { isAbout, type RuleVersion, rulesOn } from './rule.ts';

/** A line of an issued document as far as it earns something. */
export interface EarningLine {
  readonly lineId: string;
  readonly offerId: string;
  readonly family: string;
  /** What it costs before tax, in minor units. */
  readonly subtotal: bigint;
  readonly termStartOn: Day;
  readonly isAnnual: boolean;
  readonly chargeStartOn: Day;
}

/** What one line earns by one rule (M6). Amounts in minor units. */
export interface LineEarning {
  readonly lineId: string;
  readonly ruleId: string;
  readonly transaction: bigint;
  readonly ratePercent: string;
  readonly earning: bigint;
}

/** M6: `subtotal` x rate, rounded once, half away from zero, so that a line taken back takes back what it earned. */
export const earningOf = (subtotal: bigint, ratePercent: string): bigint =>
  divideRounded(subtotal * scaled(ratePercent), 100n * SCALE);

/**
 * The day by whose rules a line earns: the first of the cycle that it charges for. A charge, its reversal and the credit for what is
 * left of it share their cycle, so what takes back does so by the rule that gave. No line counts by a day behind the last one of
 * its invoice: a note that corrects it goes by the rules of the invoice, whenever it is made.
 */
export function ruleDay(
  { termStartOn, isAnnual, chargeStartOn }: Pick<EarningLine, 'termStartOn' | 'isAnnual' | 'chargeStartOn'>,
  invoiceOn: Day,
): Day {
  const last = addDays(invoiceOn, -1);
  const on = chargeStartOn < last ? chargeStartOn : last;
  if (on <= termStartOn) return on;
  const months = monthsElapsed(termStartOn, on);
  return addMonths(termStartOn, isAnnual ? months - (months % 12) : months);
}

/** What lines of one document earn: for each line one earning for each rule that counts and is about its offer. */
export function earningsBy(
  versions: readonly RuleVersion[],
  invoiceOn: Day,
): (line: EarningLine) => readonly LineEarning[] {
  const known = new Map<Day, readonly RuleVersion[]>();
  const rulesOf = (on: Day): readonly RuleVersion[] => {
    const rules = known.get(on) ?? rulesOn(versions, on);
    known.set(on, rules);
    return rules;
  };
  return (line) =>
    rulesOf(ruleDay(line, invoiceOn))
      .filter((rule) => isAbout(rule, line))
      .map(({ ruleId, ratePercent }) => ({
        ...{ lineId: line.lineId, ruleId, transaction: line.subtotal, ratePercent },
        earning: earningOf(line.subtotal, ratePercent),
      }));
}

/** Nothing is owed for its invoice any more: it was paid, or taken back. */
export type EarningStatus = 'accrued' | 'payable' | 'paid';
