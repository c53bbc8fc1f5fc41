/** Reads and writes that are under way at once. */
const LANES = 16;

/** Does the work for each of many, some at a time. Once one has failed no other is begun, and that failure is thrown. */
export async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<void>, lanes = LANES): Promise<void> {
  const waiting = all[Symbol.iterator]();
  let isFailed = false;
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done && !isFailed; next = waiting.next())
      try {
        await work(next.value);
      } catch (error) {
        isFailed = true;
        throw error;
      }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, all.length) }, lane));
}
