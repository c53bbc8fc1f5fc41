import { beforeEach, describe, expect, test } from 'vitest';
import { customerPath, ids, offers, openStockedShop, type Shop, storeBuyer } from '../../../support/commerce.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openStockedShop();
});
const transfer = `${customerPath}/transfers/99999999-9999-4999-8999-999999999999`;
const upgrade = { customerId: ids.customer, productFamily: 'Azure' };

describe('REL-9: subscriptions are not transferred between partners', () => {
  test('REL-9: the list is empty, a bare array', async () => {
    const answer = await shop.send({ path: `${customerPath}/transfers` });
    expect([answer.status, answer.body]).toEqual([200, []]);
  });

  test.each([
    ['POST', `${customerPath}/transfers`, 403, 900137],
    ['GET', transfer, 404, 900100],
    ['PATCH', transfer, 404, 900100],
    ['DELETE', transfer, 404, 900100],
    ['POST', `${transfer}/accept`, 404, 900100],
  ] as const)('REL-9: %s %s says no', async (method, path, status, code) => {
    const body = { sourcePartnerTenantId: ids.partner, lineItems: [] };
    const answer = await shop.send({ method, path, ...(method !== 'GET' && method !== 'DELETE' && { body }) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('REL-9, SUB-7: each of the own subscriptions says that it is not eligible, and why', async () => {
    const lineItems = [{ offerId: offers.e3, quantity: 1 }];
    await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
    const [sold] = (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
    const path = `${customerPath}/transferseligibility?transferType=FullSubscription`;
    const asked = async (as?: typeof shop.operator) => (await shop.send({ path, as })).body;
    expect(await asked()).toEqual([{ id: sold.id, isEligible: false, reason: expect.stringContaining('invitation') }]);
    await storeBuyer(shop.table, { partnerId: ids.otherPartner });
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${sold.id}`,
      body: { status: 'suspended' },
    });
    shop.setClock('2026-05-01T00:00:00Z');
    expect(await asked()).toEqual([]);
  });

  test('CUS-2: of a customer without a relationship nothing is said', async () => {
    for (const path of ['transfers', 'transferseligibility']) {
      const answer = await shop.send({ path: `/v1/customers/${ids.foreignCustomer}/${path}` });
      expect([answer.status, answer.body.code]).toEqual([403, 20002]);
    }
  });
});

describe('CAT-7: no switch from one product to another', () => {
  test('CAT-7: asking gets a clear answer', async () => {
    const path = '/v1/productUpgrades/eligibility';
    const answer = await shop.send({ method: 'POST', path, body: upgrade });
    expect(answer.body).toEqual({
      ...upgrade,
      isEligible: false,
      reason: expect.stringContaining('buy the wanted one'),
    });
  });

  test.each([
    ['/v1/productupgrades', upgrade, 400, 900141],
    ['/v1/productUpgrades/99999999-9999-4999-8999-999999999999/status', upgrade, 404, 900106],
    ['/v1/productUpgrades', { ...upgrade, customerId: ids.foreignCustomer }, 403, 20002],
    ['/v1/productUpgrades/eligibility', { ...upgrade, customerId: ids.foreignCustomer }, 403, 20002],
    ['/v1/productUpgrades', {}, 400, 800002],
  ])('CAT-7: POST %s', async (path, body, status, code) => {
    const answer = await shop.send({ method: 'POST', path, body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
