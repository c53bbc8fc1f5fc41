import type { RunDeps } from './dependencies.ts';

/** Lines of a part: a page of them is read from one object or two, and a worker has no more in memory, deflated. */
const PART_LINES = 20_000;
/** Parts after which those that follow are four times as large. */
const GROWS_AFTER = 32;

/**
 * Lines from which on a part is stored and the next begins. All parts of a range are kept in one transaction, which holds a
 * hundred items: so those of a customer with half a million lines and more grow, and fourteen million fit.
 */
export const linesPerPart = (partsBefore: number, { partLines = PART_LINES }: Pick<RunDeps, 'partLines'>): number =>
  partLines * 4 ** Math.floor(partsBefore / GROWS_AFTER);
