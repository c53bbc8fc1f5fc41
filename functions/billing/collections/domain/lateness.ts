import { addDays, type Day, daysBetween } from '../../../../shared/kernel/time.ts';

/** Days on which collections stand still because a payment was promised; both belong to it. */
export interface Deferral {
  readonly from: Day;
  readonly through: Day;
}

/**
 * L8: the day on which an invoice is so many days late, days of promises not counted. The first is the day after it was due. A promise
 * therefore moves every step that is to come by the days that it lasts, and no two of them together.
 *
 * @param deferrals in order, without a day in common.
 */
export function dayOfLateness(dueOn: Day, daysLate: number, deferrals: readonly Deferral[]): Day {
  let reached = dueOn;
  let left = daysLate;
  for (const { from, through } of deferrals) {
    if (through <= reached) continue;
    const before = Math.max(0, daysBetween(reached, from) - 1);
    if (left <= before) break;
    left -= before;
    reached = through;
  }
  return addDays(reached, left);
}

/**
 * The promises with one more, made on a day: what was promised before is kept up to the day before, so that the newest one decides, be it
 * later or earlier than the one that it replaces.
 */
export function withDeferral(deferrals: readonly Deferral[], { from, through }: Deferral): readonly Deferral[] {
  const before = deferrals.flatMap((each) => {
    if (each.from >= from) return [];
    return each.through < from ? [each] : [{ from: each.from, through: addDays(from, -1) }];
  });
  return [...before, { from, through }].slice(-DEFERRALS_KEPT);
}

/** Promises that are remembered of a partner: those of before count as days like any others. */
const DEFERRALS_KEPT = 50;

/** The promises once what was promised came on a day: it is over, and its days are still not counted. */
export const endedOn = (deferrals: readonly Deferral[], on: Day): readonly Deferral[] =>
  deferrals.map((each) => (each.through > on ? { ...each, through: on } : each));
