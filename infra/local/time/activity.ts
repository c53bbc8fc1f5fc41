import { EventEmitter } from 'node:events';

/** What is going on: invocations, streams, queues. Idle means that nothing more happens unless somebody calls. */
export type Activity = {
  /** Marks something as in flight; call the answer when it is over. */
  begin(what: string): () => void;
  /** Adds a source that says what it still has to do (empty: nothing). */
  watch(pending: () => readonly string[]): void;
  inFlight(): readonly string[];
  /** Waits until nothing is in flight and no watched source has work. */
  idle(): Promise<void>;
  /** Gives up what is in flight: nobody waits any more, now or later. */
  abandon(): void;
};

const complaintAfterMs = 60_000;

/** `complain` hears what is still in flight when somebody has waited for a minute. */
export function trackActivity(complain: (message: string) => void): Activity {
  const running = new Map<number, string>();
  const sources: (() => readonly string[])[] = [];
  const changes = new EventEmitter().setMaxListeners(0);
  let count = 0;
  let isAbandoned = false;
  /** Who waits looks every few milliseconds: while a function runs, no queue is asked what it holds. */
  const isBusy = () => running.size > 0 || sources.some((pending) => pending().length > 0);
  const inFlight = () => [...running.values(), ...sources.flatMap((pending) => pending())];
  return {
    begin(what) {
      count += 1;
      const id = count;
      running.set(id, what);
      return () => {
        if (running.delete(id) && running.size === 0) changes.emit('quiet');
      };
    },
    watch: (pending) => void sources.push(pending),
    inFlight,
    async idle() {
      let waitedMs = 0;
      for (let quietLooks = 0; quietLooks < 2 && !isAbandoned; ) {
        // One turn of the event loop lets what was just finished start its successor.
        await new Promise((next) => setImmediate(next));
        const isQuiet = !isBusy();
        quietLooks = isQuiet ? quietLooks + 1 : 0;
        if (isQuiet) continue;
        const started = performance.now();
        await changed(changes);
        waitedMs += performance.now() - started;
        if (waitedMs > complaintAfterMs) {
          waitedMs = 0;
          complain(`still in flight after a minute: ${[...new Set(inFlight())].join(', ')}`);
        }
      }
    },
    abandon() {
      isAbandoned = true;
    },
  };
}

/** Waits for the next quiet moment, or a little while: queues do not tell when they became empty. */
function changed(changes: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      changes.off('quiet', done);
      resolve();
    };
    const timer = setTimeout(done, 5);
    changes.once('quiet', done);
  });
}
