import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../../../functions/commerce/orders/domain/order.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import type { TestAnswer } from '../../../support/api.ts';
import { customerPath, offers, openStockedShop, type Shop, soldIn } from '../../../support/commerce.ts';

/**
 * Whatever is interrupted at whatever write, before it or after it (its answer lost), is finished by a repeat of the
 * same request and by commerce's own events, delivered late, twice and in any order: never half, never twice.
 */
class Crash extends Error {}

interface Crashing {
  readonly shop: Shop;
  /** Lets the process die at a write counted from now; `after`: the write is done, its answer lost. */
  dieAt(write: number, when: 'before' | 'after'): void;
  restart(): void;
  readonly hasDied: () => boolean;
}

async function crashingShop(): Promise<Crashing> {
  let countdown = Number.POSITIVE_INFINITY;
  let when: 'before' | 'after' = 'before';
  let isDead = false;
  let wasPlace = false;
  let fatal: readonly Write[] | undefined;
  const die = (): never => {
    isDead = true;
    throw new Crash('the process died');
  };
  const shop = await openStockedShop({
    hooks: {
      beforeWrite(writes) {
        if (isDead) throw new Crash('the process is dead');
        // Places of many lines are kept at once: they count as one write.
        const isPlace = writes.some((write) => 'put' in write && write.put.sk === 'PLACE');
        if (!(isPlace && wasPlace)) countdown -= 1;
        wasPlace = isPlace;
        if (countdown !== 0) return;
        if (when === 'before') die();
        fatal = writes;
      },
      afterWrite(writes) {
        if (writes === fatal) die();
      },
    },
  });
  return {
    shop,
    dieAt(write, at) {
      countdown = write;
      when = at;
    },
    restart() {
      isDead = false;
      fatal = undefined;
      countdown = Number.POSITIVE_INFINITY;
    },
    hasDied: () => isDead,
  };
}

const stored = <T>(shop: Shop, prefix: string): T[] =>
  [...shop.table.items.values()].filter(({ sk }) => sk.startsWith(prefix)) as unknown as T[];
const subscriptionsOf = soldIn;

/** What must hold once all is quiet. */
function expectSound(shop: Shop): void {
  const subscriptions = new Map(subscriptionsOf(shop).map((of) => [of.subscriptionId, of]));
  for (const order of stored<Order>(shop, 'ORDER#')) {
    expect(order.status).toBe('completed');
    const unmade = order.lines.filter(({ subscriptionId }) => !subscriptions.has(subscriptionId!));
    expect(unmade, 'each line became a subscription').toEqual([]);
  }
  const places = new Map(
    stored<{ pk: string; partnerId: string }>(shop, 'PLACE').map((of) => [of.pk.split('#').at(-1), of]),
  );
  for (const of of subscriptions.values()) {
    if (places.get(of.subscriptionId)?.partnerId !== of.partnerId) expect.fail('the program finds it by its id');
    const base = subscriptions.get(of.parentSubscriptionId ?? '');
    if (!base) continue;
    if (!base.addOnIds.includes(of.subscriptionId)) expect.fail('its base knows it');
    const [own, bases] = [of, base].map(({ status, termEndOn, billingCycle }) => [status, termEndOn, billingCycle]);
    if (!isDeepStrictEqual(own, bases)) expect(own).toEqual(bases);
  }
  for (const { pending } of stored<{ pending: string[] }>(shop, 'PURCHASES')) expect(pending).toEqual([]);
  const versions = Map.groupBy(
    shop.events.filter(({ type }) => type.startsWith('Subscription')),
    ({ aggregateId }) => aggregateId,
  );
  expect(versions.size).toBe(subscriptions.size);
  for (const [id, events] of versions) {
    const numbers = events.map(({ aggregateVersion }) => aggregateVersion).sort((a, b) => a - b);
    if (numbers.some((number, index) => number !== index + 1)) expect.fail(`${id} has the saves ${numbers}`);
  }
}

const unanswered = async (call: Promise<TestAnswer>): Promise<TestAnswer | undefined> => {
  try {
    return await call;
  } catch {
    return undefined;
  }
};

/** What is long repeats the same kind of write; after these, only some of them are tried. */
const EVERY_WRITE_UP_TO = 9;
/** More than an order of 100 lines takes. */
const OF_A_LARGE_ORDER = 24;
const SPARSE_STEP = 11;
/** Who dies behind a write has stored what one who dies before the next has: that is tried at the first ones, then now and then. */
const ALSO_BEHIND_UP_TO = 4;
const BEHIND_STEP = 4;

function stepBehind(write: number, when: 'before' | 'after', everyUpTo: number): number {
  if (write >= everyUpTo) return SPARSE_STEP;
  return when === 'before' || write < ALSO_BEHIND_UP_TO ? 1 : BEHIND_STEP;
}

/** Runs a request that dies at every write in turn, repeats it as a client would, and lets events do the rest. */
async function surviveEverywhere(
  arrange: (shop: Shop) => Promise<() => Promise<TestAnswer>>,
  check: (shop: Shop) => void,
  { repeats = true, everyUpTo = EVERY_WRITE_UP_TO } = {},
): Promise<number> {
  let deaths = 0;
  const crashing = await crashingShop();
  const { shop } = crashing;
  const call = await arrange(shop);
  await shop.deliver();
  const [begun, now, told] = [shop.table.mark(), shop.now(), shop.events.length];
  for (const when of ['before', 'after'] as const)
    for (let write = 1; ; write += stepBehind(write, when, everyUpTo)) {
      begun.undo();
      shop.events.length = told;
      shop.setClock(now);
      crashing.dieAt(write, when);
      await unanswered(call());
      const died = crashing.hasDied();
      crashing.restart();
      if (died && repeats) {
        shop.setClock(new Date(Date.parse(shop.now()) + 31_000).toISOString());
        const answer = await call();
        expect(answer.status, answer.text).toBeLessThan(300);
      }
      await shop.deliver([...shop.events].reverse());
      await shop.deliver([...shop.events]);
      expectSound(shop);
      check(shop);
      if (!died) break;
      deaths += 1;
    }
  return deaths;
}

const headers = { 'ms-requestid': 'eeeeeeee-0000-4000-8000-000000000001' };
const post = (shop: Shop, path: string, body: object, requestHeaders = headers) =>
  shop.send({ method: 'POST', path: `${customerPath}${path}`, body, headers: requestHeaders });
const e3 = { offerId: offers.e3, quantity: 2 };
const calling = { offerId: offers.audioConferencing, quantity: 1 };
const many = <T>(count: number, line: T): T[] => Array.from({ length: count }, () => line);

async function withBase(shop: Shop): Promise<{ baseId: string; orderId: string }> {
  const { body } = await post(
    shop,
    '/orders',
    { lineItems: [e3] },
    { 'ms-requestid': 'eeeeeeee-0000-4000-8000-00000000ba5e' },
  );
  return { orderId: body.id, baseId: body.lineItems[0].subscriptionId };
}

describe('interrupted at every write', () => {
  test('ORD-1, ORD-6: a small order is placed once and whole', async () => {
    const deaths = await surviveEverywhere(
      async (shop) => () => post(shop, '/orders', { lineItems: [e3, calling, e3] }),
      (shop) => expect([stored(shop, 'ORDER#').length, subscriptionsOf(shop).length]).toEqual([1, 3]),
    );
    expect(deaths).toBeGreaterThanOrEqual(4);
  });

  test('ORD-1, ORD-6: an order of 100 lines is placed once and whole', async () => {
    const deaths = await surviveEverywhere(
      async (shop) => () => post(shop, '/orders', { lineItems: [e3, ...many(49, calling), ...many(50, e3)] }),
      (shop) => expect([stored(shop, 'ORDER#').length, subscriptionsOf(shop).length]).toEqual([1, 100]),
      { everyUpTo: OF_A_LARGE_ORDER },
    );
    expect(deaths).toBeGreaterThanOrEqual(20);
    expect(deaths).toBeLessThan(2 * OF_A_LARGE_ORDER);
  });

  test('ORD-6: of 30 lines each attempt goes on where the one before it broke off', async () => {
    let [noted, lastOf] = [0, 20];
    const shop = await openStockedShop({
      hooks: {
        beforeWrite(writes) {
          if (!writes.some((write) => 'put' in write && write.put.sk === 'PLACE')) return;
          noted += 1;
          if (noted >= lastOf) throw new Crash('the process died');
        },
      },
    });
    const place = () => post(shop, '/orders', { lineItems: many(30, e3) });
    await unanswered(place());
    expect(stored(shop, 'PLACE')).toHaveLength(19);
    [noted, lastOf] = [0, Number.POSITIVE_INFINITY];
    shop.setClock(new Date(Date.parse(shop.now()) + 31_000).toISOString());
    const { status } = await place();
    expect([status, noted, subscriptionsOf(shop).length]).toEqual([201, 11, 30]);
    expectSound(shop);
  });

  test('ORD-1: an order is whole even if its client never repeats it', async () => {
    await surviveEverywhere(
      async (shop) => () => post(shop, '/orders', { lineItems: many(60, e3) }),
      (shop) => expect([0, 60]).toContain(subscriptionsOf(shop).length),
      { repeats: false },
    );
  });

  test('SUB-2: 60 add-ons bought into an order are bought once', async () => {
    await surviveEverywhere(
      async (shop) => {
        const { baseId, orderId } = await withBase(shop);
        const lineItems = many(60, { ...calling, parentSubscriptionId: baseId });
        return () =>
          shop.send({ method: 'PATCH', path: `${customerPath}/orders/${orderId}`, body: { lineItems }, headers });
      },
      (shop) => expect(subscriptionsOf(shop)).toHaveLength(61),
    );
  });

  test.each`
    meanwhile            | change
    ${'renewed'}         | ${{}}
    ${'moved to a year'} | ${{ billingCycle: 'annual' }}
    ${'came to its end'} | ${{ autoRenewEnabled: false }}
  `('SUB-2: add-ons that were not made before their base $meanwhile follow it', async ({ change }) => {
    const { shop, dieAt, restart } = await crashingShop();
    const { baseId, orderId } = await withBase(shop);
    await shop.deliver();
    if ('autoRenewEnabled' in change)
      await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${baseId}`, body: change });
    dieAt(2, 'after');
    const lineItems = many(60, { ...calling, parentSubscriptionId: baseId });
    await unanswered(post(shop, '/orders', { lineItems }));
    restart();
    expect(subscriptionsOf(shop)).toHaveLength(1);
    if ('billingCycle' in change) {
      const changed = await shop.send({ method: 'PATCH', path: `${customerPath}/orders/${orderId}`, body: change });
      expect(changed.status, changed.text).toBe(200);
    } else await shop.runJob('renewSubscriptions', '2027-02-11T00:05:00.000Z');
    await shop.deliver(shop.events.filter(({ type }) => !type.startsWith('Order')));
    await shop.deliver(shop.events.filter(({ type }) => type.startsWith('Order')));
    expectSound(shop);
    expect(subscriptionsOf(shop)).toHaveLength(61);
  });

  test('ORD-1, ORD-6: a checkout places each group once', async () => {
    await surviveEverywhere(
      async (shop) => {
        const line = (billingCycle: string) => ({ catalogItemId: offers.e3, quantity: 1, billingCycle });
        const { body } = await post(shop, '/carts', { lineItems: [...many(50, line('monthly')), line('annual')] });
        return () => post(shop, `/carts/${body.id}/checkout`, {});
      },
      (shop) => expect([stored(shop, 'ORDER#').length, subscriptionsOf(shop).length]).toEqual([2, 51]),
    );
  });

  test('ORD-3: a change of cycle reaches all of 60 subscriptions', async () => {
    await surviveEverywhere(
      async (shop) => {
        const { body } = await post(
          shop,
          '/orders',
          { lineItems: many(60, e3) },
          { 'ms-requestid': 'eeeeeeee-0000-4000-8000-00000000ba5e' },
        );
        return () =>
          shop.send({
            method: 'PATCH',
            path: `${customerPath}/orders/${body.id}`,
            body: { billingCycle: 'annual' },
            headers,
          });
      },
      (shop) => {
        const cycles = new Set(subscriptionsOf(shop).map(({ billingCycle }) => billingCycle));
        expect([...cycles]).toEqual([stored<Order>(shop, 'ORDER#')[0]!.billingCycle]);
      },
    );
  });

  test('SUB-5: a suspension takes all of 120 add-ons along', async () => {
    await surviveEverywhere(
      async (shop) => {
        const { baseId, orderId } = await withBase(shop);
        for (const id of ['a', 'b'])
          await shop.send({
            method: 'PATCH',
            path: `${customerPath}/orders/${orderId}`,
            body: { lineItems: many(60, { ...calling, parentSubscriptionId: baseId }) },
            headers: { 'ms-requestid': `eeeeeeee-0000-4000-8000-00000000add${id}` },
          });
        return () =>
          shop.send({
            method: 'PATCH',
            path: `${customerPath}/subscriptions/${baseId}`,
            body: { status: 'suspended' },
          });
      },
      (shop) => expect(new Set(subscriptionsOf(shop).map(({ status }) => status))).toEqual(new Set(['suspended'])),
    );
  });
});

describe('jobs interrupted at every write', () => {
  const runJob = (job: 'renewSubscriptions' | 'deprovisionSubscriptions', at: string) => async (shop: Shop) => {
    await post(shop, '/orders', { lineItems: [e3, ...many(30, calling), ...many(3, e3)] });
    if (job === 'deprovisionSubscriptions')
      for (const of of subscriptionsOf(shop).filter(({ parentSubscriptionId }) => !parentSubscriptionId))
        await shop.send({
          method: 'PATCH',
          path: `${customerPath}/subscriptions/${of.subscriptionId}`,
          body: { status: 'suspended' },
        });
    return async () => {
      await shop.runJob(job, at);
      return { status: 200 } as TestAnswer;
    };
  };

  test('SUB-1: renewal goes on where it stopped', async () => {
    const deaths = await surviveEverywhere(runJob('renewSubscriptions', '2027-02-11T00:05:00.000Z'), (shop) =>
      expect(new Set(subscriptionsOf(shop).map(({ termEndOn }) => termEndOn))).toEqual(new Set(['2028-02-10'])),
    );
    expect(deaths).toBeGreaterThanOrEqual(8);
  });

  test('SUB-4: deprovisioning goes on where it stopped', async () => {
    await surviveEverywhere(runJob('deprovisionSubscriptions', '2026-05-01T00:10:00.000Z'), (shop) =>
      expect(new Set(subscriptionsOf(shop).map(({ status }) => status))).toEqual(new Set(['deleted'])),
    );
  });
});

describe('at the same time', () => {
  test('SUB-5: an add-on bought while its base is suspended follows it, in whatever order they come', async () => {
    for (let round = 0; round < 10; round += 1) {
      const shop = await openStockedShop();
      const { baseId } = await withBase(shop);
      const buy = () => post(shop, '/orders', { lineItems: [{ ...calling, parentSubscriptionId: baseId }] });
      const suspend = () =>
        shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${baseId}`, body: { status: 'suspended' } });
      await Promise.all(round % 2 ? [buy(), suspend()] : [suspend(), buy()]);
      const statuses = subscriptionsOf(shop).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set(['suspended']));
    }
  });

  test('SUB-2: of a hundred changes at once each is carried out once or told to come again, and none is lost', async () => {
    const shop = await openStockedShop();
    const { baseId } = await withBase(shop);
    const changes = Array.from({ length: 100 }, (_, n) =>
      n % 2 ? { quantity: n + 3 } : { friendlyName: `Staff ${n}`, autoRenewEnabled: n % 4 === 0 },
    );
    const answers = await Promise.all(
      changes.map((body) => shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${baseId}`, body })),
    );
    expect(answers.every(({ status, body }) => status === 200 || body.code === 800082)).toBe(true);
    const done = changes.filter((_, n) => answers[n]!.status === 200);
    const told = shop.events.filter(({ type }) => type === 'SubscriptionUpdated').map(({ detail }) => detail);
    const timesTold = ({ quantity, friendlyName }: (typeof changes)[number]): number =>
      told.filter(({ changed, after }) => {
        const { is, by } = { is: after as Record<string, unknown>, by: changed as string[] };
        return quantity === undefined
          ? by.includes('friendlyName') && is.friendlyName === friendlyName
          : by.includes('quantity') && is.quantity === quantity;
      }).length;
    expect(done.length).toBeGreaterThan(0);
    expect(changes.map(timesTold)).toEqual(answers.map(({ status }) => (status === 200 ? 1 : 0)));
    const [of] = subscriptionsOf(shop);
    expect(told).toHaveLength(done.length);
    expect(of!.version).toBe(1 + done.length);
    expectSound(shop);
  });
});
