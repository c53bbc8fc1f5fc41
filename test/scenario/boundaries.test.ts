import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offer, orderBody, placeOrder, problem, readyCustomer, subscriptionsOf } from './actions.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let customer: string;
beforeAll(async () => {
  world = await startWorld();
  customer = await readyCustomer(world.as('adminAgent'));
});
afterAll(() => world?.stop());

test('ORD-6: twenty equal orders at once with one request id buy once', async () => {
  const partner = world.as('adminAgent');
  const request = { body: orderBody([['Office 365 Enterprise E3', 3]]), requestId: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => partner.ask(`POST /v1/customers/${customer}/orders`, request)),
  );
  const placed = answers.filter(({ status }) => status === 201);
  const others = answers.filter(({ status }) => status !== 201);
  expect(placed.length).toBeGreaterThan(0);
  expect(new Set(placed.map(({ text }) => text)).size, 'every success is the same answer').toBe(1);
  for (const answer of others) {
    expect(answer).toMatchObject(problem(409, 800060));
    expect(answer.headers.get('retry-after')).not.toBeNull();
  }
  const again = await partner.ask(`POST /v1/customers/${customer}/orders`, request);
  expect(again.text).toBe(placed[0]!.text);
  expect(await subscriptionsOf(partner, customer)).toHaveLength(1);
});

describe('what is another partner’s is not there', () => {
  let subscription: string;
  let order: string;
  beforeAll(async () => {
    const placed = await placeOrder(world.as('adminAgent'), customer, [['Intune', 2]]);
    [order, subscription] = [placed.id, placed.lineItems[0]!.subscriptionId];
  });

  test.each`
    id         | what                                     | call                                                                     | status | code
    ${'CUS-2'} | ${'a customer'}                          | ${() => `GET /v1/customers/${customer}`}                                 | ${403} | ${20002}
    ${'CUS-2'} | ${'a customer that nobody has'}          | ${() => `GET /v1/customers/${randomUUID()}`}                             | ${403} | ${20002}
    ${'SUB-7'} | ${'subscriptions of a foreign customer'} | ${() => `GET /v1/customers/${customer}/subscriptions`}                   | ${403} | ${20002}
    ${'SUB-7'} | ${'a foreign customer’s subscription'}   | ${() => `PATCH /v1/customers/${customer}/subscriptions/${subscription}`} | ${403} | ${20002}
    ${'ORD-2'} | ${'an order of a foreign customer'}      | ${() => `GET /v1/customers/${customer}/orders/${order}`}                 | ${403} | ${20002}
    ${'ORD-2'} | ${'no relationship: an order for it'}    | ${() => `POST /v1/customers/${customer}/orders`}                         | ${403} | ${20002}
    ${'BIL-3'} | ${'an invoice that nobody has'}          | ${() => 'GET /v1/invoices/D0000000A1'}                                   | ${404} | ${1000}
  `('$id: $what', async ({ call, status, code }) => {
    const withBody = /^(POST|PATCH)/.test(call());
    const body = withBody ? { body: { ...orderBody([['Intune', 1]]), quantity: 9 } } : {};
    expect(await world.as('otherPartnerAdmin').ask(call(), body)).toMatchObject(problem(status, code));
  });

  test('SUB-7: another partner of the same customer sees none of it', async () => {
    const other = world.as('otherPartnerAdmin');
    const own = await readyCustomer(other, 'Fir Lane Bakery');
    const foreign = await other.ask(`GET /v1/customers/${own}/subscriptions/${subscription}`);
    expect(foreign).toMatchObject(problem(404, 20003));
    expect(await other.ask(`GET /v1/customers/${own}/orders/${order}`)).toMatchObject(problem(404, 20000));
    const listed = await other.send<{ items: { id: string }[] }>('GET /v1/customers');
    expect(listed.items.map(({ id }) => id)).toEqual([own]);
  });

  test('ROL-2: a helpdesk agent does not order, and an app-only caller does', async () => {
    const order = { body: orderBody([['Intune', 1]]) };
    const call = `POST /v1/customers/${customer}/orders`;
    expect(await world.as('helpdeskAgent').ask(call, order)).toMatchObject(problem(403, 900150));
    expect(await world.as('globalAdmin').ask(call, order)).toMatchObject(problem(403, 900150));
    expect((await world.as('appOnly').ask(call, order)).status).toBe(201);
  });
});

describe('API-1: bodies', () => {
  const mega = 1024 * 1024;
  const post = (bytes: number) => {
    const body = { ...orderBody([['Intune', 1]]), note: '' };
    body.note = 'x'.repeat(bytes - JSON.stringify(body).length);
    return world.as('adminAgent').ask(`POST /v1/customers/${customer}/orders?dryRun=true`, { body });
  };

  test('of one megabyte are taken', async () => {
    expect((await post(mega)).status).toBe(200);
  });

  test.each([
    ['one byte more', mega + 1],
    ['five megabytes', 5 * mega],
  ])('of %s are refused in the API’s own shape', async (_, bytes) => {
    expect(await post(bytes)).toMatchObject(problem(413, 800002));
  });

  test('above six megabytes are refused by the gateway', async () => {
    const answer = await post(7 * mega);
    expect(answer).toMatchObject({ status: 413, json: { message: expect.stringMatching(/too l(arge|ong)/i) } });
  });
});

test('OPS-1: nothing is left running after a stop', async () => {
  const { apiRoot, controlRoot, issuer, mailRoot, door } = world.runtime;
  await world.stop();
  for (const root of [apiRoot, controlRoot, issuer, mailRoot, door])
    expect(await isOpen(Number(new URL(root).port)), root).toBe(false);
});

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
void offer;
