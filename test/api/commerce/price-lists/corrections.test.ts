import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { customerPath, offers, openStockedShop, type Shop, soldIn } from '../../../support/commerce.ts';
import type { MemoryTableHooks } from '../../../support/memory-table.ts';

const fix = (change: object = {}) => ({
  offerId: offers.e3,
  country: 'US',
  currency: 'USD',
  listPrice: '30.00',
  wholesalePrice: '25.00',
  ...change,
});
const operator = (shop: Shop, method: 'GET' | 'POST' | 'PUT', path: string, body?: object, headers = {}) =>
  shop.send({ as: shop.operator, method, path: `/v1/operator/pricelists${path}`, body, headers });
const correct = (shop: Shop, body: object = {}, month = '202602', headers = {}) =>
  operator(shop, 'POST', `/${month}/corrections`, { reason: 'A slip.', prices: [fix()], ...body }, headers);

type Shown = Record<'offerId' | 'change' | 'reason', string>;
/** What the partner pays, by the price lock that an event tells. */
const lockIn = ({ detail }: EventRecord): string =>
  (detail as { after: { priceLock: { wholesale: string } } }).after.priceLock.wholesale;

/** What partners see of E3 in a month: list price and flag. */
async function seen(shop: Shop, month = '202602', asOf?: string): Promise<[string, string] | undefined> {
  const day = asOf ? `&asOf=${asOf}` : '';
  const { body } = await shop.send({ path: `/v1/pricelists/${month}?country=US&currency=USD&size=5000${day}` });
  const row = body.items?.find(({ offerId }: { offerId: string }) => offerId === offers.e3);
  return row && [row.listPrice, row.change];
}

async function order(shop: Shop): Promise<{ price: string; subscriptionId: string }> {
  const lineItems = [{ lineItemNumber: 0, offerId: offers.e3, quantity: 5 }];
  const body = { referenceCustomerId: customerPath.split('/')[3], billingCycle: 'monthly', lineItems };
  const { status, body: placed } = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body });
  expect([status, placed.code]).toEqual([201, undefined]);
  const { subscriptionId } = placed.lineItems[0];
  const created = shop.events.findLast(({ type }) => type === 'SubscriptionCreated')!;
  return { price: lockIn(created), subscriptionId };
}

/** The list of April, published on 10 February, with E3 at another price where `price` says so. */
async function withApril(shop: Shop, price?: object): Promise<void> {
  await operator(shop, 'POST', '', { month: '202604' });
  await operator(shop, 'PUT', '/202604/prices', { prices: price ? [price] : [fix({ offerId: offers.ems })] });
  expect((await operator(shop, 'POST', '/202604/publish')).status).toBe(200);
}

describe('ORD-4: correcting a published list', () => {
  test('ORD-4: from its instant on orders have the corrected price, and running subscriptions keep theirs', async () => {
    const shop = await openStockedShop();
    expect((await order(shop)).price).toBe('17.00');
    const answer = await correct(shop, { effectiveFrom: '2026-02-15T00:00:00Z' });
    expect([answer.status, answer.body.prices, answer.body.corrections]).toEqual([
      200,
      1620,
      [
        {
          id: expect.any(String),
          reason: 'A slip.',
          effectiveFrom: '2026-02-15T00:00:00Z',
          correctedDate: shop.now(),
          prices: 1,
          markets: 1,
        },
      ],
    ]);
    shop.setClock('2026-02-14T23:59:59.999Z');
    expect([(await order(shop)).price, await seen(shop)]).toEqual(['17.00', ['20.00', 'ADD']]);
    shop.setClock('2026-02-15T00:00:00Z');
    expect([(await order(shop)).price, await seen(shop)]).toEqual(['25.00', ['30.00', 'ADD']]);
    expect(await seen(shop, '202602', '2026-02-14')).toEqual(['20.00', 'ADD']);
    expect(
      soldIn(shop)
        .map(({ priceLock }) => priceLock?.wholesale)
        .sort(),
    ).toEqual(['17.00', '17.00', '25.00']);
  });

  test('SUB-1: a renewal after it has the corrected price, one before it that of before, however late it is recorded', async () => {
    for (const [effectiveFrom, price] of [
      ['2027-02-10T00:00:00Z', '25.00'],
      ['2027-02-10T00:00:01Z', '17.00'],
    ] as const) {
      const shop = await openStockedShop();
      const { subscriptionId } = await order(shop);
      shop.setClock('2027-02-09T12:00:00Z');
      expect((await correct(shop, { effectiveFrom })).status).toBe(200);
      shop.setClock('2027-02-12T00:05:00Z');
      await shop.runJob('renewSubscriptions');
      const renewed = shop.events.findLast(({ type }) => type === 'SubscriptionRenewed')!;
      expect([renewed.aggregateId.toUpperCase(), lockIn(renewed)]).toEqual([subscriptionId, price]);
    }
  });

  test('CAT-3: flags and counts are those of the corrected list, and a list behind it keeps what it has', async () => {
    const shop = await openStockedShop();
    await withApril(shop);
    expect((await correct(shop)).status).toBe(200);
    shop.setClock('2026-03-15T00:00:00Z');
    expect([await seen(shop), await seen(shop, '202604')]).toEqual([
      ['30.00', 'ADD'],
      ['20.00', 'CHG'],
    ]);
    const [april] = (await shop.send({ path: '/v1/pricelists' })).body.items.slice(-1);
    expect(april.changes).toEqual({ ADD: 0, CHG: 2, DEL: 0, UNC: 1618 });
    expect((await operator(shop, 'GET', '/202604/diff')).body.items.map(({ change }: Shown) => change)).toEqual([
      'CHG',
      'CHG',
    ]);
    const out = await correct(shop, { prices: [fix({ change: 'DEL' }), fix({ country: 'CA' })] }, '202604');
    expect([out.status, out.body.prices, out.body.changes]).toEqual([200, 1620, { ADD: 1, CHG: 1, DEL: 1, UNC: 1618 }]);
  });

  test('CAT-4: a draft that began with the list is corrected with it, where it still has its price', async () => {
    const shop = await openStockedShop();
    await operator(shop, 'POST', '', { month: '202604' });
    await operator(shop, 'POST', '', { month: '202605' });
    await operator(shop, 'PUT', '/202605/prices', { prices: [fix({ listPrice: '22.00' })] });
    await correct(shop);
    const drafts = await Promise.all(
      ['202604', '202605'].map((month) => operator(shop, 'GET', `/${month}?country=US&currency=USD&size=5000`)),
    );
    const rows = drafts.map(({ body }) => body.items.find(({ offerId }: Shown) => offerId === offers.e3));
    expect(rows.map(({ listPrice, change }) => [listPrice, change])).toEqual([
      ['30.00', 'UNC'],
      ['22.00', 'CHG'],
    ]);
  });

  test('CAT-4: nobody sees a correction of a list that is not visible yet, nor is told of it', async () => {
    const shop = await openStockedShop();
    await withApril(shop);
    const before = await shop.send({ path: '/v1/pricelists' });
    expect((await correct(shop, {}, '202604')).body.corrections[0].effectiveFrom).toBe('2026-04-01T00:00:00Z');
    expect((await shop.send({ path: '/v1/pricelists' })).body).toEqual(before.body);
    expect(shop.events.at(-1)!.detail).toMatchObject({ month: '2026-04', visibleFrom: '2026-03-02T00:00:00.000Z' });
    shop.setClock('2026-03-02T00:00:00Z');
    expect(await seen(shop, '202604')).toEqual(['30.00', 'CHG']);
  });

  test('CAT-4: an offer that waited for a price, and gets it by a correction, can go on sale', async () => {
    const shop = await openStockedShop();
    const offer = { name: 'Late', family: 'office365', plan: { id: 'late', name: 'Late' }, markets: ['*'] };
    const id = '0B000000-0000-4000-8000-000000000009';
    const made = await shop.send({
      as: shop.operator,
      method: 'POST',
      path: '/v1/operator/offers',
      body: { ...offer, id },
    });
    expect(made.status).toBe(201);
    const publish = () => shop.send({ as: shop.operator, method: 'POST', path: `/v1/operator/offers/${id}/publish` });
    expect((await publish()).status).toBe(400);
    await correct(shop, { prices: [fix({ offerId: id })] });
    expect((await publish()).status).toBe(200);
  });
});

describe('CAT-4: what is no correction', () => {
  test.each`
    body                                           | month       | field                    | because
    ${{ reason: '' }}                              | ${'202602'} | ${'reason'}              | ${'partners are told why'}
    ${{ effectiveFrom: '2026-02-10T08:59:59Z' }}   | ${'202602'} | ${'effectiveFrom'}       | ${'what was bought was bought'}
    ${{ effectiveFrom: '2026-03-01T00:00:00Z' }}   | ${'202602'} | ${'effectiveFrom'}       | ${'the next month has a list of its own'}
    ${{ effectiveFrom: '2026-03-31T00:00:00Z' }}   | ${'202604'} | ${'effectiveFrom'}       | ${'the list is not in force yet'}
    ${{ effectiveFrom: '2026-05-01T00:00:00Z' }}   | ${'202604'} | ${'effectiveFrom'}       | ${'the month is over then'}
    ${{ prices: [] }}                              | ${'202602'} | ${'prices'}              | ${'nothing is corrected'}
    ${{ prices: [fix(), fix({ country: 'KP' })] }} | ${'202602'} | ${'prices[1].country'}   | ${'nobody sells there'}
    ${{ prices: [fix({ listPrice: '1.001' })] }}   | ${'202602'} | ${'prices[0].listPrice'} | ${'a cent is not divided'}
    ${{ prices: [fix(), fix()] }}                  | ${'202602'} | ${'prices[1].offerId'}   | ${'a price stands in it twice'}
    ${{}}                                          | ${'202605'} | ${'month'}               | ${'a draft is changed instead'}
  `('CAT-4: $field of $month is refused, because $because', async ({ body, month, field }) => {
    const shop = await openStockedShop();
    await withApril(shop);
    await operator(shop, 'POST', '', { month: '202605' });
    const events = shop.events.length;
    const { status, body: problem } = await correct(shop, body, month);
    expect([status, problem.code, problem.parameters]).toEqual([400, 3000, { field }]);
    expect(shop.events).toHaveLength(events);
  });

  test('CAT-4: a month without list is not found; the prices that a list has already change nothing and tell nobody', async () => {
    const shop = await openStockedShop();
    expect((await correct(shop, {}, '202609')).status).toBe(404);
    const same = await correct(shop, { prices: [fix({ listPrice: '20.00', wholesalePrice: '17.00' })] });
    expect([same.status, same.body.corrections]).toEqual([200, undefined]);
    expect(shop.events.some(({ type }) => type === 'PriceListCorrected')).toBe(false);
  });

  test('CAT-4: while a list is being published, nothing is corrected; then it is', async () => {
    let isStopped = false;
    const beforeWrite: MemoryTableHooks['beforeWrite'] = (writes) => {
      if (isStopped && writes.some((write) => 'put' in write && write.put.sk.startsWith('BUCKET#')))
        throw new Error('stop');
    };
    const shop = await openStockedShop({ hooks: { beforeWrite } });
    await operator(shop, 'POST', '', { month: '202604' });
    await operator(shop, 'PUT', '/202604/prices', { prices: [fix({ listPrice: '22.00' })] });
    isStopped = true;
    await expect(operator(shop, 'POST', '/202604/publish')).rejects.toThrow('stop');
    isStopped = false;
    const refused = await correct(shop);
    expect([refused.status, refused.body.code]).toEqual([409, 950005]);
    await shop.deliver();
    expect((await correct(shop)).status).toBe(200);
  });
});

describe('ORD-6: a correction counts once', () => {
  const prices = [fix(), fix({ offerId: offers.ems }), fix({ country: 'GB', currency: 'GBP' })];

  test('ORD-6: stopped between any two writes nobody sees a part of it, and a repeat finishes it', async () => {
    let left = Number.POSITIVE_INFINITY;
    let count = 0;
    const beforeWrite = () => {
      count += 1;
      left -= 1;
      if (left < 0) throw new Error('stopped');
    };
    const headers = { 'ms-requestid': '11111111-2222-4333-8444-555555555555' };
    const attempt = (shop: Shop) => correct(shop, { prices }, '202602', headers);
    for (let writes = 0; ; writes += 1) {
      const shop = await openStockedShop({ hooks: { beforeWrite } });
      await withApril(shop);
      await operator(shop, 'POST', '', { month: '202605' });
      await operator(shop, 'PUT', '/202605/prices', {
        prices: [fix({ offerId: offers.ems, country: 'GB', currency: 'GBP' })],
      });
      count = 0;
      left = writes;
      const isDone = await attempt(shop).then(
        () => true,
        () => false,
      );
      left = Number.POSITIVE_INFINITY;
      const entered = shop.events.filter(({ type }) => type === 'PriceListCorrected').length;
      expect(await seen(shop)).toEqual([entered === 0 ? '20.00' : '30.00', 'ADD']);
      if (isDone) break;
      const repeated = await attempt(shop);
      const again = repeated.status === 409 ? await correct(shop, { prices }) : repeated;
      expect([again.status, again.body.corrections]).toEqual([
        200,
        [expect.objectContaining({ prices: 3, markets: 2 })],
      ]);
      expect(shop.events.filter(({ type }) => type === 'PriceListCorrected')).toHaveLength(1);
      expect(await seen(shop)).toEqual(['30.00', 'ADD']);
    }
    expect(count).toBeGreaterThan(6);
  });

  test('ORD-6: the same one twice at once is one; two at once are both entered', async () => {
    const shop = await openStockedShop();
    const headers = { 'ms-requestid': '11111111-2222-4333-8444-555555555555' };
    const other = { reason: 'Another slip.', prices: [fix({ offerId: offers.ems })] };
    const answers = await Promise.all([
      correct(shop, {}, '202602', headers),
      correct(shop, {}, '202602', headers),
      correct(shop, other),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => ![200, 409].includes(status))).toEqual([]);
    const { body } = await correct(shop, {}, '202602', headers);
    expect(body.corrections.length).toBeGreaterThan(0);
    expect(shop.events.filter(({ type }) => type === 'PriceListCorrected')).toHaveLength(2);
    const [list] = (await shop.send({ path: '/v1/pricelists' })).body.items;
    expect(list.corrections.map(({ reason }: Shown) => reason).sort()).toEqual(['A slip.', 'Another slip.']);
  });

  test('CAT-4: one that is entered later and holds earlier does not undo what holds later', async () => {
    const shop = await openStockedShop();
    await correct(shop, { effectiveFrom: '2026-02-20T00:00:00Z' });
    const prices = [fix({ listPrice: '40.00' }), fix({ offerId: offers.ems, listPrice: '50.00' })];
    expect((await correct(shop, { effectiveFrom: '2026-02-15T00:00:00Z', prices })).status).toBe(200);
    const days = ['2026-02-14', '2026-02-15', '2026-02-20'];
    expect(await Promise.all(days.map(async (on) => (await seen(shop, '202602', on))?.[0]))).toEqual([
      '20.00',
      '40.00',
      '30.00',
    ]);
  });
});
