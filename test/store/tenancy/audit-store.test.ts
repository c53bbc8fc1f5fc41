import { describe, expect, test } from 'vitest';
import { recordId } from '../../../functions/tenancy/audit/domain/record.ts';
import { recordEvent, recordsOf } from '../../../functions/tenancy/audit/operations/record-event.ts';
import { auditStore, type Log } from '../../../functions/tenancy/audit/store/audit-store.ts';
import type { EventRecord } from '../../../shared/contracts/events.ts';
import type { SoughtList } from '../../../shared/dynamo/sought.ts';
import { day, instant } from '../../../shared/kernel/time.ts';
import { chance } from '../../support/chance.ts';
import { examples } from '../../support/examples.ts';
import { memoryTable } from '../../support/memory-table.ts';

const seatChange = examples.find(({ file }) => file === 'SubscriptionUpdated.v1.json')!.event;
const partnership = examples.find(({ file }) => file === 'PartnerRelationshipChanged.v1.json')!.event;
const partnerId = seatChange.tenantId;
const customerId = (seatChange.detail.after as { customerId: string }).customerId;
const YEAR = { start: day('2026-01-01'), end: day('2027-01-01') };

/** A page after the other, there and back. */
async function all<T>(list: SoughtList<T>, size: number): Promise<T[]> {
  const items: T[] = [];
  let after: Parameters<SoughtList<T>['page']>[0]['after'];
  do {
    const page = await list.page({ size, ...(after && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}
const read = (table: ReturnType<typeof memoryTable>, log: Log, days = YEAR) =>
  all(auditStore(table).list(log, days), 100);

/** Seat changes through a year, one every three days, at the edges of months too. */
const manyEvents: readonly EventRecord[] = Array.from({ length: 120 }, (_, number) => ({
  ...seatChange,
  eventId: `0000${String(number).padStart(4, '0')}-0000-4000-8000-000000000000`,
  aggregateVersion: number + 2,
  occurredAt: instant(Date.UTC(2026, 0, 1) + number * 3 * 86_400_000 - (number % 2)),
}));

describe('API-3: the store of the audit log', () => {
  test('a change is once in the log of each whom it concerns, however often and in whatever order it comes', async () => {
    const calm = memoryTable();
    for (const event of manyEvents) await recordEvent(event, { table: calm });
    const wild = memoryTable();
    const draws = chance('shuffled');
    const deliveries = [...manyEvents, ...manyEvents, ...manyEvents]
      .map((event) => [draws.next(), event] as const)
      .sort(([a], [b]) => a - b);
    for (const [, event] of deliveries) await recordEvent(event, { table: wild });
    expect([...wild.items.values()].sort(byKey)).toEqual([...calm.items.values()].sort(byKey));
    for (const log of [{ partnerId }, { customerId }, 'program'] as const)
      expect(await read(wild, log, { start: day('2025-12-01'), end: day('2027-01-01') })).toHaveLength(120);
  });

  test('what an interruption left out, the repeat adds', async () => {
    for (const fails of [1, 2, 3]) {
      let writes = 0;
      const table = memoryTable({
        beforeWrite() {
          writes += 1;
          if (writes === fails) throw new Error('interrupted');
        },
      });
      await expect(recordEvent(seatChange, { table })).rejects.toThrow('interrupted');
      await recordEvent(seatChange, { table });
      expect(table.items.size).toBe(3);
    }
  });

  test('a partnership is in the logs of both partners', async () => {
    const table = memoryTable();
    await recordEvent(partnership, { table });
    const { providerId, resellerId } = partnership.detail as Record<string, string>;
    const [record] = recordsOf(partnership);
    expect(await read(table, { partnerId: providerId! })).toEqual([record]);
    expect(await read(table, { partnerId: resellerId! })).toEqual([record]);
  });

  test('pages go on over the months, the newest first, and back', async () => {
    const table = memoryTable();
    for (const event of manyEvents) await recordEvent(event, { table });
    const days = { start: day('2026-02-10'), end: day('2026-05-04') };
    const expected = manyEvents
      .filter(({ occurredAt }) => occurredAt >= '2026-02-10' && occurredAt < '2026-05-04')
      .map(({ eventId }) => eventId)
      .reverse();
    expect(expected.length).toBeGreaterThan(20);
    for (const log of [{ partnerId }, { customerId }, 'program'] as const)
      for (const size of [1, 2, 3, 7, 100]) {
        const list = auditStore(table).list(log, days);
        expect((await all(list, size)).map(({ eventId }) => eventId)).toEqual(expected);
        for (let end = size; end < expected.length; end += size) {
          const place = (await list.page({ size: end })).next!;
          const start = await list.before({ size, end: place });
          const { items } = await list.page({ size, ...(start && { after: start }) });
          expect(items.map(({ eventId }) => eventId)).toEqual(expected.slice(end - size, end));
        }
      }
  });

  test('a record is found by its id in the logs that have it, and in no other', async () => {
    const table = memoryTable();
    await recordEvent(seatChange, { table });
    const [record] = recordsOf(seatChange);
    const id = recordId(record!);
    const store = auditStore(table);
    expect(await store.find(partnerId, id)).toEqual(record);
    expect(await store.find(customerId, id)).toBeUndefined();
    const { resellerId } = partnership.detail as Record<string, string>;
    expect(await store.find(resellerId!, id)).toBeUndefined();
    // The same place under another owner’s name is no id.
    expect(await store.find(partnerId, id.replace(customerId, partnerId))).toBeUndefined();
  });

  test('a record is kept thirteen months', async () => {
    const table = memoryTable();
    await recordEvent({ ...seatChange, occurredAt: '2026-01-31T23:59:59.999Z' }, { table });
    for (const { expiresAt } of table.items.values())
      expect(new Date((expiresAt as number) * 1000).toISOString()).toBe('2027-03-04T00:00:00.000Z');
  });
});

const byKey = (a: { pk: string; sk: string }, b: { pk: string; sk: string }): number =>
  `${a.pk}\t${a.sk}` < `${b.pk}\t${b.sk}` ? -1 : 1;
