import { firstPeriod } from '../../../../shared/kernel/billing-period.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { fromMinorUnits, type Money, scaled } from '../../../../shared/kernel/money.ts';
import { seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Ledger, Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { lineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays, addMonths, type Day } from '../../../../shared/kernel/time.ts';
import type { Past } from './past-saves.ts';

/**
 * BIL-9: what a save that is only intended would charge, by the rules by which it is charged once it is done: its entry is posted
 * behind those of the past, and what it posts is told instead of billed.
 */
export interface IntendedSave {
  readonly past: Past;
  /** Saves that are due before it. */
  readonly due: readonly Entry[];
  readonly intended: Entry;
  /** The day of the intention; it would be stored on the same. */
  readonly on: Day;
}

/** What it posts, and how the account stands afterwards. */
export interface Charges {
  readonly lines: readonly Line[];
  readonly ledger: Ledger;
}

const entriesOf = ({ past, due, intended }: IntendedSave): readonly Entry[] => [...past.entries, ...due, intended];

export function chargesOf(save: IntendedSave): Charges {
  const { past, intended, on } = save;
  const { lines, ledger } = post(entriesOf(save), { start: on, end: addDays(on, 1) }, past.opening);
  return {
    lines: lines.filter(({ eventId, reason }) => eventId === intended.eventId && reason !== 'cycle'),
    ledger,
  };
}

/** When an account is charged next if nothing happens to it any more: at the next cycle, or when a new term begins. */
export interface NextCharge {
  readonly on: Day;
  readonly isRenewal: boolean;
}

/** Undefined of what is not active. */
export function nextChargeOf({ isActive, terms, nextCycle }: Ledger): NextCharge | undefined {
  const term = terms.at(-1);
  if (!isActive || !term) return undefined;
  const cycleOn = term.cycle === 'monthly' ? addMonths(term.anchorOn, nextCycle) : term.endOn;
  return cycleOn < term.endOn ? { on: cycleOn, isRenewal: false } : { on: term.endOn, isRenewal: true };
}

/** The line of that charge; `renewal` is the save that begins the new term. */
export function nextLine(save: IntendedSave, { on }: NextCharge, renewal: Entry | undefined): Line {
  const entries = [...entriesOf(save), ...(renewal ? [renewal] : [])];
  const { lines } = post(entries, { start: on, end: addDays(on, 1) }, save.past.opening);
  const line = lines.find(({ reason }) => reason === 'cycle' || reason === 'renewal');
  invariant(line, 'what goes on is charged');
  return line;
}

/** L1: the date of the invoice that has what is posted on a day. */
export const invoiceDateOf = ({ postedOn }: Pick<Line, 'postedOn'>, billingDay: number): Day =>
  firstPeriod(postedOn, billingDay).end;

/** What a line charges before tax: negative for a credit (R9). */
export function chargeOf({ amount, term }: Line): Money {
  const { currency, discountPercent } = term.lock;
  return fromMinorUnits(lineMoney(amount, scaled(discountPercent), 0n).subtotal, currency);
}

/** As the line is explained on the invoice. */
export const formulaOf = ({ formula, quantity, cyclePrice, days, cycleDays, sign }: Line): string =>
  formula ?? seatFormula({ quantity, cyclePrice, days, cycleDays, isCredit: sign < 0 });
