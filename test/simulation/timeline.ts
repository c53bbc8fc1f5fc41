import { addMs, type Instant } from '../../shared/kernel/time.ts';

/** What is going to happen, in the order of its time; at the same time in the order in which it was put. */
export interface Timeline<T> {
  put(at: Instant, what: T): void;
  /** When the next thing happens. */
  next(): Instant | undefined;
  /** Takes the next thing that happens before `until`. */
  take(until: Instant): { readonly at: Instant; readonly what: T } | undefined;
  /** Takes everything of a kind, whenever it would happen. */
  takeAll<K extends T>(isOfKind: (what: T) => what is K): K[];
}

export function timeline<T>(): Timeline<T> {
  const entries: { at: Instant; what: T }[] = [];
  return {
    put(at, what) {
      let place = entries.length;
      while (place > 0 && entries[place - 1]!.at > at) place -= 1;
      entries.splice(place, 0, { at, what });
    },
    next: () => entries[0]?.at,
    take: (until) => (entries[0] && entries[0].at < until ? entries.shift() : undefined),
    takeAll(isOfKind) {
      const taken = entries.map(({ what }) => what).filter(isOfKind);
      const kept = entries.filter(({ what }) => !isOfKind(what));
      entries.splice(0, entries.length, ...kept);
      return taken;
    },
  };
}

export const later = (at: Instant, seconds: number): Instant => addMs(at, Math.round(seconds * 1000));
