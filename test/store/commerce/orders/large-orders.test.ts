import { describe, expect, test } from 'vitest';
import { CATALOGUE_COLUMNS, csvRows } from '../../../../functions/commerce/catalogue/operations/offer-csv.ts';
import type { Order } from '../../../../functions/commerce/orders/domain/order.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { customerPath, demoFile, offers, openStockedShop, type Shop, soldIn } from '../../../support/commerce.ts';

/** What the largest orders cost: calls of the table, counted, because each takes some milliseconds of a limited call. */
interface CountedShop extends Shop {
  /** Reads and writes since the last time. */
  counted(): { reads: number; writes: number };
}

async function countedShop(): Promise<CountedShop> {
  let [reads, writes] = [0, 0];
  const shop = await openStockedShop({
    hooks: {
      beforeRead() {
        reads += 1;
      },
      beforeWrite() {
        writes += 1;
      },
    },
  });
  const counted = () => {
    const now = { reads, writes };
    [reads, writes] = [0, 0];
    return now;
  };
  return { ...shop, counted };
}

const many = <T>(count: number, line: T): T[] => Array.from({ length: count }, () => line);
const e3 = { offerId: offers.e3, quantity: 1 };
const calling = { offerId: offers.audioConferencing, quantity: 1 };
const stored = <T>(shop: Shop, prefix: string): T[] =>
  [...shop.table.items.values()].filter(({ sk }) => sk.startsWith(prefix)) as unknown as T[];
const cyclesOf = (shop: Shop) => [...new Set(soldIn(shop).map(({ billingCycle }) => billingCycle))];
const idsOf = (answer: { body: { lineItems: { subscriptionId: string }[] } }): string[] =>
  answer.body.lineItems.map(({ subscriptionId }) => subscriptionId);

/** Places an order of bases that grows by add-ons, one base after the other. */
async function ordered(shop: Shop, bases: number, addOns: number) {
  const placed = await shop.send({
    method: 'POST',
    path: `${customerPath}/orders`,
    body: { lineItems: many(bases, e3) },
  });
  expect(placed.status, placed.text).toBe(201);
  const ids = idsOf(placed);
  const lineItems = Array.from({ length: addOns }, (_, n) => ({ ...calling, parentSubscriptionId: ids[n % bases] }));
  const grown = addOns > 0 ? await patch(shop, `orders/${placed.body.id}`, { lineItems }) : placed;
  expect(grown.status, grown.text).toBeLessThan(300);
  await untilQuiet(shop);
  return { orderId: placed.body.id as string, ids };
}

/** Delivers all events, also those that deliveries raise. */
async function untilQuiet(shop: Shop): Promise<void> {
  for (let seen = -1; seen !== shop.events.length; ) {
    seen = shop.events.length;
    await shop.deliver();
  }
}
const patch = (shop: Shop, path: string, body: object) =>
  shop.send({ method: 'PATCH', path: `${customerPath}/${path}`, body });

describe('the largest orders', () => {
  test.each`
    bases  | addOns | because
    ${1}   | ${198} | ${'one base has all the others'}
    ${100} | ${99}  | ${'half of them are bases'}
  `('ORD-3: the cycle of 199 lines changes in a few calls of the table, when $because', async ({ bases, addOns }) => {
    const shop = await countedShop();
    const { orderId } = await ordered(shop, bases, addOns);
    shop.counted();
    const changed = await patch(shop, `orders/${orderId}`, { billingCycle: 'annual' });
    const { reads, writes } = shop.counted();
    expect(changed.status, changed.text).toBe(200);
    expect([cyclesOf(shop), stored<Order>(shop, 'ORDER#')[0]!.status]).toEqual([['annual'], 'completed']);
    expect(writes).toBeLessThanOrEqual(9);
    expect(reads).toBeLessThanOrEqual(40);
    await untilQuiet(shop);
    const events = shop.events.filter(({ type }) => type === 'SubscriptionUpdated');
    expect(new Set(events.map(({ aggregateId }) => aggregateId)).size).toBe(199);
    expect(events).toHaveLength(199);
  });

  test('SUB-5: a base takes 198 add-ons along in a few calls of the table', async () => {
    const shop = await countedShop();
    const [base] = (await ordered(shop, 1, 198)).ids;
    for (const status of ['suspended', 'active']) {
      shop.counted();
      const changed = await patch(shop, `subscriptions/${base}`, { status });
      expect(changed.status, changed.text).toBe(200);
      expect(new Set(soldIn(shop).map((of) => of.status))).toEqual(new Set([status]));
      const { reads, writes } = shop.counted();
      expect(writes).toBeLessThanOrEqual(7);
      expect(reads).toBeLessThanOrEqual(40);
    }
  });

  test('ORD-3: what is more than a call may take is gone on with by events, and nothing else changes meanwhile', async () => {
    const shop = await countedShop();
    const [bases, addOnsOfEach] = [45, 26];
    const { orderId, ids } = await ordered(shop, bases, 0);
    for (const parentSubscriptionId of ids) {
      const lineItems = many(addOnsOfEach, { ...calling, parentSubscriptionId });
      await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
    }
    await untilQuiet(shop);
    const path = `orders/${orderId}`;
    shop.counted();
    const changed = await patch(shop, path, { billingCycle: 'annual' });
    expect([changed.status, changed.body.billingCycle, changed.body.status]).toEqual([200, 'annual', 'pending']);
    expect(shop.counted().writes).toBeLessThanOrEqual(23);
    expect(cyclesOf(shop).sort()).toEqual(['annual', 'monthly']);
    const early = await patch(shop, path, { billingCycle: 'monthly' });
    expect([early.status, early.body.code]).toEqual([400, 800072]);
    await untilQuiet(shop);
    const order = stored<Order>(shop, 'ORDER#').find((of) => of.orderId.toLowerCase() === orderId.toLowerCase())!;
    expect([cyclesOf(shop), order.status, order.cycleChange]).toEqual([['annual'], 'completed', undefined]);
    const events = shop.events.filter(({ type }) => type === 'SubscriptionUpdated');
    expect(events).toHaveLength(bases * (1 + addOnsOfEach));
  });

  test('SUB-2: a base has a thousand add-ons, and not one more', async () => {
    const shop = await countedShop();
    const { ids } = await ordered(shop, 1, 0);
    const base = soldIn(shop)[0]!;
    const withAddOns = (count: number) => ({ ...base, addOnIds: Array.from({ length: count }, (_, n) => `gone-${n}`) });
    const buy = (count: number) => {
      const lineItems = many(count, { ...calling, parentSubscriptionId: ids[0] });
      return shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
    };
    await shop.fill([toItem(withAddOns(998))]);
    const refused = await buy(3);
    expect([refused.status, refused.body.code]).toEqual([400, 800002]);
    expect(refused.body.description).toContain('1,000 add-ons');
    expect((await buy(2)).status).toBe(201);
    expect((await buy(1)).status).toBe(400);
  });

  test.each`
    lines | because
    ${20} | ${'each is stored in one transaction'}
    ${60} | ${'each is made after it is stored'}
  `('SUB-2: of orders at once none brings a base beyond a thousand add-ons, when $because', async ({ lines }) => {
    const shop = await countedShop();
    const { ids } = await ordered(shop, 1, 0);
    const base = soldIn(shop)[0]!;
    const addOnIds = Array.from({ length: 1000 - 2 * lines }, (_, n) => `gone-${n}`);
    await shop.fill([toItem({ ...base, addOnIds })]);
    const lineItems = many(lines, { ...calling, parentSubscriptionId: ids[0] });
    const order = () => shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
    const answers = await Promise.all([order(), order(), order(), order()]);
    await untilQuiet(shop);
    const bought = answers.filter(({ status }) => status === 201).length;
    expect(bought).toBeGreaterThan(0);
    expect(bought).toBeLessThanOrEqual(2);
    const made = soldIn(shop);
    const known = made.find(({ subscriptionId }) => subscriptionId === base.subscriptionId)!;
    expect([known.addOnIds.length, made.length - 1]).toEqual([addOnIds.length + bought * lines, bought * lines]);
  });

  test('SUB-2: add-ons for a hundred bases are one order, unless one of those that are not entered at once is half full', async () => {
    const shop = await countedShop();
    const { ids } = await ordered(shop, 100, 0);
    const order = () => {
      const lineItems = ids.map((parentSubscriptionId) => ({ ...calling, parentSubscriptionId }));
      return shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
    };
    const placed = await order();
    expect(placed.status, placed.text).toBe(201);
    await untilQuiet(shop);
    expect(
      soldIn(shop)
        .map(({ addOnIds }) => addOnIds.length)
        .sort(),
    ).toEqual([...many(100, 0), ...many(100, 1)]);
    const addOnIds = Array.from({ length: 600 }, (_, n) => `gone-${n}`);
    const bases = soldIn(shop).filter((of) => of.parentSubscriptionId === undefined);
    await shop.fill(bases.map((base) => toItem({ ...base, addOnIds })));
    const before = shop.table.items.size;
    const refused = await order();
    expect([refused.status, refused.body.code, shop.table.items.size]).toEqual([400, 800002, before]);
  });

  describe('ORD-2: seats of limited offers are counted in the transaction of the order', () => {
    const sold = csvRows(demoFile('catalogue.csv'), CATALOGUE_COLUMNS);
    const bases = (sold.ok ? sold.value : [])
      .map(({ cells }) => cells)
      .filter(({ isAddOn, segments, billing }) => [isAddOn, segments, billing].join() === 'false,commercial,license')
      .filter(({ minimumQuantity, limitUnitOfMeasure }) => minimumQuantity === '1' && limitUnitOfMeasure === 'None')
      .filter(({ nationalCloud }) => !nationalCloud)
      .map(({ offerId }) => offerId!);
    const lines = (count: number) => bases.slice(0, count).map((offerId) => ({ offerId, quantity: 1 }));

    async function limitedShop(): Promise<Shop> {
      const shop = await openStockedShop();
      const body = { tenantSeatCap: 1000, inventory: { limit: 1000 } };
      for (const offerId of bases.slice(0, 60)) {
        const put = { as: shop.operator, method: 'PUT', path: `/v1/operator/offers/${offerId}`, body } as const;
        expect((await shop.send(put)).status).toBe(200);
      }
      return shop;
    }
    const counters = (shop: Shop) => [...shop.table.items.values()].filter(({ kind }) => kind === 'allowance').length;

    test('as many as it holds are ordered, more are refused and change nothing', async () => {
      const shop = await limitedShop();
      const path = `${customerPath}/orders`;
      const before = shop.table.items.size;
      const refused = await shop.send({ method: 'POST', path, body: { lineItems: lines(60) } });
      expect([refused.status, refused.body.code]).toEqual([400, 800002]);
      expect(refused.body.description).toContain('order them in several parts');
      expect([shop.table.items.size, counters(shop)]).toEqual([before, 0]);
      const placed = await shop.send({ method: 'POST', path, body: { lineItems: lines(40) } });
      expect(placed.status, placed.text).toBe(201);
      expect([counters(shop), soldIn(shop).length]).toEqual([80, 40]);
    });

    test('a cart says of the group that is too large what its order would, and places the others', async () => {
      const shop = await limitedShop();
      const lineItems = [
        ...lines(60).map(({ offerId, quantity }, id) => ({
          id,
          catalogItemId: offerId,
          quantity,
          billingCycle: 'monthly',
        })),
        { id: 60, catalogItemId: bases[61]!, quantity: 1, billingCycle: 'annual' },
      ];
      const cart = await shop.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems } });
      expect(cart.status, cart.text).toBe(201);
      const done = await shop.send({
        method: 'POST',
        path: `${customerPath}/carts/${cart.body.id}/checkout`,
        body: {},
      });
      expect(done.status, done.text).toBe(201);
      const { orders, orderErrors } = done.body;
      expect(orders.map((order: { lineItems: unknown[] }) => order.lineItems.length)).toEqual([1]);
      expect(orderErrors.map(({ code }: { code: number }) => code)).toEqual([800002]);
      expect(counters(shop)).toBe(0);
    });
  });
});
