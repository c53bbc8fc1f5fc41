import { describe, expect, test } from 'vitest';
import { CustomerErased } from '../../../../events/tenancy.ts';
import { purchasesKey } from '../../../../functions/commerce/buying/store/keys.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { eventsOf, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { customerPath, ids, offers, openStockedShop, type Shop, soldIn } from '../../../support/commerce.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { type CountedTable, countedTable } from '../../../support/scale/counted-table.ts';
import { soldItems } from '../../../support/scale/large-customer.ts';

/** ORD-2, row 8: what a purchase limit counts, and what counting costs. */
const pair = { partnerId: ids.partner, customerId: ids.customer };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Limited {
  readonly shop: Shop;
  limit(limit: number, limitUnitOfMeasure?: string): Promise<void>;
  buy(lines?: number): Promise<{ status: number; code?: number; ids: string[] }>;
  change(subscriptionId: string, status: 'active' | 'suspended'): Promise<number>;
  later(ms: number): void;
}

async function limitedShop(options: Parameters<typeof openStockedShop>[0] = {}): Promise<Limited> {
  const shop = await openStockedShop(options);
  return {
    shop,
    async limit(limit, limitUnitOfMeasure = 'Concurrent') {
      const path = `/v1/operator/offers/${offers.ems}`;
      const answer = await shop.send({
        as: shop.operator,
        method: 'PUT',
        path,
        body: { limitUnitOfMeasure, limit },
      });
      expect(answer.status, answer.text).toBe(200);
    },
    async buy(lines = 1) {
      const lineItems = Array.from({ length: lines }, () => ({ offerId: offers.ems, quantity: 1 }));
      const { status, body } = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
      const bought = (body.lineItems ?? []) as { subscriptionId: string }[];
      return { status, code: body.code, ids: bought.map(({ subscriptionId }) => subscriptionId.toLowerCase()) };
    },
    change: async (id, status) =>
      (await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${id}`, body: { status } })).status,
    later: (ms) => shop.setClock(new Date(Date.parse(shop.now()) + ms).toISOString()),
  };
}

const emsItems = (count: number): Item[] =>
  Array.from({ length: count }, (_, n) =>
    toItem(
      aSubscription({
        ...pair,
        offerId: offers.ems,
        subscriptionId: `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      }),
    ),
  );

describe('ORD-2: a purchase of an offer with a limit', () => {
  test('counts all that a large customer has twice, and then reads as much as with a small one', async () => {
    const memory = memoryTable();
    const table: CountedTable = countedTable(memory);
    const { shop, limit, buy, change, later } = await limitedShop({ table });
    await shop.fill(soldItems(pair, 3000));
    await limit(2);
    const units = async (): Promise<number> => {
      table.counted();
      await buy();
      return table.counted().readUnits;
    };
    expect(await units()).toBeGreaterThan(500);
    later(2 * HOUR);
    expect(await units()).toBeGreaterThan(500);
    later(HOUR);
    expect((await buy()).code).toBe(27006);
    expect(await units()).toBeLessThan(30);
    const sold = soldIn({ table: memory }).find(({ offerId }) => offerId === offers.ems);
    expect(await change(sold!.subscriptionId, 'suspended')).toBe(200);
    later(60 * DAY);
    table.counted();
    expect((await buy()).status).toBe(201);
    expect(table.counted().readUnits).toBeLessThan(40);
    expect((await buy()).code).toBe(27006);
  });

  test('that is refused over and over counts a large customer once an hour at most until it is trusted', async () => {
    const table: CountedTable = countedTable(memoryTable());
    const { shop, limit, buy, later } = await limitedShop({ table });
    await shop.fill([...soldItems(pair, 3000), ...emsItems(2)]);
    await limit(2);
    for (const isDear of [true, true, false, false]) {
      table.counted();
      expect((await buy()).code).toBe(27006);
      const { readUnits } = table.counted();
      expect(readUnits > 500).toBe(isDear);
      later(2 * HOUR);
    }
  });

  test('of which it has more than are named is still exact', async () => {
    const { shop, limit, buy, change, later } = await limitedShop();
    const items = emsItems(148);
    await shop.fill(items);
    await limit(150);
    expect((await buy()).status).toBe(201);
    later(2 * HOUR);
    expect((await buy(2)).code).toBe(27006);
    expect((await buy()).status).toBe(201);
    expect((await buy()).code).toBe(27006);
    await change(items[147]!.sk.slice('SUB#'.length), 'suspended');
    later(60 * DAY);
    expect((await buy(2)).code).toBe(27006);
    expect((await buy()).status).toBe(201);
    expect((await buy()).code).toBe(27006);
  });

  test('counts lines of a large order whose subscriptions are still to be made', async () => {
    let dies = false;
    let writes = 0;
    const hooks = {
      beforeWrite() {
        if (dies && ++writes > 1) throw new Error('the process died');
      },
    };
    const { shop, limit, buy, later } = await limitedShop({ hooks });
    await limit(42);
    expect((await buy()).status).toBe(201);
    later(2 * HOUR);
    expect((await buy()).status).toBe(201);
    dies = true;
    await buy(40).catch(() => undefined);
    dies = false;
    const made = soldIn(shop);
    expect(made).toHaveLength(2);
    expect((await buy()).code).toBe(27006);
    await shop.deliver();
    expect((await buy()).code).toBe(27006);
  });

  test('never passes the limit when twenty orders race, counted before or not', async () => {
    for (const isTrusted of [false, true]) {
      const { shop, limit, buy, later } = await limitedShop();
      await limit(4);
      if (isTrusted) {
        await buy();
        later(2 * HOUR);
        await buy();
        later(HOUR);
      }
      await Promise.all(Array.from({ length: 20 }, () => buy()));
      const made = soldIn(shop).length;
      expect([made > 0, made <= 4]).toEqual([true, true]);
      while ((await buy()).status === 201);
      const all = soldIn(shop).length;
      expect(all).toBe(4);
    }
  });

  test('is right with what was stored before counts were kept', async () => {
    const { shop, limit, buy, later } = await limitedShop();
    const before = { ...purchasesKey(pair), kind: 'purchases', shape: 1, version: 7, pending: [] };
    await shop.fill([...emsItems(2), before]);
    await limit(3);
    for (const [status, code] of [
      [201, undefined],
      [400, 27006],
    ] as const) {
      expect(await buy()).toMatchObject({ status, ...(code && { code }) });
      later(2 * HOUR);
    }
  });

  test('forgets what it counted with the customer', async () => {
    const { shop, limit, buy } = await limitedShop();
    await limit(1);
    expect((await buy()).status).toBe(201);
    const about = { tenantId: ids.customer, aggregateId: ids.customer, occurredAt: instant(shop.now()) };
    const event = newEvent(CustomerErased, about, {
      customerId: ids.customer,
      partnerIds: [ids.partner],
      country: 'US',
      reason: 'deprovisioned',
    });
    const cause = { actor: { tenantId: ids.customer, kind: 'user' as const }, correlationId: 'c', causationId: 'c' };
    const aggregate = { pk: `TENANCY#${ids.customer}`, sk: 'ERASED' };
    const [write] = outboxWrite({ aggregate, version: 1, events: [event], cause });
    await shop.deliver(eventsOf((write as { put: Item }).put));
    expect([...shop.table.items.values()].some(({ kind }) => kind === 'purchases')).toBe(false);
  });

  test.each([1, 2])('accepts what a count of everything would, whatever happens in between (seed %i)', async (seed) => {
    const { shop, limit, buy, change, later } = await limitedShop();
    let state = seed;
    const chance = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    /** What was sold, with the time since when each is suspended. */
    const sold = new Map<string, number | undefined>();
    let rule: { unit: string; max: number } = { unit: 'None', max: 0 };
    const now = () => Date.parse(shop.now());
    const lives = (since: number | undefined) => since === undefined || now() < since + 60 * DAY;
    const bought: boolean[] = [];
    for (let step = 0; step < 70; step += 1) {
      later([1000, HOUR / 2, 3 * HOUR, 20 * DAY][chance(4)]!);
      const named = [...sold.keys()][chance(Math.max(1, sold.size))];
      switch (chance(8)) {
        case 0: {
          const unit = ['None', 'Concurrent', 'Concurrent', 'Lifetime'][chance(4)]!;
          rule = { unit, max: unit === 'None' ? 0 : 1 + chance(12) };
          await limit(rule.max, rule.unit);
          break;
        }
        case 1:
        case 2:
          if (named && sold.get(named) === undefined) {
            expect(await change(named, 'suspended')).toBe(200);
            sold.set(named, now());
          }
          break;
        case 3:
          if (named && sold.get(named) !== undefined && lives(sold.get(named)))
            if ((await change(named, 'active')) === 200) sold.set(named, undefined);
          break;
        case 4:
          await shop.runJob('deprovisionSubscriptions');
          break;
        default: {
          const lines = 1 + chance(2);
          const count = rule.unit === 'Lifetime' ? sold.size : [...sold.values()].filter(lives).length;
          const isAllowed = rule.unit === 'None' || count + lines <= rule.max;
          const answer = await buy(lines);
          expect([answer.status, answer.code], `step ${step}: ${count} of ${rule.max} ${rule.unit}`).toEqual(
            isAllowed ? [201, undefined] : [400, 27006],
          );
          for (const id of answer.ids) sold.set(id, undefined);
          bought.push(isAllowed);
        }
      }
    }
    expect(new Set(bought).size).toBe(2);
  });
});
