/** The runtime's clock: real time plus an offset that only grows. */
export type Clock = {
  now(): Date;
  /** What a real instant is on this clock. */
  toRuntime(realMs: number): number;
  /** Moves forward; a time that is already past changes nothing. */
  moveTo(to: Date): void;
};

/** Starts at the real time, or at `notBefore` if that is later: kept state must not meet an earlier clock. */
export function startClock(notBefore?: Date): Clock {
  let offsetMs = Math.max(0, (notBefore?.getTime() ?? 0) - Date.now());
  return {
    now: () => new Date(Date.now() + offsetMs),
    toRuntime: (realMs) => realMs + offsetMs,
    moveTo(to) {
      offsetMs = Math.max(offsetMs, to.getTime() - Date.now());
    },
  };
}
