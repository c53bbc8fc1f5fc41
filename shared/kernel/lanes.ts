/** Reads and writes that are under way at once. */
const LANES = 16;

/** Does the work for each of many, some at a time; the first that fails ends it. */
export async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const waiting = all[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, all.length) }, lane));
}
