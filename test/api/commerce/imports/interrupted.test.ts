import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../support/program.ts';
import { OFFERS } from '../../../support/sales.ts';
import { CUSTOMER_HEAD, csvOf, customerRow, importNow, importStage, ORDER_HEAD, startImport } from './stage.ts';

/**
 * An import is worked by deliveries that are killed before or behind any write, come twice, late and out of order, two at once. However it goes,
 * each row takes effect once, results stand in the order of the rows, and nothing comes of a row that is refused.
 */
class Killed extends Error {}

/** A write that is lost, or its answer (`isDone`), after so many others of the delivery. */
interface Kill {
  readonly after: number;
  readonly isDone: boolean;
}

/** What becomes of the deliveries of an import, one after the other. */
interface Fate {
  /** Where they are killed. */
  readonly kills: readonly Kill[];
  /** Which of those that wait comes next, and whether it comes twice at once. */
  readonly turns: readonly { readonly pick: number; readonly isTwice: boolean }[];
  readonly resumes: number;
}

const fates: fc.Arbitrary<Fate> = fc.record({
  kills: fc.array(fc.record({ after: fc.nat(30), isDone: fc.boolean() }), { minLength: 8, maxLength: 20 }),
  turns: fc.array(fc.record({ pick: fc.nat(20), isTwice: fc.boolean() }), { minLength: 20, maxLength: 80 }),
  resumes: fc.nat(3),
});

/** Killed at its first write, then at its second, and so on, until it comes through. */
const atEveryWrite = (isDone: boolean): Fate => ({
  kills: Array.from({ length: 200 }, (_, index) => ({ after: index % 40, isDone })),
  turns: [],
  resumes: 0,
});

const OF_IMPORTS = ['ImportAdvanced', 'CustomerRowsHandedOver', 'CustomerRowsTaken'];
const isOfImports = (delivery: Delivery): boolean => 'event' in delivery && OF_IMPORTS.includes(delivery.event.type);

/** The log hears of imports as well; what it does is proved elsewhere. */
const isAudit = (delivery: Delivery): boolean =>
  delivery.context === 'tenancy' && 'event' in delivery && delivery.event.type !== 'CustomerRowsHandedOver';

async function interruptible() {
  let left: Kill | undefined;
  const step = (isDone: boolean): void => {
    if (!left || left.isDone !== isDone) return;
    if (left.after > 0) left = { ...left, after: left.after - 1 };
    else {
      left = undefined;
      throw new Killed();
    }
  };
  const stage = await importStage({
    settles: false,
    hooks: { beforeWrite: () => step(false), afterWrite: () => step(true) },
    step: () => step(false),
  });
  await stage.world.program.settle();
  const kill = (next: Kill | undefined): void => {
    left = next;
  };
  return { stage, kill };
}

/** Delivers all that waits as the fate has it; what was killed is delivered again. */
async function live({ stage, kill }: Awaited<ReturnType<typeof interruptible>>, id: string, fate: Fate): Promise<void> {
  const { program } = stage.world;
  const kills = [...fate.kills];
  const turns = [...fate.turns];
  let resumes = fate.resumes;
  const deliver = async (delivery: Delivery): Promise<void> => {
    const isKilled = isOfImports(delivery) && !isAudit(delivery);
    kill(isKilled ? kills.shift() : undefined);
    try {
      await program.deliver(delivery);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      // At the front: the staircase of atEveryWrite climbs with one delivery.
      program.waiting.unshift(delivery);
    } finally {
      kill(undefined);
    }
  };
  while (program.waiting.length > 0) {
    const { pick, isTwice } = turns.shift() ?? { pick: 0, isTwice: false };
    const [next] = program.waiting.splice(pick % program.waiting.length, 1);
    if (isTwice) await Promise.all([deliver(next!), deliver(next!)]);
    else await deliver(next!);
    if (resumes > 0 && turns.length % 7 === 3) {
      resumes -= 1;
      await stage.send({ method: 'POST', path: `/v1/imports/${id}/resume` });
    }
  }
}

const of = (results: readonly { row: number; key: string; status: string }[]) =>
  results.map(({ row, key, status }) => `${row} ${key} ${status}`);

async function ordersOnce(fate: Fate): Promise<void> {
  const world = await interruptible();
  const { stage } = world;
  const { customerId, domain } = stage;
  const file = csvOf([
    ORDER_HEAD,
    ['addon', customerId, '', OFFERS.addOn, 30, '', '', 'base'],
    ...Array.from({ length: 26 }, (_, index) => [`row-${index}`, '', domain, OFFERS.base, 100 + index, '', '', '']),
    ['bad', customerId, '', OFFERS.base, 2000, '', '', ''],
    ['base', customerId, '', OFFERS.base, 20, '', '', ''],
    ['row-3', customerId, '', OFFERS.base, 21, '', '', ''],
  ]);
  const { body } = await startImport(stage, 'type=orders', file);
  await live(world, body.id, fate);
  const { state, results } = await importNow(stage, body.id);
  expect(state).toMatchObject({ state: 'done', rows: { total: 30, succeeded: 28, failed: 2, pending: 0 } });
  expect(of(results)).toEqual([
    '1 addon created',
    ...Array.from({ length: 26 }, (_, index) => `${index + 2} row-${index} created`),
    '28 bad failed',
    '29 base created',
    '30 row-3 failed',
  ]);
  const { items } = (await stage.send({ path: `/v1/customers/${customerId}/subscriptions` })).body;
  const seats = items.map(({ quantity }: { quantity: number }) => quantity).sort((a: number, b: number) => a - b);
  expect(seats).toEqual([20, 30, ...Array.from({ length: 26 }, (_, index) => 100 + index)]);
  const orders = (await stage.send({ path: `/v1/customers/${customerId}/orders` })).body.items;
  expect(new Set(results.flatMap(({ resource }) => resource?.id ?? []))).toEqual(
    new Set(orders.map(({ id }: { id: string }) => id)),
  );
}

async function customersOnce(fate: Fate): Promise<void> {
  const world = await interruptible();
  const { stage } = world;
  const { program } = stage.world;
  const file = csvOf([
    CUSTOMER_HEAD,
    ...Array.from({ length: 27 }, (_, index) => customerRow(`new-${index}`)),
    customerRow('bad', 'fabrikam'),
  ]);
  const { body } = await startImport(stage, 'type=customers', file);
  await live(world, body.id, fate);
  const { state, results } = await importNow(stage, body.id);
  expect(state).toMatchObject({ state: 'done', rows: { total: 28, succeeded: 27, failed: 1, pending: 0 } });
  expect(of(results)).toEqual([
    ...Array.from({ length: 27 }, (_, index) => `${index + 1} new-${index} created`),
    '28 bad failed',
  ]);
  const customers = (await stage.send({ path: '/v1/customers' })).body.items;
  expect(customers).toHaveLength(28);
  for (const [index, { resource }] of results.slice(0, 27).entries()) {
    const admin = `admin@new-${index}.onprogram.example`;
    expect(program.identity.users.get(admin)?.tenantId).toBe(resource?.id);
    const { items } = (await stage.send({ path: `/v1/customers/${resource?.id}/agreements` })).body;
    expect(items).toHaveLength(1);
  }
}

describe('ORD-8: an import that is killed anywhere goes on', () => {
  test.each([false, true])('ORD-8, ORD-6: orders, killed at every write; its answer lost: %s', async (isDone) => {
    await ordersOnce(atEveryWrite(isDone));
  });

  test.each([false, true])('ORD-8, CUS-1: customers, killed at every write; its answer lost: %s', async (isDone) => {
    await customersOnce(atEveryWrite(isDone));
  });

  test('ORD-8, ORD-6: orders are bought once each', async () => {
    await fc.assert(fc.asyncProperty(fates, ordersOnce), { numRuns: 4 });
  }, 240_000);

  test('ORD-8, CUS-1: customers are created and attested once each', async () => {
    await fc.assert(fc.asyncProperty(fates, customersOnce), { numRuns: 3 });
  }, 240_000);
});
