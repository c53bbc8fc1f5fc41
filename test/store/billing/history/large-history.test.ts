import { expect, test } from 'vitest';
import { linesIn, unknownSubscription, withEntry } from '../../../../functions/billing/history/domain/subscription.ts';
import { subscriptionKey } from '../../../../functions/billing/history/store/keys.ts';
import { subscriptionStore } from '../../../../functions/billing/history/store/subscription-store.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { addDays, day } from '../../../../shared/kernel/time.ts';
import { aHistory, aLock, window } from '../../../support/billing-history.ts';
import { memoryTable } from '../../../support/memory-table.ts';

/** A robot that changes seats all day: its history does not fit into an item, and none of it may be lost. */
const IDS = {
  customerId: 'c0000000-0000-4000-8000-000000000001',
  subscriptionId: '5ab00000-0000-4000-8000-000000000001',
};
const partnerId = 'p';
const PER_DAY = 100;
const [first] = aHistory([['created', '2018-01-20', { quantity: 1, billingCycle: 'monthly', lock: aLock('31.00') }]]);
/** Seat changes of whole days, a hundred a day. */
const changes = (from: string, days: number, after: number): Entry[] =>
  Array.from({ length: days * PER_DAY }, (_, index) => {
    const on = addDays(day(from), Math.floor(index / PER_DAY));
    const version = after + index + 1;
    const eventId = `e0000000-0000-4000-8000-${String(version).padStart(12, '0')}`;
    return { kind: 'resized', version, eventId, effectiveOn: on, storedOn: on, quantity: 1 + (index % 7) };
  });

/** Saves entries one behind the other, as they come; looks at what reading costs and gives. */
function recorder(openOn: string) {
  const reads = { pages: 0 };
  const table = memoryTable();
  const counted = {
    ...table,
    query: (query: Parameters<typeof table.query>[0]) => {
      if (query.pk.endsWith('#HISTORIES')) reads.pages += 1;
      return table.query(query);
    },
  };
  const store = subscriptionStore(counted);
  const all: Entry[] = [];
  return {
    reads,
    all,
    async save(entries: readonly Entry[], open = openOn): Promise<void> {
      const { subscription, version } = await store.load({ partnerId, ...IDS });
      const known = version === 0 ? { ...unknownSubscription(IDS), orderId: 'o', offerId: 'f' } : subscription;
      all.push(...entries);
      await store.save(partnerId, entries.reduce(withEntry, known), version, day(open));
    },
    async lines(days: { start: string; end: string }): Promise<readonly Line[]> {
      const { subscription } = await store.load({ partnerId, ...IDS });
      const period = window(days.start, days.end);
      return linesIn(await store.enoughFor(partnerId, subscription, period), period).lines;
    },
    size: () => {
      const { pk, sk } = subscriptionKey({ partnerId, ...IDS });
      return JSON.stringify(table.items.get(`${pk}\u0000${sk}`)).length;
    },
    expected: (days: { start: string; end: string }) => post(all, window(days.start, days.end)).lines,
  };
}

test('R7: what is invoiced moves to a page that a run does not read, until a late save reaches behind it', async () => {
  const history = recorder('2018-03-15');
  await history.save([first!, ...changes('2018-01-21', 40, 1)]);
  await history.save(changes('2018-03-20', 1, history.all.length));
  expect(history.size()).toBeLessThan(15_000);
  const april = { start: '2018-03-15', end: '2018-04-15' };
  expect(await history.lines(april)).toEqual(history.expected(april));
  expect(history.reads.pages).toBe(0);

  const [late] = changes('2018-02-10', 1, history.all.length);
  await history.save([{ ...late!, storedOn: day('2018-04-20'), quantity: 50 }], '2018-04-15');
  const may = { start: '2018-04-15', end: '2018-05-15' };
  expect(history.expected(may).length).toBeGreaterThan(3);
  expect(await history.lines(may)).toEqual(history.expected(may));
  expect(history.reads.pages).toBe(1);
});

test('R7: a month of more changes than an item holds is billed from its pages, and cut once it is invoiced', async () => {
  const history = recorder('2018-01-15');
  await history.save([first!, ...changes('2018-01-21', 20, 1)]);
  await history.save(changes('2018-02-10', 30, history.all.length));
  expect(history.size()).toBeLessThan(110_000);
  const days = { start: '2018-01-15', end: '2018-03-15' };
  expect(await history.lines(days)).toEqual(history.expected(days));
  expect(history.reads.pages).toBeGreaterThan(0);

  await history.save(changes('2018-03-16', 30, history.all.length), '2018-04-15');
  const before = history.reads.pages;
  const may = { start: '2018-04-15', end: '2018-05-15' };
  expect(await history.lines(may)).toEqual(history.expected(may));
  expect(history.reads.pages).toBe(before);
});
