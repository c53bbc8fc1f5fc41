import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../../../functions/billing/history/domain/fold.ts';
import {
  folded,
  invoicedDays,
  type KnownSubscription,
  linesIn,
  obstacleTo,
  unknownSubscription,
  withEntry,
} from '../../../../functions/billing/history/domain/subscription.ts';
import { fromItem, subscriptionItem } from '../../../../functions/billing/history/store/subscription-item.ts';
import { awaitedRenewal, type Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import { type Line, lineKey } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { addDays, addMonths, type Day, day, daysBetween } from '../../../../shared/kernel/time.ts';
import { lateLife, life } from '../../../support/billing-lives.ts';

/** What must hold of any life, however late its events came. */
const RUNS = { numRuns: 300 };
const ALL = { start: day('2014-01-01'), end: day('2040-01-01') };
const until = (end: Day) => ({ start: ALL.start, end });

/** Seats that the lines charge on each day of a span. */
function chargedSeats(lines: readonly Line[], start: Day, end: Day): number[] {
  const seats: number[] = Array(daysBetween(start, end)).fill(0);
  for (const line of lines)
    for (
      let at = Math.max(0, daysBetween(start, line.start));
      at < Math.min(seats.length, daysBetween(start, line.end));
      at += 1
    )
      seats[at]! += line.sign * line.quantity;
  return seats;
}
const lastStored = (entries: readonly { storedOn: Day }[]): Day =>
  entries.reduce((latest, { storedOn }) => (storedOn > latest ? storedOn : latest), ALL.start);

describe('any life of a subscription', () => {
  test('BIL-3: every day is charged for the seats in use, none twice and none while suspended', () => {
    fc.assert(
      fc.property(life, ({ entries, seatsOn, endsOn }) => {
        const start = entries[0]!.effectiveOn;
        const { lines } = post(
          entries,
          until(addDays(lastStored(entries), 1) > endsOn ? addDays(lastStored(entries), 1) : endsOn),
        );
        const expected = Array.from({ length: daysBetween(start, endsOn) }, (_, at) => seatsOn(addDays(start, at)));
        expect(chargedSeats(lines, start, endsOn)).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('BIL-1: month by month the same lines as at once', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 1, max: 28 }), ({ entries, endsOn }, date) => {
        const end = addMonths(endsOn, 4);
        const months: Line[] = [];
        let from = day(`2014-12-${String(date).padStart(2, '0')}`);
        for (let at = addMonths(from, 1); from < end; [from, at] = [at, addMonths(at, 1)])
          months.push(...post(entries, { start: from, end: at < end ? at : end }).lines);
        expect(months).toEqual(post(entries, until(end)).lines);
      }),
      RUNS,
    );
  });

  test('BIL-11: a run gives the same lines whenever it happens, once no renewal is awaited', () => {
    fc.assert(
      fc.property(life, fc.nat(1200), fc.nat(90), ({ entries }, days, delay) => {
        const end = addDays(entries[0]!.effectiveOn, days);
        const runsOn = addDays(end, delay);
        const unknown = entries.findIndex(({ storedOn }) => storedOn >= runsOn);
        const known = unknown < 0 ? entries : entries.slice(0, unknown);
        fc.pre(awaitedRenewal(known, end) === undefined);
        expect(post(known, until(end)).lines).toEqual(post(entries, until(end)).lines);
      }),
      RUNS,
    );
  });

  test('BIL-11: what a run invoiced stays as it was, whatever comes later and whenever it ran', () => {
    fc.assert(
      fc.property(life, ({ entries }) => {
        for (let count = 1; count < entries.length; count += 1) {
          const known = entries.slice(0, count);
          // The run may have happened at any moment before the next save came.
          const comesOn = lastStored(entries.slice(0, count + 1));
          const ends = [comesOn, ...entries.map(({ effectiveOn }) => addDays(effectiveOn, 1))];
          for (const end of new Set(ends.filter((on) => on <= comesOn))) {
            if (awaitedRenewal(known, end) !== undefined) continue;
            expect(post(known, until(end)).lines).toEqual(post(entries, until(end)).lines);
          }
        }
      }),
      RUNS,
    );
  });

  test('X3: a run waits only for renewals that come', () => {
    fc.assert(
      fc.property(life, ({ entries, endsOn }) => {
        const waited = awaitedRenewal(entries, endsOn);
        expect(waited).toBeUndefined();
      }),
      RUNS,
    );
  });

  test('BIL-9: each line has its own id, and each credit names the line that it takes back', () => {
    fc.assert(
      fc.property(life, ({ entries }) => {
        const { lines } = post(entries, ALL);
        const byKey = new Map(lines.map((line) => [lineKey(line), line]));
        expect(byKey.size).toBe(lines.length);
        for (const credit of lines.filter(({ sign }) => sign < 0)) {
          const taken = byKey.get(credit.reverses!)!;
          expect(taken.sign).toBe(1);
          expect(credit.start >= taken.start && credit.end === taken.end).toBe(true);
          if (credit.start === taken.start) expect(credit.amount).toBe(-taken.amount);
        }
      }),
      RUNS,
    );
  });

  test('BIL-3: in the order of posted days, ordinals counting from 0 within an event', () => {
    fc.assert(
      fc.property(life, ({ entries }) => {
        const { lines } = post(entries, ALL);
        const next = new Map<string, number>();
        lines.reduce((before, line) => {
          expect(line.postedOn >= before).toBe(true);
          expect(line.ordinal).toBe(next.get(line.eventKey) ?? 0);
          next.set(line.eventKey, line.ordinal + 1);
          return line.postedOn;
        }, ALL.start);
      }),
      RUNS,
    );
  });
});

describe('the history of a subscription', () => {
  const ids = {
    customerId: '00000000-0000-4000-8000-00000000000a',
    subscriptionId: '00000000-0000-4000-8000-00000000000b',
  };
  const recorded = (entries: Parameters<typeof withEntry>[1][]) =>
    entries.reduce(withEntry, { ...unknownSubscription(ids), orderId: 'an|order', offerId: ids.customerId });

  test('BIL-11: is the same in whatever order and however often its events come', () => {
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.nat()), ({ entries }, chance) => {
        const shuffled = entries
          .flatMap((entry) => [entry, entry])
          .map((entry) => ({ entry, at: chance.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);
        expect(recorded(shuffled)).toEqual(recorded([...entries]));
        expect(recorded(shuffled).waiting).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('BIL-11: what comes before an earlier save waits, and counts for nothing', () => {
    fc.assert(
      fc.property(life, fc.nat({ max: 11 }), ({ entries }, missing) => {
        fc.pre(missing < entries.length);
        const known = recorded(entries.filter((_, index) => index !== missing));
        expect(known.entries).toEqual(entries.slice(0, missing));
        expect(known.waiting).toEqual(entries.slice(missing + 1));
      }),
      RUNS,
    );
  });

  test('survives storage unchanged', () => {
    fc.assert(
      fc.property(life, fc.string(), fc.nat(800), ({ entries }, friendlyName, days) => {
        const named = entries.map((entry, index) => (index === 0 ? { ...entry, friendlyName } : entry));
        const history = recorded(named);
        const today = addDays(entries[0]!.effectiveOn, days);
        for (const subscription of [history, folded(history, { openOn: today, today }), recorded(named.slice(1))]) {
          const key = { pk: 'BILLING#p#SUBSCRIPTIONS', sk: `${ids.customerId}#${ids.subscriptionId}` };
          expect(fromItem(subscriptionItem.toItem(key, { subscription, version: 1 }))).toEqual(subscription);
        }
      }),
      RUNS,
    );
  });

  test('BIL-1: folding the past changes nothing that is posted later', () => {
    fc.assert(
      fc.property(life, fc.nat(1500), ({ entries, endsOn }, days) => {
        const before = addDays(entries[0]!.effectiveOn, days);
        const end = addMonths(endsOn, 4);
        fc.pre(before < end);
        const { opening, entries: rest } = fold(entries, before);
        expect(post(rest, { start: before, end }, opening).lines).toEqual(post(entries, { start: before, end }).lines);
      }),
      RUNS,
    );
  });

  test('BIL-1: nor does it keep later events from finding their lines', () => {
    fc.assert(
      fc.property(life, fc.nat(1500), ({ entries, endsOn }, days) => {
        const before = addDays(entries[0]!.effectiveOn, days);
        const end = addMonths(endsOn, 4);
        const come = entries.findIndex(({ effectiveOn }) => effectiveOn >= before);
        fc.pre(before < end && come > 0);
        const { opening, entries: rest } = fold(entries.slice(0, come), before);
        const later = [...rest, ...entries.slice(come)];
        expect(post(later, { start: before, end }, opening).lines).toEqual(post(entries, { start: before, end }).lines);
      }),
      RUNS,
    );
  });

  test('R7: saves that change nothing, and whether the past is folded, change no line, however late others come', () => {
    fc.assert(
      fc.property(lateLife, fc.infiniteStream(fc.nat(3)), ({ entries, endsOn }, chance) => {
        const end = addMonths(endsOn, 60);
        let plain = unknownSubscription(ids);
        let full = plain;
        let [today, openOn, version] = [entries[0]!.storedOn, ALL.start, 0];
        for (const entry of entries) {
          if (entry.storedOn > today) today = entry.storedOn;
          plain = withEntry(plain, entry);
          for (let notes = version === 0 ? 0 : chance.next().value!; notes > 0; notes -= 1) {
            version += 1;
            const about = { version, eventId: `n${version}`, effectiveOn: today, storedOn: today };
            full = withEntry(full, { kind: 'noted', ...about });
          }
          version += 1;
          full = withEntry(full, { ...entry, version });
          const open = addDays(today, -30 * chance.next().value!);
          if (open > openOn) openOn = open;
          full = folded(full, { openOn, today });
        }
        const window = { start: openOn > today ? today : openOn, end };
        const bare = ({ term, ...line }: Line) => ({ ...line, term: { ...term, no: 0 }, reverses: undefined });
        expect(linesIn(full, window).lines.map(bare)).toEqual(linesIn(plain, window).lines.map(bare));
      }),
      RUNS,
    );
  });
});

describe('all invoices of a subscription together', () => {
  const ids = { customerId: 'c', subscriptionId: 's' };

  /** Invoices month by month, each from what had come when its run ended: some on the day, some a day later. */
  function invoiced(
    { entries, endsOn }: { entries: readonly Entry[]; endsOn: Day },
    waits: () => number,
  ): { lines: Line[]; leftOut: number } {
    const lines: Line[] = [];
    const last = lastStored(entries);
    const end = addMonths(last > endsOn ? last : endsOn, 2);
    let [subscription, leftOut]: [KnownSubscription, number] = [unknownSubscription(ids), 0];
    let from = day('2014-12-10');
    const arriving = [...entries].sort((a, b) => (a.storedOn < b.storedOn ? -1 : a.storedOn > b.storedOn ? 1 : 0));
    for (let at = addMonths(from, 1); from < end; [from, at] = [at, addMonths(at, 1)]) {
      const endsAt = addDays(at, waits());
      for (; arriving[0] && arriving[0].storedOn <= endsAt; arriving.shift()) {
        subscription = withEntry(subscription, arriving[0]);
        subscription = folded(subscription, { openOn: from, today: arriving[0].storedOn });
      }
      const period = { start: from, end: at };
      const days = invoicedDays(subscription, period);
      if (obstacleTo(subscription, at)) {
        subscription = { ...subscription, aside: days };
        leftOut += 1;
      } else lines.push(...linesIn(subscription, days).lines);
    }
    // A life ends somewhere: what is left out then, because its next renewal is missing, is owed all the same.
    if (subscription.aside?.end === from) lines.push(...linesIn(subscription, subscription.aside).lines);
    return { lines, leftOut };
  }

  test('X3, BIL-3: they charge every day for its seats, once, whatever came late and whatever was left out', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.integer({ min: -1, max: 1 })), (lived, chance) => {
        const { entries, seatsOn, endsOn } = lived;
        const all = invoiced(lived, () => chance.next().value!);
        leftOut += all.leftOut;
        const start = entries[0]!.effectiveOn;
        const expected = Array.from({ length: daysBetween(start, endsOn) }, (_, at) => seatsOn(addDays(start, at)));
        expect(chargedSeats(all.lines, start, endsOn)).toEqual(expected);
        // To the line what is posted once everything is known: amounts, and each once.
        const known = new Map(post(entries, ALL).lines.map((line) => [lineKey(line), line.amount]));
        expect(new Set(all.lines.map(lineKey)).size).toBe(all.lines.length);
        for (const line of all.lines) expect(known.get(lineKey(line))).toBe(line.amount);
      }),
      RUNS,
    );
    expect(leftOut).toBeGreaterThan(50);
  });
});
