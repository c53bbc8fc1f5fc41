import { setTimeout as sleep } from 'node:timers/promises';

/** Tries in all, and the longest wait before the second; each further one may wait twice as long. About six seconds in all. */
const TRIES_MAX = 6;
const FIRST_WAIT_MS_MAX = 200;

/**
 * Repeats what was refused because too much was asked at once, each time after a longer wait of random length: callers that
 * were refused together do not come back together.
 * @throws what the last try threw, or at once what is not such a refusal.
 */
export async function patiently<T>(
  call: () => Promise<T>,
  isThrottled: (error: unknown) => boolean,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<T> {
  for (let waitMsMax = FIRST_WAIT_MS_MAX, tries = 1; ; waitMsMax *= 2, tries += 1)
    try {
      return await call();
    } catch (error) {
      if (tries === TRIES_MAX || !isThrottled(error)) throw error;
      await wait(waitMsMax * (0.5 + Math.random() / 2));
    }
}
