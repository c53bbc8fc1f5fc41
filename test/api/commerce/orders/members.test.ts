import { beforeEach, describe, expect, test } from 'vitest';
import { customerPath, offers, openStockedShop, type Shop } from '../../../support/commerce.ts';

/** API-1: members of orders, carts and subscriptions that are known, and so given. */
let shop: Shop;
beforeEach(async () => {
  shop = await openStockedShop();
});

const e3 = (change: object = {}) => ({ offerId: offers.e3, quantity: 5, ...change });
const calling = (parentSubscriptionId: string) => ({
  offerId: offers.audioConferencing,
  quantity: 2,
  parentSubscriptionId,
});
const order = (lineItems: object[]) =>
  shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
const cart = (lineItems: object[]) => shop.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems } });
const view = async (path: string) => (await shop.send({ path: `${customerPath}${path}` })).body;

describe('API-1: orders', () => {
  test('API-1: a line says to what it renews, for which base it is, and where it was available', async () => {
    const { body: base } = await order([e3()]);
    const [bought] = base.lineItems;
    expect(bought.renewsTo).toEqual({ termDuration: 'P1Y' });
    expect(bought).not.toHaveProperty('provisioningContext');
    const { body: added } = await order([calling(bought.subscriptionId)]);
    expect(added.lineItems[0].provisioningContext).toEqual({ parentSubscriptionId: bought.subscriptionId });
    const { body: metered } = await order([{ offerId: offers.azure, quantity: 1 }]);
    expect(metered.lineItems[0]).not.toHaveProperty('renewsTo');
    expect(metered.lineItems[0].links).not.toHaveProperty('availability');
    expect(base.client).toEqual({ marketplaceCountry: 'US' });
    expect(await view(`/orders/${base.id}`)).toMatchObject({ lineItems: [bought], client: base.client });
  });

  test('API-1: what the availability of a line names can be bought again by that name', async () => {
    const { body } = await order([e3()]);
    const subscription = await view(`/subscriptions/${body.lineItems[0].subscriptionId}`);
    const { uri } = body.lineItems[0].links.availability;
    expect(subscription.links.availability.uri).toBe(uri);
    const [, product, sku, availability] = /^\/products\/(.+)\/skus\/(.+)\/availabilities\/(.+)\?country=US$/.exec(
      uri,
    )!;
    const again = await order([{ offerId: [product, sku, availability].join(':'), quantity: 1 }]);
    expect([again.status, again.body.lineItems[0].offerId]).toEqual([201, offers.e3]);
    const wrong = await order([{ offerId: [product, sku, 'AAAAAAAAAAAA'].join(':'), quantity: 1 }]);
    expect([wrong.status, wrong.body.code]).toEqual([404, 400019]);
  });

  test('API-1: each line of each order has one id, whenever it is asked for', async () => {
    const idsOf = async (orderId: string): Promise<string[]> =>
      (await view(`/orders/${orderId}/provisioningstatus`)).items.map(
        ({ orderLineItemId }: { orderLineItemId: string }) => orderLineItemId,
      );
    const [one, two] = [(await order([e3(), e3()])).body.id, (await order([e3(), e3()])).body.id];
    const given = [...(await idsOf(one)), ...(await idsOf(two))];
    expect(new Set(given).size).toBe(4);
    for (const id of given) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect([...(await idsOf(one.toUpperCase())), ...(await idsOf(two))]).toEqual(given);
  });

  test.each([
    [{ renewsTo: { termDuration: 'P1Y' } }, [201, undefined], 'the term of seats'],
    [{ renewsTo: [{ termDuration: 'p1y' }] }, [201, undefined], 'a list of one'],
    [{ renewsTo: {} }, [201, undefined], 'nothing is said'],
    [{ renewsTo: { termDuration: 'P1M' } }, [403, 800028], 'no month is offered'],
    [{ renewsTo: [{ termDuration: 'P3Y' }] }, [403, 800028], 'nor three years, in a list'],
  ])('ORD-2: %j answers %j: %s', async (change, expected, _because) => {
    const { status, body } = await order([e3(change)]);
    expect([status, body.code]).toEqual(expected);
  });

  test('API-1: a subscription says where it is activated, and of metered ones the kind within their kind', async () => {
    const { body } = await order([e3(), { offerId: offers.azure, quantity: 1 }]);
    const [seats, metered] = await Promise.all(
      body.lineItems.map(({ subscriptionId }: { subscriptionId: string }) => view(`/subscriptions/${subscriptionId}`)),
    );
    const path = seats.links.activationLinks.uri.replace(/^\/customers\/[^/]+/, '');
    expect((await view(path)).totalCount).toBe(0);
    expect(metered.productType.subType).toEqual({ id: 'Azure', displayName: 'Azure' });
    expect(seats.productType).not.toHaveProperty('subType');
  });
});

describe('API-1: carts', () => {
  const wish = (catalogItemId: string, quantity = 1) => ({ catalogItemId, quantity, billingCycle: 'monthly' });

  test('API-1: a line of seats says its term and to what it renews, sent or not', async () => {
    const seatTerm = { termDuration: 'P1Y', renewsTo: { termDuration: 'P1Y' } };
    const { body } = await cart([
      { ...wish(offers.e3), addonItems: [wish(offers.audioConferencing)] },
      { ...wish(offers.e3), renewsTo: [{ termDuration: 'P1Y' }] },
      { ...wish(offers.e3), renewsTo: { termDuration: 'P1M' } },
      wish(offers.azure),
    ]);
    const [base, sent, wrong, metered] = body.lineItems;
    for (const line of [base, base.addonItems[0], sent]) expect(line).toMatchObject(seatTerm);
    expect(wrong.error.additionalInformation.code).toBe(800028);
    for (const member of Object.keys(seatTerm)) expect(metered).not.toHaveProperty(member);
    expect(await view(`/carts/${body.id}`)).toEqual(body);
  });

  test('ORD-2: past a limit it says what is left of it, and what is there already', async () => {
    const as = shop.operator;
    const limit = async (id: string, body: object) =>
      expect((await shop.send({ as, method: 'PUT', path: `/v1/operator/offers/${id}`, body })).status).toBe(200);
    await limit(offers.e3, { tenantSeatCap: 10 });
    await limit(offers.ems, { limitUnitOfMeasure: 'Concurrent', limit: 1 });
    expect((await order([e3({ quantity: 6 })])).status).toBe(201);
    expect((await order([{ offerId: offers.ems, quantity: 1 }])).status).toBe(201);
    const { body } = await cart([wish(offers.e3, 5), wish(offers.ems)]);
    expect(
      body.lineItems.map(({ error }: { error: { additionalInformation: object } }) => error.additionalInformation),
    ).toEqual([
      { availableQuantity: 4, purchasedQuantity: 6, code: 800088 },
      { availableQuantity: 0, purchasedQuantity: 1, code: 27006 },
    ]);
  });
});
