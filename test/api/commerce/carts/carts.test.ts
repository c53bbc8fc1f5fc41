import { beforeEach, describe, expect, test } from 'vitest';
import { standingKey } from '../../../../functions/commerce/buying/store/keys.ts';
import { customerPath, ids, offers, openStockedShop, type Shop, storeBuyer } from '../../../support/commerce.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openStockedShop();
});

const line = (change: object = {}) => ({ catalogItemId: offers.e3, quantity: 5, billingCycle: 'monthly', ...change });
const calling = (change: object = {}) => line({ catalogItemId: offers.audioConferencing, quantity: 2, ...change });
const create = (lineItems: object[], headers = {}) =>
  shop.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems }, headers });
const cartCall = (method: 'GET' | 'POST' | 'PUT', id: string, action = '', body?: unknown, headers = {}) =>
  shop.send({ method, path: `${customerPath}/carts/${id}${action}`, ...(body !== undefined && { body }), headers });
const checkout = (id: string, headers = {}) => cartCall('POST', id, '/checkout', 'success', headers);
const subscriptions = async () => (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
const orderCount = () => shop.events.filter(({ type }) => type === 'OrderCreated').length;

describe('a cart', () => {
  test('ORD-1: keeps lines and add-ons, numbered in one sequence, grouped into orders', async () => {
    const created = await create([
      line({ friendlyName: 'Staff', addOnItems: [calling()] }),
      line({ billingCycle: 'annual' }),
    ]);
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject({
      status: 'Active',
      creationTimestamp: '2026-02-10T09:00:00Z',
      expirationTimestamp: '2026-02-17T09:00:00Z',
      lineItems: [
        {
          id: 0,
          catalogItemId: offers.e3,
          orderGroup: 'OMS-0',
          currencyCode: 'USD',
          addonItems: [{ id: 1, catalogItemId: offers.audioConferencing, orderGroup: 'OMS-0' }],
        },
        { id: 2, billingCycle: 'annual', orderGroup: 'OMS-1' },
      ],
    });
    expect(created.body.lineItems[0].error).toBeUndefined();
    expect((await cartCall('GET', created.body.id.toUpperCase())).body).toEqual(created.body);
  });

  test('ORD-2: a wrong line says so and is kept', async () => {
    const { status, body } = await create([
      line(),
      line({ catalogItemId: 'NOTHING' }),
      calling({ provisioningContext: { ParentSubscriptionId: '00000000-0000-4000-8000-00000000dead' } }),
    ]);
    expect(status).toBe(201);
    expect(
      body.lineItems.map(
        ({ error }: { error?: { errorCode: number; additionalInformation: { code: number } } }) =>
          error && [error.errorCode, error.additionalInformation.code],
      ),
    ).toEqual([undefined, [10001, 800004], [10007, 800021]]);
    expect(body.lineItems[2].provisioningContext).toEqual({
      parentSubscriptionId: '00000000-0000-4000-8000-00000000DEAD',
    });
  });

  test.each([
    ['no lines', [], 800002],
    ['101 lines with add-ons', [line({ addonItems: Array(100).fill(calling()) })], 800002],
    ['quantity 0', [line({ quantity: 0 })], 2002],
  ])('ORD-1: %s: refused', async (_, lines, code) => {
    const answer = await create(lines);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('ORD-2: the checks of a purchase come before the lines', async () => {
    await storeBuyer(shop.table, { relationship: { agreements: [] } });
    expect((await create([line()])).body.code).toBe(13605);
  });

  test('ORD-1: replacing the lines, until it is ordered', async () => {
    const { id } = (await create([line()])).body;
    const replaced = await cartCall('PUT', id, '', { lineItems: [line({ quantity: 7 })] });
    expect([replaced.status, replaced.body.lineItems[0].quantity, replaced.body.lineItems.length]).toEqual([200, 7, 1]);
    await checkout(id);
    const late = await cartCall('PUT', id, '', { lineItems: [line()] });
    expect([late.status, late.body.code]).toEqual([400, 800065]);
  });

  test('ORD-1: after seven days it is gone, removed or not', async () => {
    const { id } = (await create([line()])).body;
    shop.setClock('2026-02-17T09:00:00Z');
    for (const answer of [await cartCall('GET', id), await checkout(id)])
      expect([answer.status, answer.body.code]).toEqual([404, 800008]);
    expect(await shop.runJob('expireCarts', '2026-02-18T00:20:00.000Z')).toEqual({ removed: 1 });
    expect(await shop.runJob('expireCarts', '2026-02-19T00:20:00.000Z')).toEqual({ removed: 0 });
    expect([...shop.table.items.keys()].filter((key) => key.includes('CART#'))).toEqual([]);
  });

  test('ORD-2: validating checks at today’s prices and writes nothing', async () => {
    const { id } = (await create([line()])).body;
    await shop.send({ as: shop.operator, method: 'POST', path: `/v1/operator/offers/${offers.e3}/retire`, body: {} });
    const before = JSON.stringify([...shop.table.items]);
    const checked = await cartCall('POST', id, '/validate');
    expect([checked.status, checked.body.lineItems[0].error.additionalInformation.code]).toEqual([200, 2091]);
    expect(JSON.stringify([...shop.table.items])).toBe(before);
    expect((await cartCall('GET', id)).body.lineItems[0].error).toBeUndefined();
  });

  test('SUB-7: a cart of another partner, or none, is not there', async () => {
    expect((await cartCall('GET', '00000000-0000-4000-8000-00000000dead')).body.code).toBe(800008);
  });
});

describe('checking out', () => {
  test('ORD-1: each group becomes one order; add-ons are attached to the base just bought', async () => {
    const { id } = (await create([line({ addonItems: [calling()] }), line({ billingCycle: 'annual' })])).body;
    const done = await checkout(id);
    expect(done.status, done.text).toBe(201);
    expect([done.body.orders.length, done.body.orderErrors]).toEqual([2, []]);
    expect(done.body.orders.map(({ billingCycle }: { billingCycle: string }) => billingCycle)).toEqual([
      'monthly',
      'annual',
    ]);
    const all = await subscriptions();
    const addOn = all.find(({ parentSubscriptionId }: { parentSubscriptionId?: string }) => parentSubscriptionId);
    expect(all.find(({ id: base }: { id: string }) => base === addOn.parentSubscriptionId)).toMatchObject({
      offerId: offers.e3,
      billingCycle: 'monthly',
    });
    expect((await cartCall('GET', id)).body.status).toBe('Ordered');
  });

  test('ORD-6: an ordered cart answers with its orders and buys nothing more', async () => {
    const { id } = (await create([line()])).body;
    const [first, again] = [await checkout(id), await checkout(id)];
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect([orderCount(), (await subscriptions()).length]).toEqual([1, 1]);
  });

  test('ORD-6: twenty checkouts at once buy once', async () => {
    const { id } = (await create([line(), line({ billingCycle: 'annual' })])).body;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        checkout(id, { 'ms-requestid': `dddddddd-0000-4000-8000-0000000000${String(n).padStart(2, '0')}` }),
      ),
    );
    expect(answers.every(({ status, body }) => status === 201 || body.code === 800064)).toBe(true);
    expect([orderCount(), (await subscriptions()).length]).toEqual([2, 2]);
  });

  test('ORD-1: a group with an error is not placed; mended, only that one is', async () => {
    const base = (await (async () => {
      await shop.send({
        method: 'POST',
        path: `${customerPath}/orders`,
        body: { lineItems: [{ offerId: offers.e3, quantity: 1 }] },
      });
      return (await subscriptions())[0];
    })()) as { id: string };
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${base.id}`,
      body: { status: 'suspended' },
    });
    const { id } = (
      await create([
        line({ billingCycle: 'annual' }),
        calling({ provisioningContext: { parentSubscriptionId: base.id } }),
      ])
    ).body;
    const half = await checkout(id);
    expect(half.status).toBe(201);
    expect(half.body.orders).toHaveLength(1);
    expect(half.body.orderErrors).toMatchObject([
      {
        orderGroupId: 'OMS-1',
        code: 800012,
        lineItems: [{ id: 1, error: { errorCode: 10007, additionalInformation: { code: 800012 } } }],
        attributes: { objectType: 'OrderError' },
      },
    ]);
    const kept = (await cartCall('GET', id)).body;
    expect([kept.status, kept.lineItems[0].error, kept.lineItems[1].error.errorCode]).toEqual([
      'Active',
      undefined,
      10007,
    ]);
    await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${base.id}`, body: { status: 'active' } });
    const rest = await checkout(id);
    expect([rest.body.orders.length, rest.body.orderErrors, orderCount()]).toEqual([1, [], 3]);
    expect((await cartCall('GET', id)).body.status).toBe('Ordered');
  });

  test('ORD-1: several errors in a group are one entry with 800009', async () => {
    const { id } = (await create([line(), line({ catalogItemId: 'A' }), line({ catalogItemId: 'B' })])).body;
    const failed = await checkout(id);
    const [error] = failed.body.orderErrors;
    expect(failed.body.orders.length + failed.body.orderErrors.length).toBe(2);
    expect([error.code, error.description, error.lineItems.length]).toEqual([800009, '2 of 2 items refused', 2]);
  });

  test('BIL-5: the groups of one checkout share the credit that is left', async () => {
    const creditAvailable = { amount: '1020.00', currency: 'USD' };
    await shop.table.write([{ put: { ...standingKey(ids.partner), creditAvailable } }]);
    const cart = (await create([line(), line({ billingCycle: 'annual' })])).body;
    const { body } = await checkout(cart.id);
    expect([body.orders.length, body.orderErrors.map(({ code }: { code: number }) => code)]).toEqual([1, [900121]]);
    expect(orderCount()).toBe(1);
  });

  test('ORD-4: a cart is bought at the price of the day of its checkout', async () => {
    const as = shop.operator;
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists', body: { month: '202604' } });
    const prices = [
      { offerId: offers.e3, country: 'US', currency: 'USD', listPrice: '30.00', wholesalePrice: '27.00' },
    ];
    await shop.send({ as, method: 'PUT', path: '/v1/operator/pricelists/202604/prices', body: { prices } });
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists/202604/publish' });
    shop.setClock('2026-03-31T23:00:00Z');
    const { id } = (await create([line()])).body;
    shop.setClock('2026-04-01T01:00:00Z');
    await checkout(id);
    const created = shop.events.findLast(({ type }) => type === 'SubscriptionCreated')!;
    expect(created.detail.after).toMatchObject({ priceLock: { priceList: '2026-04', wholesale: '27.00' } });
  });

  test('ORD-1: an item may be named by product, SKU and availability', async () => {
    const { availabilityId } = await import('../../../../functions/commerce/catalogue/domain/catalogue-item.ts');
    const offer = (await shop.send({ path: `/v1/offers/${offers.e3}?country=US` })).body;
    const availability = availabilityId(offers.e3, { country: 'US', segment: 'commercial', month: '2026-02' });
    const { id, lineItems } = (
      await create([line({ catalogItemId: `${offer.product.id}:${offers.e3}:${availability}` })])
    ).body;
    expect([lineItems[0].orderGroup, lineItems[0].error]).toEqual(['0', undefined]);
    await checkout(id);
    expect((await subscriptions())[0].offerId).toBe(offers.e3);
  });

  test('ROL-2: helpdesk neither fills nor checks out carts', async () => {
    const { id } = (await create([line()])).body;
    const as = await shop.user(['HelpdeskAgent']);
    const answer = await shop.send({ as, method: 'POST', path: `${customerPath}/carts/${id}/checkout` });
    expect([answer.status, answer.body.code, ids.customer.length]).toEqual([403, 900150, 36]);
  });
});
