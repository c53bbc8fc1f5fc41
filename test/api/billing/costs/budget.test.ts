import { beforeEach, describe, expect, test } from 'vitest';
import type { TestRequest } from '../../../support/api.ts';
import { OTHER_AGENT, relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  OTHER_PARTNER,
  SALES_AGENT,
  send,
} from '../../../support/billing-world.ts';

const PATH = `/v1/customers/${CUSTOMER}/usagebudget`;
const AT = '2018-02-20T12:00:00.000Z';
const links = { self: { uri: `/customers/${CUSTOMER}/usagebudget`, method: 'GET', headers: [] } };
const attributes = { objectType: 'SpendingBudget' };

let world: BillingWorld;
beforeEach(async () => {
  world = billingWorld();
  await relate(world);
});
const view = async (as: TestRequest['as'] = ADMIN_AGENT) => (await send(world, { path: PATH, as }, AT)).body;
const change = (body: unknown, as: TestRequest['as'] = ADMIN_AGENT) =>
  send(world, { method: 'PATCH', path: PATH, body, as }, AT);

describe('USG-4: the budget of a customer', () => {
  test('USG-4: is none at first, is set, replaced and read by whoever works for the customer', async () => {
    expect(await view()).toEqual({ attributes, links });
    const set = await change({ amount: 500.25, attributes });
    expect([set.status, set.body]).toEqual([200, { amount: 500.25, usageSpendingBudget: 500.25, attributes, links }]);
    expect(await view(SALES_AGENT)).toEqual(set.body);
    expect((await change({ Amount: 0 })).body).toMatchObject({ amount: 0, usageSpendingBudget: 0 });
  });

  test.each([
    ['without an amount', {}],
    ['with null', { amount: null }],
    ['as the client library sends it', { attributes }],
  ])('USG-4: is taken away by a body %s', async (_, body) => {
    await change({ amount: 10 });
    expect(await change(body)).toMatchObject({ status: 200, body: { attributes, links } });
    expect(await view()).toEqual({ attributes, links });
  });

  test.each([[-1], ['many'], ['5'], [0.001], [1e15], [1e-9], [{}], [true]])(
    'USG-4: is no %j: 400 3000, with the field',
    async (amount) => {
      const { status, body } = await change({ amount });
      expect([status, body.code, body.description]).toEqual([400, 3000, expect.stringContaining('amount')]);
      expect(await view()).toEqual({ attributes, links });
    },
  );

  test('USG-4: belongs to the pair: another partner of the customer has one of its own', async () => {
    await change({ amount: 10 });
    await relate(world, OTHER_PARTNER);
    expect(await view(OTHER_AGENT)).toEqual({ attributes, links });
    await change({ amount: 20 }, OTHER_AGENT);
    expect(await view()).toMatchObject({ amount: 10 });
  });

  test('ROL-2: is set by admin agents and applications of the company, and by nobody else', async () => {
    expect((await change({ amount: 1 }, SALES_AGENT)).body.code).toBe(900150);
    expect((await change({ amount: 2 }, APPLICATION)).body.amount).toBe(2);
  });

  test('USG-4: one change of two at once is the last, and none is lost half', async () => {
    await Promise.all([change({ amount: 1 }), change({ amount: 2 }), change({ amount: 3 })]);
    expect((await view()).amount).toSatisfy((amount) => [1, 2, 3].includes(amount));
  });
});
