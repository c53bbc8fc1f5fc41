import { beforeEach, describe, expect, test } from 'vitest';
import { toItem } from '../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { subscriptionOf } from '../../../functions/commerce/subscriptions/store/subscription-store.ts';
import { customerPath, ids, openShop, type Shop } from '../../support/commerce.ts';
import { aSubscription } from '../../support/commerce-builders.ts';
import { memoryTable } from '../../support/memory-table.ts';
import { type CountedTable, countedTable } from '../../support/scale/counted-table.ts';
import {
  historyItems,
  orderIdOf,
  orderItems,
  soldItems,
  subscriptionIdOf,
} from '../../support/scale/large-customer.ts';

/** What is read of one customer who bought ten thousand times. */
const MANY = 10_000;
/** A megabyte, read consistently, and what every call reads besides. */
const PAGE_UNITS_MAX = 290;
/** Of an answer of a function; larger ones would have to be fetched elsewhere. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

const pair = { partnerId: ids.partner, customerId: ids.customer };
const base = aSubscription({ ...pair });

let table: CountedTable;
let shop: Shop;
beforeEach(async () => {
  table = countedTable(memoryTable());
  shop = await openShop({ table });
});

interface Row {
  readonly id: string;
}
interface Walk {
  readonly rows: readonly Record<string, unknown>[];
  readonly pages: number;
  readonly units: number;
  readonly bytes: number;
}

/** Follows `next` from the first page on; says what the dearest page cost. */
async function walked(path: string): Promise<Walk> {
  const rows: Record<string, unknown>[] = [];
  let [pages, units, bytes] = [0, 0, 0];
  let next: { uri: string; headers: { key: string; value: string }[] } | undefined;
  do {
    table.counted();
    const headers = Object.fromEntries((next?.headers ?? []).map(({ key, value }) => [key, value]));
    const answer = await shop.send({ path: next ? `/v1${next.uri}` : path, headers });
    expect(answer.status, answer.text).toBe(200);
    units = Math.max(units, table.counted().readUnits);
    bytes = Math.max(bytes, Buffer.byteLength(answer.text));
    rows.push(...answer.body.items);
    expect(answer.body.totalCount).toBe(answer.body.items.length);
    pages += 1;
    next = answer.body.links?.next;
  } while (next);
  return { rows, pages, units, bytes };
}
const idsIn = ({ rows }: Walk): string[] => (rows as unknown as Row[]).map(({ id }) => id.toLowerCase());
const expectBounded = ({ units, bytes }: Walk): void => {
  expect(units).toBeLessThanOrEqual(PAGE_UNITS_MAX);
  expect(bytes).toBeLessThanOrEqual(ANSWER_BYTES_MAX);
};
const allIds = (idOf: (n: number) => string) => Array.from({ length: MANY }, (_, n) => idOf(n)).sort();

describe('SUB-7: a customer with ten thousand subscriptions', () => {
  beforeEach(async () => {
    await shop.fill([...soldItems(pair, MANY), ...orderItems(pair, MANY)]);
  });

  test('has each of them on one page, none twice, whatever the client knows of paging', async () => {
    const all = await walked(`${customerPath}/subscriptions`);
    expect(idsIn(all).sort()).toEqual(allIds(subscriptionIdOf));
    expectBounded(all);
    expect(all.pages).toBeGreaterThan(5);
  });

  test('has each of its orders on one page, none twice', async () => {
    const all = await walked(`${customerPath}/orders`);
    expect(idsIn(all).sort()).toEqual(allIds(orderIdOf));
    expectBounded(all);
    expect((await walked(`${customerPath}/orders?billingType=annual`)).rows).toEqual([]);
  });

  test('finds ten of one reseller, a megabyte at a time', async () => {
    const few = await walked(`${customerPath}/subscriptions?mpn_id=4512345`);
    expect(few.rows).toHaveLength(10);
    expectBounded(few);
  });

  test('finds those of one order by reading that order, and knows which orders there are', async () => {
    const one = await walked(`${customerPath}/subscriptions?order_id=${orderIdOf(77).toUpperCase()}`);
    expect([idsIn(one), one.pages]).toEqual([[subscriptionIdOf(77)], 1]);
    expect(one.units).toBeLessThan(15);
    const none = await shop.send({ path: `${customerPath}/subscriptions?order_id=${subscriptionIdOf(1)}` });
    expect([none.status, none.body.code]).toEqual([404, 20000]);
  });
});

test('SUB-7: orders as large as they may be fit into an answer, too', async () => {
  await shop.fill(orderItems(pair, 30, 200));
  const all = await walked(`${customerPath}/orders?include_price=true`);
  expect(all.rows).toHaveLength(30);
  expectBounded(all);
});

test('API-3: a history of ten thousand saves is read a megabyte at a time, in their order', async () => {
  await shop.fill([toItem(base), ...historyItems(base, MANY)]);
  const all = await walked(`${customerPath}/subscriptions/${base.subscriptionId}/history`);
  expect(all.rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: MANY }, (_, n) => n + 1));
  expectBounded(all);
  expect(all.pages).toBeGreaterThan(1);
});

test('API-3: what was saved before history had items of its own comes first, from its events', async () => {
  const told = (version: number, quantity: number) => ({
    pk: toItem(base).pk,
    sk: `OUTBOX#SUB#${base.subscriptionId}#${String(version).padStart(9, '0')}`,
    outbox: [
      {
        type: 'SubscriptionUpdated',
        aggregateVersion: version,
        occurredAt: '2026-01-01T00:00:00.000Z',
        actor: { tenantId: ids.partner, kind: 'user', principalId: 'somebody' },
        detail: { changed: ['quantity'], before: { quantity }, after: { quantity: quantity + 1 } },
      },
    ],
  });
  const kept = historyItems(base, 6).slice(3);
  await shop.fill([toItem(base), ...[1, 2, 3, 4, 5, 6].map((version) => told(version, version)), ...kept]);
  const path = `${customerPath}/subscriptions/${base.subscriptionId}/history`;
  const sequence = (walk: Walk) => walk.rows.map((row) => row.sequence);
  expect(sequence(await walked(path))).toEqual([1, 2, 3, 4, 5, 6]);
  const byTwo = await walked(`${path}?size=2`);
  expect([sequence(byTwo), byTwo.pages]).toEqual([[1, 2, 3, 4, 5, 6], 3]);
});

test('SUB-2: a thousand add-ons of one base are listed in the order in which they were bought', async () => {
  const addOns = soldItems(pair, 1000).map((item) =>
    toItem({ ...subscriptionOf(item), parentSubscriptionId: base.subscriptionId }),
  );
  const addOnIds = Array.from({ length: 1000 }, (_, n) => subscriptionIdOf(n));
  await shop.fill([toItem({ ...base, addOnIds }), ...addOns]);
  const all = await walked(`${customerPath}/subscriptions/${base.subscriptionId}/addons`);
  expect([idsIn(all), all.pages]).toEqual([addOnIds, 2]);
  expect(all.bytes).toBeLessThan(ANSWER_BYTES_MAX);
});

test('SUB-7: a small customer gets all at once, oldest first, without a word of pages', async () => {
  await shop.fill([...soldItems(pair, 20), ...orderItems(pair, 20)]);
  const found = [];
  for (const list of ['subscriptions', 'orders']) {
    const answer = await shop.send({ path: `${customerPath}/${list}` });
    expect(Object.keys(answer.body)).toEqual(['totalCount', 'items', 'links', 'attributes']);
    const self = { uri: `/customers/${ids.customer}/${list}`, method: 'GET', headers: [] };
    expect(answer.body.links).toEqual({ self });
    found.push(answer.body.items.map(({ id }: Row) => id.toLowerCase()));
  }
  const numbered = Array.from({ length: 20 }, (_, n) => n);
  expect(found).toEqual([numbered.map(subscriptionIdOf), numbered.map(orderIdOf)]);
});
