import { addMonths, type Day } from './time.ts';

/** Months for which what was sold goes on at the longest when its partner's agreement with the program has ended. */
const RUN_OFF_MONTHS = 12;

/**
 * First day on which nothing of a partner is served any more, when the first day without its agreement is `endedOn`
 * (PRG-8). Half-open in UTC: the day before it is the last of the run-off. An end on 29 February runs off by 28 February.
 */
export const runOffEndsOn = (endedOn: Day): Day => addMonths(endedOn, RUN_OFF_MONTHS);
