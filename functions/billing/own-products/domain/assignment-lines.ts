import { divideRounded, exactly, SCALE, scaled } from '../../../../shared/kernel/money.ts';
import { type CyclePrice, cyclePriceOf, rate } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays, addMonths, type Day, type DayPeriod, daysBetween } from '../../../../shared/kernel/time.ts';
import { type Assignment, later } from './assignment.ts';

/** One charge or credit of an assignment: computed, never stored as such. Amounts are minor units of its currency. */
export interface AssignmentLine {
  /** Unique in the assignment, the same in every computation. */
  readonly key: string;
  /** The bill whose window has this day has the line. */
  readonly postedOn: Day;
  /** Half-open charge interval. */
  readonly start: Day;
  readonly end: Day;
  readonly quantity: number;
  /** 1 for a charge, -1 for a credit. */
  readonly sign: 1 | -1;
  /** Signed. */
  readonly unitPrice: bigint;
  readonly amount: bigint;
  /** What makes the amount before its one rounding: `2 x 4.00 x 12/31`. */
  readonly formula: string;
  /** Key of the line that this one takes back, whole or in part. */
  readonly reverses?: string;
}

/**
 * B4, B4a: what an assignment charges on the days from `from` up to but not including `to`, in the order in which it is posted.
 *
 * A cycle is charged in full on its first day (R4); a change of units on day t takes the cycle's charge back, charges its days up to t
 * as they were and the rest with the new units (R7); an end gives back the days that are left. A day that was over when the assignment
 * or its end was stored is posted on the day it was stored. Lines of [a, c) are those of [a, b) and [b, c), whatever is stored on
 * later days. One-off work is charged in instalments that add up exactly; an end leaves out those that are still to come.
 */
export const assignmentLines = (assignment: Assignment, from: Day, to: Day): readonly AssignmentLine[] =>
  (assignment.billingFrequency === 'oneTime' ? instalmentLines : recurringLines)(assignment, to).filter(
    ({ postedOn }) => postedOn >= from && postedOn < to,
  );

/** What becomes due on a day is posted on it, or on the day the assignment was stored. */
const postedOf = ({ storedOn }: Assignment, due: Day): Day => later(due, storedOn);

/** Whether it is known, when something is posted, that by its due day the assignment is over. */
const isOver = ({ end }: Assignment, due: Day, postedOn: Day): boolean =>
  end !== undefined && end.on <= due && end.storedOn <= postedOn;

// --- monthly and annual ----------------------------------------------------------------------------------------------

interface Live extends DayPeriod {
  readonly key: string;
  readonly quantity: number;
  readonly cycleDays: number;
  readonly unitPrice: bigint;
  readonly amount: bigint;
  readonly formula: string;
}

interface Book {
  readonly price: CyclePrice;
  readonly lines: AssignmentLine[];
  /** Charges that count, each of days that no other has. */
  readonly live: Live[];
}

function recurringLines(assignment: Assignment, to: Day): readonly AssignmentLine[] {
  const { unitPrice, currency, startOn, end } = assignment;
  const book: Book = { price: cyclePriceOf({ wholesale: unitPrice, currency }, 'monthly'), lines: [], live: [] };
  const months = assignment.billingFrequency === 'monthly' ? 1 : 12;
  const changes = assignment.quantities.slice(1).filter(({ on }) => on < to);
  let cycle = 0;
  const chargeCycles = (through: Day): void => {
    for (;;) {
      const start = addMonths(startOn, cycle * months);
      const postedOn = postedOf(assignment, start);
      if (postedOn > through || postedOn >= to) return;
      cycle += 1;
      if (isOver(assignment, start, postedOn)) continue;
      const cycleEnd = addMonths(startOn, cycle * months);
      const quantity = unitsBefore(assignment, postedOn);
      const cycleDays = daysBetween(start, cycleEnd);
      charge(book, { key: `cycle:${start}`, postedOn }, { start, end: cycleEnd, quantity, cycleDays });
    }
  };
  const endPostedOn = end && later(end.on, end.storedOn);
  for (const { on, quantity } of changes) {
    if (endPostedOn !== undefined && endPostedOn < on) break;
    chargeCycles(on);
    change(book, on, quantity);
  }
  if (end && endPostedOn !== undefined && endPostedOn < to) {
    chargeCycles(endPostedOn);
    giveBack(book, end.on, endPostedOn);
    return book.lines;
  }
  chargeCycles(to);
  return book.lines;
}

/** Units when a day begins: what is posted at its beginning is charged with them. */
function unitsBefore({ quantities }: Assignment, on: Day): number {
  return (quantities.findLast((entry) => entry.on < on) ?? quantities[0]!).quantity;
}

type Source = Pick<AssignmentLine, 'key' | 'postedOn'>;
type Interval = Pick<Live, 'start' | 'end' | 'quantity' | 'cycleDays'>;

function charge({ price, live, lines }: Book, { key, postedOn }: Source, { cycleDays, ...interval }: Interval): void {
  const { start, end, quantity } = interval;
  const days = daysBetween(start, end);
  const formula = `${quantity} x ${price.text} x ${days}/${cycleDays}`;
  const rated = { ...rate(price, quantity, days, cycleDays), formula };
  live.push({ ...interval, ...rated, key, cycleDays });
  lines.push({ ...interval, ...rated, key, postedOn, sign: 1 });
}

/** R7, quantity: the used part of the cycle stays as it was, the rest is charged with the new units. */
function change(book: Book, on: Day, quantity: number): void {
  const at = book.live.findLastIndex((line) => line.start <= on && on < line.end);
  const [covering] = at < 0 ? [] : book.live.splice(at, 1);
  if (!covering) return;
  const { key, cycleDays, start, end } = covering;
  const part = (index: number): Source => ({ key: `quantity:${on}:${index}`, postedOn: on });
  book.lines.push({
    ...part(0),
    ...{ start, end, quantity: covering.quantity, sign: -1, reverses: key },
    ...{ unitPrice: -covering.unitPrice, amount: -covering.amount, formula: `-(${covering.formula})` },
  });
  if (start < on) charge(book, part(1), { start, end: on, quantity: covering.quantity, cycleDays });
  charge(book, part(2), { start: on, end, quantity, cycleDays });
}

/** What is left of every charge from the end on is given back by R4. */
function giveBack({ live, lines, price }: Book, endOn: Day, postedOn: Day): void {
  const left = live.filter(({ end }) => end > endOn);
  for (const [index, { key, quantity, cycleDays, ...days }] of left.entries()) {
    const interval = { start: later(days.start, endOn), end: days.end };
    const count = daysBetween(interval.start, interval.end);
    const { unitPrice, amount } = rate(price, quantity, count, cycleDays);
    lines.push({
      ...{ key: `end:${endOn}:${index}`, postedOn, ...interval, quantity, sign: -1, reverses: key },
      ...{ unitPrice: -unitPrice, amount: -amount },
      formula: `-(${quantity} x ${price.text} x ${count}/${cycleDays})`,
    });
  }
}

// --- once ------------------------------------------------------------------------------------------------------------

/** B4a: instalment i of n is round(T x i/n) - round(T x (i - 1)/n), so that all are T. */
function instalmentLines(assignment: Assignment, to: Day): readonly AssignmentLine[] {
  const { unitPrice, currency, instalments, startOn } = assignment;
  const { quantity } = assignment.quantities.at(-1)!;
  const price = cyclePriceOf({ wholesale: unitPrice, currency }, 'monthly');
  const total = exactly(scaled(unitPrice) * BigInt(quantity), SCALE, currency).minorUnits;
  const upTo = (count: number): bigint => divideRounded(total * BigInt(count), BigInt(instalments));
  const lines: AssignmentLine[] = [];
  for (let number = 1; number <= instalments; number += 1) {
    const due = addMonths(startOn, number - 1);
    const postedOn = postedOf(assignment, due);
    if (postedOn >= to) break;
    if (isOver(assignment, due, postedOn)) continue;
    const whole = { quantity, unitPrice: price.rounded, amount: total, formula: `${quantity} x ${price.text}` };
    const amount = upTo(number) - upTo(number - 1);
    const part = { quantity: 1, unitPrice: amount, amount, formula: `${quantity} x ${price.text} x 1/${instalments}` };
    lines.push({
      ...{ key: `instalment:${number}`, postedOn, start: due, end: addDays(due, 1), sign: 1 },
      ...(instalments === 1 ? whole : part),
    });
  }
  return lines;
}
