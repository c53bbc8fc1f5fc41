import type { State } from '../state/state.ts';

/** The runtime's clock: real time plus an offset that only grows, also over restarts. */
export type Clock = {
  now(): Date;
  /** What a real instant is on this clock. */
  toRuntime(realMs: number): number;
  /** Moves forward; a time that is already past changes nothing. */
  moveTo(to: Date): void;
  stop(): void;
};

type Kept = { readonly offsetMs: number; readonly nowMs: number };

const keepEveryMs = 5000;

/**
 * Starts at the real time, or where the kept clock would be by now. The offset is kept before it counts; the time besides,
 * because a machine's own clock may go back.
 */
export function startClock(state: State): Clock {
  const kept = state.get<Kept>('clock');
  let offsetMs = Math.max(0, kept?.offsetMs ?? 0, (kept?.nowMs ?? 0) - Date.now());
  const keep = (wanted: number) => {
    state.set('clock', { offsetMs: wanted, nowMs: Date.now() + wanted } satisfies Kept);
    offsetMs = wanted;
  };
  keep(offsetMs);
  const timer = setInterval(() => keep(offsetMs), keepEveryMs);
  timer.unref();
  return {
    now: () => new Date(Date.now() + offsetMs),
    toRuntime: (realMs) => realMs + offsetMs,
    moveTo(to) {
      const wanted = to.getTime() - Date.now();
      if (wanted > offsetMs) keep(wanted);
    },
    stop() {
      clearInterval(timer);
      keep(offsetMs);
    },
  };
}
