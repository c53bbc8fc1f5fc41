import { beforeEach, describe, expect, it, test } from 'vitest';
import { ExchangeRatesPublished } from '../../../../events/index.ts';
import {
  customerPath,
  offers,
  openStockedShop,
  type Shop,
  soldIn,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';
import { anEvent } from '../../../support/events.ts';

let shop: Shop;

const ratesOf = (month: string, rates: Readonly<Record<string, string>>, aggregateVersion = 1) =>
  anEvent(
    ExchangeRatesPublished,
    { month, pricingCurrency: 'USD', rates: Object.entries(rates).map(([currency, rate]) => ({ currency, rate })) },
    { aggregateVersion },
  );
const tell = (...events: ReturnType<typeof ratesOf>[]) => shop.deliver(events);
const order = (lineItems: object[], change: object = {}) =>
  shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems, ...change } });
const e3 = { offerId: offers.e3, quantity: 5 };
const locks = () => soldIn(shop).map(({ priceLock }) => priceLock);

/** A partner whose country is one, and that pays in a currency in which the list of that market has no price. */
beforeEach(async () => {
  shop = await openStockedShop();
  await storeSeller(shop.table, { currency: 'JPY' });
});

describe('M3: an order in a currency without prices', () => {
  test('M3: locks the price of the list, exchanged by the rate of the month of term start', async () => {
    await tell(
      ratesOf('2026-01', { JPY: '100' }),
      ratesOf('2026-02', { JPY: '109.255' }),
      ratesOf('2026-03', { JPY: '120' }),
    );
    expect((await order([e3])).status).toBe(201);
    expect(locks()).toEqual([
      {
        ...{ priceList: '2026-02', currency: 'JPY', wholesale: '1857', list: '2185', discountPercent: '0' },
        lockedAt: '2026-02-10T09:00:00.000Z',
        exchange: { pricingCurrency: 'USD', rate: '109.255', month: '2026-02' },
      },
    ]);
  });

  test('ORD-4: seats that are added later have the locked price, whatever the rate is then', async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    await order([e3]);
    await tell(ratesOf('2026-02', { JPY: '200' }, 2), ratesOf('2026-05', { JPY: '300' }));
    shop.setClock('2026-05-10T09:00:00Z');
    const path = `${customerPath}/subscriptions/${soldIn(shop)[0]!.subscriptionId}`;
    expect((await shop.send({ method: 'PATCH', path, body: { quantity: 9 } })).status).toBe(200);
    expect(locks().map((lock) => lock?.wholesale)).toEqual(['1857']);
  });

  test('M3: the price that the list has in the currency is never exchanged', async () => {
    await storeSeller(shop.table, { region: 'EU_EFTA', regionCountries: ['FR'], currency: 'GBP' }, { country: 'GB' });
    await storeBuyer(shop.table, { account: { country: 'FR' } });
    await tell(ratesOf('2026-02', { GBP: '9' }));
    await order([e3]);
    expect(locks().map((lock) => [lock?.wholesale, lock?.exchange])).toEqual([['12.58', undefined]]);
  });

  it.each`
    rates                            | why                                                                   | because
    ${[]}                            | ${'there is no price in JPY today'}                                   | ${'nothing exchanges it'}
    ${[['2026-01', { JPY: '100' }]]} | ${'the exchange rate from USD into JPY for 2026-02 is not published'} | ${'the month of the order has none'}
    ${[['2026-03', { JPY: '100' }]]} | ${'there is no price in JPY today'}                                   | ${'what holds later is not known of now'}
    ${[['2026-02', { EUR: '0.8' }]]} | ${'the exchange rate from USD into JPY for 2026-02 is not published'} | ${'the month has others'}
  `('ORD-2: refused with the market, saying that $why, because $because', async ({ rates, why }) => {
    await tell(...rates.map(([month, of]: [string, Record<string, string>]) => ratesOf(month, of)));
    const refused = await order([e3]);
    expect([refused.status, refused.body.description]).toEqual([
      400,
      `Office 365 Enterprise E3 is not sold in US: ${why}.`,
    ]);
    expect(soldIn(shop)).toEqual([]);
    const cart = await shop.send({
      method: 'POST',
      path: `${customerPath}/carts`,
      body: { lineItems: [{ id: 0, catalogItemId: offers.e3, quantity: 5, billingCycle: 'monthly' }] },
    });
    expect(cart.body.lineItems[0].error.errorDescription).toContain(why);
  });

  test('M3: a quote and a cart cost what the order will', async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    const lineItems = [{ id: 0, catalogItemId: offers.e3, quantity: 5, billingCycle: 'annual' }];
    const cart = await shop.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems } });
    const path = `${customerPath}/carts/${cart.body.id}`;
    const validated = await shop.send({ method: 'POST', path: `${path}/validate` });
    // 12 months of 1857 yen for 5 seats.
    expect([validated.status, JSON.stringify(validated.body)]).toEqual([200, expect.stringContaining('111420')]);
    expect(JSON.stringify(validated.body)).toContain(
      '"pricingCurrency":"USD","pcToBCExchangeRate":109.255,"pcToBCExchangeRateDate":"2026-02-01T00:00:00Z"',
    );
    expect((await shop.send({ method: 'POST', path: `${path}/checkout` })).status).toBe(201);
    expect(locks().map((lock) => lock?.wholesale)).toEqual(['1857']);
  });

  test('M3: what was told twice, late or out of order changes nothing', async () => {
    const [first, second] = [ratesOf('2026-02', { JPY: '100' }), ratesOf('2026-02', { JPY: '109.255' }, 2)];
    await tell(second, first, second, first);
    await order([e3]);
    expect(locks().map((lock) => lock?.exchange?.rate)).toEqual(['109.255']);
  });
});

describe('M3: a new term', () => {
  const path = () => `${customerPath}/subscriptions/${soldIn(shop)[0]!.subscriptionId}`;
  const statuses = () =>
    soldIn(shop).map(({ status, termStartOn, priceLock }) => [status, termStartOn, priceLock?.wholesale]);

  beforeEach(async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    await order([e3, { offerId: offers.audioConferencing, quantity: 2 }]);
  });

  test('SUB-1, R12: a renewal locks anew, by the rate of its own month', async () => {
    await tell(ratesOf('2027-02', { JPY: '120' }));
    await shop.runJob('renewSubscriptions', '2027-02-10T00:05:00.000Z');
    expect(soldIn(shop).map(({ priceLock }) => [priceLock?.wholesale, priceLock?.exchange])).toEqual([
      ['2040', { pricingCurrency: 'USD', rate: '120', month: '2027-02' }],
      [expect.any(String), { pricingCurrency: 'USD', rate: '120', month: '2027-02' }],
    ]);
  });

  test('SUB-1: a renewal whose rate is missing waits for it, fails the job aloud, and counts from its own day then', async () => {
    const before = statuses();
    await expect(shop.runJob('renewSubscriptions', '2027-02-10T00:05:00.000Z')).rejects.toThrow();
    expect(statuses(), 'nobody loses what runs because a rate is late').toEqual(before);
    shop.setClock('2027-02-11T09:00:00Z');
    const refused = await shop.send({ method: 'PATCH', path: path(), body: { quantity: 9 } });
    expect([refused.status, refused.body.code, refused.body.isRetryable, refused.body.description]).toEqual([
      409,
      800082,
      true,
      expect.stringContaining('the exchange rate from USD into JPY for 2027-02 is not published'),
    ]);
    const addOn = await order([
      { offerId: offers.audioConferencing, quantity: 1, parentSubscriptionId: soldIn(shop)[0]!.subscriptionId },
    ]);
    expect(addOn.status).toBe(400);
    await tell(ratesOf('2027-02', { JPY: '120' }));
    await shop.runJob('renewSubscriptions', '2027-02-12T00:05:00.000Z');
    expect(statuses()).toEqual([
      ['active', '2027-02-10', '2040'],
      ['active', '2027-02-10', expect.any(String)],
    ]);
    expect((await shop.send({ method: 'PATCH', path: path(), body: { quantity: 9 } })).status).toBe(200);
  });

  test('SUB-1: a base with a price of its own waits for an add-on that has none, so that the family goes on together', async () => {
    const prices = [{ offerId: offers.e3, country: 'US', currency: 'JPY', listPrice: '2500', wholesalePrice: '2000' }];
    const body = { reason: 'It was missing.', prices };
    const path = '/v1/operator/pricelists/202602/corrections';
    expect((await shop.send({ as: shop.operator, method: 'POST', path, body })).status).toBeLessThan(300);
    await expect(shop.runJob('renewSubscriptions', '2027-02-10T00:05:00.000Z')).rejects.toThrow();
    expect(soldIn(shop).map(({ status, termStartOn }) => [status, termStartOn])).toEqual([
      ['active', '2026-02-10'],
      ['active', '2026-02-10'],
    ]);
    await tell(ratesOf('2027-02', { JPY: '120' }));
    await shop.runJob('renewSubscriptions', '2027-02-11T00:05:00.000Z');
    expect(soldIn(shop).map(({ termStartOn, priceLock }) => [termStartOn, priceLock?.exchange?.rate])).toEqual([
      ['2027-02-10', undefined],
      ['2027-02-10', '120'],
    ]);
  });

  test('SUB-1: turned off it expires, rate or no rate', async () => {
    await shop.send({ method: 'PATCH', path: path(), body: { autoRenewEnabled: false } });
    await shop.runJob('renewSubscriptions', '2027-02-10T00:05:00.000Z');
    expect(soldIn(shop).map(({ status }) => status)).toEqual(['suspended', 'suspended']);
  });

  test('ORD-3: a change of the billing cycle begins a term at the rate of its month; without one it is refused, and says which', async () => {
    shop.setClock('2026-04-10T09:00:00Z');
    const change = () =>
      shop.send({
        method: 'PATCH',
        path: `${customerPath}/orders/${soldIn(shop)[0]!.orderId}`,
        body: { billingCycle: 'annual' },
      });
    const refused = await change();
    expect([refused.status, refused.body.description]).toEqual([
      400,
      'Office 365 Enterprise E3 begins no new term: the exchange rate from USD into JPY for 2026-04 is not published.',
    ]);
    await tell(ratesOf('2026-04', { JPY: '130' }));
    expect((await change()).status).toBe(200);
    expect(soldIn(shop)[0]!.priceLock).toMatchObject({ wholesale: '2210', exchange: { month: '2026-04' } });
  });

  test('SUB-4: back after the end of the term it begins one at the rate of today; without one it is refused, and says which', async () => {
    await shop.send({ method: 'PATCH', path: path(), body: { status: 'suspended' } });
    shop.setClock('2026-03-20T09:00:00Z');
    await shop.send({ method: 'PATCH', path: path(), body: { status: 'active' } });
    shop.setClock('2027-01-20T09:00:00Z');
    await shop.send({ method: 'PATCH', path: path(), body: { status: 'suspended' } });
    shop.setClock('2027-03-01T09:00:00Z');
    const refused = await shop.send({ method: 'PATCH', path: path(), body: { status: 'active' } });
    expect([refused.status, refused.body.description]).toEqual([
      403,
      'Office 365 Enterprise E3 begins no new term: the exchange rate from USD into JPY for 2027-03 is not published.',
    ]);
    await tell(ratesOf('2027-03', { JPY: '140' }));
    await shop.send({ method: 'PATCH', path: path(), body: { status: 'active' } });
    expect(soldIn(shop)[0]!.priceLock).toMatchObject({ wholesale: '2380', exchange: { month: '2027-03' } });
  });
});

describe('M3: what partners see of prices', () => {
  const list = async (query: string) => (await shop.send({ path: `/v1/pricelists/202602?${query}` })).body.items;

  test('CAT-3: a list of a country and currency shows what it has in the pricing currency alone, with its rate', async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    const shown = (await list('country=US&currency=JPY')).find(
      ({ offerId }: { offerId: string }) => offerId === offers.e3,
    );
    expect(shown).toEqual({
      ...{ offerId: offers.e3, country: 'US', currency: 'JPY', segment: 'commercial', per: 'month', change: 'ADD' },
      ...{ listPrice: '2185', wholesalePrice: '1857' },
      pricingCurrency: 'USD',
      pcToBCExchangeRate: 109.255,
      pcToBCExchangeRateDate: '2026-02-01T00:00:00Z',
    });
    const [own, all] = [await list('country=US&currency=USD'), await list('country=US&currency=JPY')];
    expect(all.map(({ offerId }: { offerId: string }) => offerId)).toEqual(
      own.map(({ offerId }: { offerId: string }) => offerId),
    );
    expect(own.every((row: object) => !('pcToBCExchangeRate' in row))).toBe(true);
  });

  test('CAT-3: pages of it join without a gap', async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    const all = await list('country=US&currency=JPY');
    const pages = [];
    for (let offset = 0; offset < all.length; offset += 7)
      pages.push(...(await list(`country=US&currency=JPY&offset=${offset}&size=7`)));
    expect(pages).toEqual(all);
  });

  test('CAT-3: in a later month it shows what an order costs then; where that has no rate, nothing', async () => {
    await tell(ratesOf('2026-02', { JPY: '109.255' }));
    shop.setClock('2026-03-05T09:00:00Z');
    expect(await list('country=US&currency=JPY')).toEqual([]);
    await tell(ratesOf('2026-03', { JPY: '110' }));
    const [first] = await list('country=US&currency=JPY');
    expect(first.pcToBCExchangeRate).toBe(110);
  });
});
