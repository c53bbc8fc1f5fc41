import { beforeEach, describe, expect, test } from 'vitest';
import { sizeKey } from '../../../../functions/billing/history/store/keys.ts';
import { handleWork } from '../../../../functions/billing/lambda/work.ts';
import {
  ADMIN_AGENT,
  anOffer,
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  idOf,
  OFFER,
  OTHER_ADMIN,
  PARTNER,
  runDay,
  subscriptionEvents,
  type WorldHooks,
} from '../../../support/billing-world.ts';
import { manySubscriptions } from '../../../support/scale/many-subscriptions.ts';

const PATH = '/v1/invoices/unbilled?asOf=2018-02-14';
const AT = '2018-02-14T12:00:00.000Z';
const DIGITS = ['1', '7', 'c', 'f'];

/** Four subscriptions, counted as if they were very many: what cuts ranges is the count. */
async function partner(hooks: WorldHooks = {}): Promise<BillingWorld> {
  const world = billingWorld(hooks);
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  for (const [n, digit] of DIGITS.entries()) {
    const customerId = `${digit}${idOf('c0', n).slice(1)}`;
    const script = { subscriptionId: idOf('5ab', n), customerId, startOn: `2018-01-2${n}`, quantity: n + 1 };
    for (const event of subscriptionEvents(script)) await deliver(world, event);
  }
  return world;
}
const grow = (world: BillingWorld) =>
  Promise.all(DIGITS.map((digit) => world.table.write([{ update: sizeKey(PARTNER, digit), add: { count: 9000 } }])));
const get = (world: BillingWorld, at = AT, path = PATH) => ask(world, path, ADMIN_AGENT, at);

describe('BIL-10: a preview that is too large for one call', () => {
  let world: BillingWorld;
  let small: unknown;
  beforeEach(async () => {
    world = await partner();
    const answer = await get(world);
    expect(answer.status).toBe(200);
    expect(answer.body.totalCharges).toBe(40);
    small = answer.body;
    await grow(world);
  });

  test('is 202 until it is computed, and then what a call would have answered', async () => {
    const first = await get(world);
    expect([first.status, first.headers.location, first.headers['retry-after']]).toEqual([202, PATH, '5']);
    expect(world.queue.map(({ kind }) => kind)).toEqual(Array(4).fill('preview'));
    expect(first.body).toEqual({
      asOfDate: '2018-02-14T00:00:00Z',
      status: 'running',
      rangesDone: 0,
      rangesTotal: 4,
      startedDate: '2018-02-14T12:00:00Z',
      attributes: { objectType: 'InvoicePreviewProgress' },
    });
    expect((await get(world, AT, first.headers.location)).status).toBe(202);
    expect(world.queue).toHaveLength(4);
    for (let done = 1; done <= 4; done += 1) {
      await handleWork(world.queue.shift()!, world.deps);
      expect((await get(world)).body).toEqual({ ...first.body, rangesDone: done });
    }
    await drain(world);
    const ready = await get(world);
    expect([ready.status, ready.body]).toEqual([200, small]);
    expect(world.queue).toEqual([]);
  });

  test('stands for a quarter of an hour, then another is begun', async () => {
    await get(world);
    await drain(world);
    await world.table.write([{ update: sizeKey(PARTNER, '1'), add: { count: 1 } }]);
    expect((await get(world, '2018-02-14T12:14:59.000Z')).status).toBe(200);
    expect((await get(world, '2018-02-14T12:15:00.000Z')).status).toBe(202);
    await drain(world);
    expect((await get(world, '2018-02-14T12:16:00.000Z')).body).toEqual(small);
  });

  test('is begun anew when its period was invoiced meanwhile', async () => {
    const [path, at] = ['/v1/invoices/unbilled?asOf=2018-02-15', '2018-02-15T00:30:00.000Z'];
    await get(world, at, path);
    await drain(world);
    expect((await get(world, at, path)).body.invoiceDate).toBe('2018-02-15T00:00:00Z');
    await runDay(world, '2018-02-15');
    expect((await get(world, '2018-02-15T00:35:00.000Z', path)).status).toBe(202);
    await drain(world);
    expect((await get(world, '2018-02-15T00:36:00.000Z', path)).body.invoiceDate).toBe('2018-03-15T00:00:00Z');
  });

  test('goes on where it broke off, for whoever asks two minutes later', async () => {
    await get(world);
    await handleWork(world.queue.shift()!, world.deps);
    world.queue.length = 0;
    expect((await get(world, '2018-02-14T12:01:59.000Z')).status).toBe(202);
    expect(world.queue).toEqual([]);
    await Promise.all([get(world, '2018-02-14T12:02:00.000Z'), get(world, '2018-02-14T12:02:00.000Z')]);
    expect(world.queue).toHaveLength(3);
    await drain(world);
    expect((await get(world, '2018-02-14T12:03:00.000Z')).body).toEqual(small);
  });

  test('is the same when every message comes twice, the second late', async () => {
    await get(world);
    const messages = [...world.queue, ...world.queue];
    world.queue.length = 0;
    for (const message of messages) await handleWork(message, world.deps);
    await drain(world);
    for (const message of messages) await handleWork(message, world.deps);
    await drain(world);
    expect((await get(world)).body).toEqual(small);
  });

  test('is one at a time, however many days are asked for, and then the next', async () => {
    const days = Array.from({ length: 50 }, (_, day) => `/v1/invoices/unbilled?asOf=${2018 + day}-02-14`);
    const answers = await Promise.all(days.map((path) => get(world, AT, path)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202));
    expect(world.queue).toHaveLength(4);
    const [asOf] = world.queue.map((message) => ('asOf' in message ? message.asOf : undefined));
    await drain(world);
    expect((await get(world, AT, `/v1/invoices/unbilled?asOf=${asOf}`)).status).toBe(200);
    const next = days.find((path) => !path.endsWith(asOf!))!;
    expect((await get(world, AT, next)).status).toBe(202);
    expect(world.queue).toHaveLength(4);
    await drain(world);
    expect((await get(world, AT, next)).status).toBe(200);
  });

  test('is not waited for longer than a quarter of an hour by those of other days', async () => {
    await get(world);
    world.queue.length = 0;
    const other = '/v1/invoices/unbilled?asOf=2018-02-13';
    const waiting = await get(world, '2018-02-14T12:14:59.000Z', other);
    expect([waiting.status, waiting.body.status, waiting.body.rangesDone]).toEqual([202, 'queued', 0]);
    expect(waiting.body).not.toHaveProperty('startedDate');
    expect(world.queue).toEqual([]);
    expect((await get(world, '2018-02-14T12:15:00.000Z', other)).status).toBe(202);
    expect(world.queue).toHaveLength(4);
  });

  test('is its partner’s own', async () => {
    await get(world);
    await drain(world);
    const other = await ask(world, PATH, OTHER_ADMIN, AT);
    expect([other.status, other.body.code]).toEqual([400, 800002]);
  });
});

test('BIL-10: a preview is the same wherever it is interrupted', async () => {
  const small = (await get(await partner())).body;
  let isFinished = false;
  for (let crashAt = 1; !isFinished; crashAt += 1) {
    let writes = 0;
    let isOn = false;
    const step = () => {
      if (isOn && ++writes === crashAt) throw new Error('crash');
    };
    const world = await partner({ beforeWrite: step, afterWrite: step });
    await grow(world);
    isOn = true;
    await get(world).catch(() => undefined);
    const work = async () => {
      for (let message = world.queue.shift(); message; message = world.queue.shift()) {
        const again = message;
        await handleWork(message, world.deps).catch(() => void world.queue.push(again));
      }
    };
    await work();
    isFinished = writes < crashAt;
    await get(world, '2018-02-14T12:03:00.000Z');
    await work();
    const { status, body } = await get(world, '2018-02-14T12:04:00.000Z');
    expect([status, body], `interrupted at step ${crashAt}`).toEqual([200, small]);
  }
});

test('BIL-10: of a million subscriptions the call reads none, and each message its range', async () => {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-06-15' }));
  const { table, spent } = manySubscriptions(PARTNER, 1_000_000, 'monthly', world.table);
  for (const digit of '0123456789abcdef')
    await world.table.write([{ update: sizeKey(PARTNER, digit), add: { count: 62_500 } }]);
  const large = { ...world, deps: { ...world.deps, table } };
  expect((await get(large, '2018-06-20T12:00:00.000Z', '/v1/invoices/unbilled')).status).toBe(202);
  expect(spent.items).toBe(0);
  expect(world.queue.length).toBeGreaterThan(90);
  expect(world.queue.length).toBeLessThan(130);
  expect(await handleWork(world.queue[60]!, large.deps)).toBe('previewKept');
  expect(spent.items).toBeGreaterThan(7000);
  expect(spent.items).toBeLessThan(13_000);
});
