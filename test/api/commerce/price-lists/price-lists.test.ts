import { describe, expect, test } from 'vitest';
import { catalogueStore } from '../../../../functions/commerce/catalogue/store/catalogue-store.ts';
import { demoFile, offers, openShop, type Shop, stockShop } from '../../../support/commerce.ts';
import { manyOffers, saveOffers } from '../../../support/scale/large-catalogue.ts';

const csv = { 'content-type': 'text/csv' };
const operator = (shop: Shop) => ({
  post: (path: string, body?: object) =>
    shop.send({ as: shop.operator, method: 'POST', path: `/v1/operator/${path}`, body }),
  get: (path: string) => shop.send({ as: shop.operator, path: `/v1/operator/${path}` }),
  put: (path: string, body: object | string, headers = {}) =>
    shop.send({ as: shop.operator, method: 'PUT', path: `/v1/operator/${path}`, body, headers }),
});
const price = (change: object = {}) => ({
  offerId: offers.e3,
  country: 'US',
  currency: 'USD',
  listPrice: '21.00',
  wholesalePrice: '18.00',
  ...change,
});

const csvLine = (row: Record<string, string>): string =>
  [
    row.offerId,
    row.country,
    row.currency,
    row.segment ?? 'commercial',
    `"${row.listPrice}"`,
    row.wholesalePrice,
    row.change,
  ]
    .map((cell) => cell ?? '')
    .join(',');

/** A shop with the demo list of February 2026 and an open draft of April, on 10 February. */
async function withDraft(): Promise<Shop> {
  const shop = await openShop();
  await stockShop(shop);
  expect((await operator(shop).post('pricelists', { month: '202604' })).status).toBe(201);
  return shop;
}

describe('filling a list', () => {
  test('CAT-3: 1,620 rows of CSV in one go, each with its result, wholesale derived by margin', async () => {
    const shop = await openShop();
    const { post, put, get } = operator(shop);
    await shop.send({
      as: shop.operator,
      method: 'POST',
      path: '/v1/operator/offers',
      body: demoFile('catalogue.csv'),
      headers: csv,
    });
    expect((await post('pricelists', { month: '202602' })).body).toMatchObject({
      month: '202602',
      state: 'draft',
      prices: 0,
    });
    const answer = await put('pricelists/202602/prices', demoFile('prices.csv'), csv);
    expect([answer.status, answer.body.rows]).toEqual([200, { total: 1620, succeeded: 1620, failed: 0 }]);
    const { body } = await get('pricelists/202602?country=US&currency=USD&size=5000');
    expect([body.prices, body.totalCount, body.changes]).toEqual([1620, 270, { ADD: 270, CHG: 0, DEL: 0, UNC: 0 }]);
    const intune = body.items.find(
      ({ listPrice, offerId }: { listPrice: string; offerId: string }) =>
        listPrice === '6.00' && offerId.startsWith('51E95709'),
    );
    expect(intune).toMatchObject({ wholesalePrice: '4.80', per: 'month', segment: 'commercial' });
  });

  test('CAT-3: wrong rows are answered with their errors, right ones are stored; sent again they change nothing', async () => {
    const shop = await withDraft();
    const { put, get } = operator(shop);
    const prices = [
      price(),
      price({ listPrice: '21.001' }),
      price({ country: 'KP' }),
      price({ offerId: 'X' }),
      price(),
    ];
    const first = await put('pricelists/202604/prices', { prices });
    expect(first.body.rows).toEqual({ total: 5, succeeded: 1, failed: 4 });
    expect(first.body.results.map(({ errors }: { errors: { field: string }[] }) => errors[0]?.field)).toEqual([
      undefined,
      'listPrice',
      'country',
      'offerId',
      'offerId',
    ]);
    const before = (await get('pricelists/202604?country=US&currency=USD')).body;
    await put('pricelists/202604/prices', { prices });
    expect((await get('pricelists/202604?country=US&currency=USD')).body).toEqual(before);
  });

  test('CAT-3: margins come with the list', async () => {
    const shop = await withDraft();
    const { put, get } = operator(shop);
    const crm = 'crm';
    const all = (await get(`pricelists/202604?family=${crm}&country=US&currency=USD`)).body.items;
    const [{ offerId }] = all;
    const margins = [{ family: crm, percent: '50' }];
    await put('pricelists/202604/prices', {
      margins,
      prices: [price({ offerId, listPrice: '65.00', wholesalePrice: undefined })],
    });
    const { body } = await get(`pricelists/202604?family=${crm}&country=US&currency=USD`);
    const found = body.items.find((row: { offerId: string }) => row.offerId === offerId);
    expect([found.wholesalePrice, found.change]).toEqual(['32.50', 'CHG']);
    expect(body.margins).toContainEqual({ family: 'crm', percent: '50' });
  });

  test('CAT-3: a bare list of prices is taken, by the standing margin where it names no wholesale price', async () => {
    const shop = await withDraft();
    const { put, get } = operator(shop);
    const rows = [price(), price({ offerId: offers.ems, listPrice: '10.00', wholesalePrice: undefined })];
    const answer = await put('pricelists/202604/prices', rows);
    expect([answer.status, answer.body.rows]).toEqual([200, { total: 2, succeeded: 2, failed: 0 }]);
    const { rows: _, results: __, ...list } = answer.body;
    expect(list).toMatchObject({ month: '202604', state: 'draft', prices: 1620 });
    expect(list.changes).toEqual({ ADD: 0, CHG: 2, DEL: 0, UNC: 1618 });
    expect((await get('pricelists')).body.items.at(-1)).toEqual(list);
    const { items } = (await get('pricelists/202604/diff')).body;
    expect(items.find(({ offerId }: { offerId: string }) => offerId === offers.ems).wholesalePrice).toBe('8.00');
  });

  test.each`
    body                                                   | field                   | because
    ${[{ ...price(), offerId: 7 }]}                        | ${'[0].offerId'}        | ${'an id is a text'}
    ${[price(), { ...price(), country: null }]}            | ${'[1].country'}        | ${'a price holds somewhere'}
    ${{ prices: [{ ...price(), currency: 7 }] }}           | ${'prices[0].currency'} | ${'a currency is a text'}
    ${{ prices: [price()], margins: [{ family: 'crm' }] }} | ${'margins[0].percent'} | ${'a margin has a size'}
  `('CAT-3: a body that is no list of prices is refused at $field: $because', async ({ body, field }) => {
    const { status, body: problem } = await operator(await withDraft()).put('pricelists/202604/prices', body);
    expect([status, problem.code, problem.parameters]).toEqual([400, 3000, { field }]);
  });

  test('CAT-3: every price list says how it differs from the one before', async () => {
    const shop = await withDraft();
    const { post, put, get } = operator(shop);
    await put('pricelists/202604/prices', [price(), price({ offerId: offers.audioConferencing, change: 'DEL' })]);
    const changed = { ADD: 0, CHG: 1, DEL: 1, UNC: 1618 };
    const all = (await get('pricelists')).body.items.map(({ changes }: { changes: object }) => changes);
    expect(all).toEqual([{ ADD: 1620, CHG: 0, DEL: 0, UNC: 0 }, changed]);
    expect((await post('pricelists/202604/publish')).body.changes).toEqual(changed);
    expect((await post('pricelists', { month: '202605' })).body.changes).toEqual({ ADD: 0, CHG: 0, DEL: 0, UNC: 1619 });
    shop.setClock('2026-03-15T00:00:00Z');
    const seen = (await shop.send({ path: '/v1/pricelists' })).body.items;
    expect(seen.map(({ changes }: { changes: object }) => changes)).toEqual(all);
  });

  test('CAT-3: the difference names added, changed and removed prices, and counts the rest', async () => {
    const shop = await withDraft();
    const { put, get } = operator(shop);
    await put('pricelists/202604/prices', {
      prices: [
        price(),
        price({ country: 'CA', currency: 'USD' }),
        price({ offerId: offers.audioConferencing, change: 'DEL' }),
      ],
    });
    const { body } = await get('pricelists/202604/diff');
    expect(body.changes).toEqual({ ADD: 1, CHG: 1, DEL: 1, UNC: 1618 });
    expect(
      body.items.map(({ country, change }: { country: string; change: string }) => `${country} ${change}`).sort(),
    ).toEqual(['CA ADD', 'US CHG', 'US DEL']);
    expect((await get('pricelists/202604')).body.prices).toBe(1620);
  });

  test('CAT-4: a whole replacement takes out what it does not name', async () => {
    const shop = await withDraft();
    await operator(shop).put('pricelists/202604/prices?whole=true', { prices: [price()] });
    expect((await operator(shop).get('pricelists/202604')).body.prices).toBe(1);
    expect((await operator(shop).get('pricelists/202602')).body.prices).toBe(1620);
  });

  test.each`
    wrong                                  | because
    ${{ listPrice: '12,99' }}              | ${'a comma is no decimal point'}
    ${{ country: 'KP' }}                   | ${'nobody sells there'}
    ${{ offerId: 'X' }}                    | ${'there is no such offer'}
    ${{ offerId: offers.e3 }}              | ${'a price stands in it twice'}
    ${{ segment: 'friends' }}              | ${'there is no such segment'}
    ${{ change: 'DEL', currency: 'usd?' }} | ${'it takes out what cannot be there'}
  `('CAT-3: a whole list with one wrong row changes nothing, because $because', async ({ wrong }) => {
    const shop = await withDraft();
    const { put, get } = operator(shop);
    await put('pricelists/202604/prices', { prices: [price()] });
    const before = (await get('pricelists/202604/diff')).body;
    const prices = [price({ listPrice: '1.00' }), price({ offerId: offers.audioConferencing, ...wrong })];
    const body = { prices, margins: [{ family: 'crm', percent: '99' }] };
    const answer = await put('pricelists/202604/prices?whole=true', body);
    expect([answer.status, answer.body.rows]).toEqual([200, { total: 2, succeeded: 0, failed: 1 }]);
    expect(answer.body.results.map(({ status }: { status: string }) => status)).toEqual(['valid', 'failed']);
    const file = ['offerId,country,currency,segment,listPrice,wholesalePrice,change', ...prices.map(csvLine)].join(
      '\r\n',
    );
    expect((await put('pricelists/202604/prices?whole=true', file, csv)).body.results).toEqual(answer.body.results);
    expect((await get('pricelists/202604/diff')).body).toEqual(before);
  });

  test('CAT-3: a whole list of more pairs than a transaction holds is taken at one moment, wherever it stops', async () => {
    let writesLeft = Number.POSITIVE_INFINITY;
    const stop = () => {
      writesLeft -= 1;
      if (writesLeft < 0) throw new Error('stopped');
    };
    const shop = await openShop({ hooks: { beforeWrite: stop } });
    await stockShop(shop);
    const { post, put, get } = operator(shop);
    await post('pricelists', { month: '202604' });
    const before = (await get('pricelists/202604')).body;
    const currencies = Array.from(
      { length: 250 },
      (_, n) => `${'ABCDEFGHIJ'[n % 10]}${'KLMNO'[((n / 10) % 5) | 0]}${'PQRST'[(n / 50) | 0]}`,
    );
    const prices = currencies.map((currency) => price({ currency }));
    const replaceWithin = async (writes: number) => {
      writesLeft = writes;
      const answer = await put('pricelists/202604/prices?whole=true', { prices }).catch(() => undefined);
      writesLeft = Number.POSITIVE_INFINITY;
      return answer;
    };
    for (const writes of [0, 1, 99, 249, 250]) {
      expect(await replaceWithin(writes)).toBeUndefined();
      expect((await get('pricelists/202604')).body).toEqual(before);
    }
    expect((await replaceWithin(251))?.status).toBe(200);
    expect((await get('pricelists/202604')).body.prices).toBe(250);
  });

  test('CAT-4: one list a month; a month that is none is refused', async () => {
    const shop = await withDraft();
    expect((await operator(shop).post('pricelists', { month: '2026-04' })).body.code).toBe(950008);
    expect((await operator(shop).post('pricelists', { month: '2026-13' })).status).toBe(400);
    expect((await operator(shop).put('pricelists/202607/prices', { prices: [price()] })).status).toBe(404);
  });
});

describe('CAT-4: publishing and seeing', () => {
  test('CAT-4: the first list takes effect at once and cannot be changed any more', async () => {
    const shop = await openShop();
    await stockShop(shop);
    const { body } = await operator(shop).get('pricelists/202602');
    expect(body).toMatchObject({
      state: 'published',
      visibleFrom: '2026-02-10T09:00:00Z',
      effectiveFrom: '2026-02-10T09:00:00Z',
    });
    const changed = await operator(shop).put('pricelists/202602/prices', { prices: [price()] });
    expect([changed.status, changed.body.code]).toEqual([409, 950005]);
  });

  test('CAT-4: a list is visible to partners 30 days before the 1st, not a second earlier', async () => {
    const shop = await withDraft();
    await operator(shop).put('pricelists/202604/prices', { prices: [price()] });
    const published = await operator(shop).post('pricelists/202604/publish');
    expect(published.body).toMatchObject({
      visibleFrom: '2026-03-02T00:00:00Z',
      effectiveFrom: '2026-04-01T00:00:00Z',
    });
    const see = async (at: string) => {
      shop.setClock(at);
      const one = await shop.send({ path: '/v1/pricelists/202604?country=US&currency=USD' });
      const all = await shop.send({ path: '/v1/pricelists' });
      return [one.status, all.body.items.map(({ month }: { month: string }) => month)];
    };
    expect(await see('2026-03-01T23:59:59Z')).toEqual([404, ['202602']]);
    expect(await see('2026-03-02T00:00:00Z')).toEqual([200, ['202602', '202604']]);
    const { body } = await shop.send({ path: '/v1/pricelists/202604?country=US&currency=USD' });
    expect(body.changes).toEqual({ ADD: 0, CHG: 1, DEL: 0, UNC: 269 });
  });

  test('CAT-4: publishing too late is refused; published twice it stays as it is', async () => {
    const shop = await withDraft();
    shop.setClock('2026-03-02T00:00:01Z');
    const late = await operator(shop).post('pricelists/202604/publish');
    expect([late.status, late.body.code]).toEqual([400, 3000]);
    const again = await operator(shop).post('pricelists/202602/publish');
    expect([again.status, again.body.effectiveFrom]).toEqual([200, '2026-02-10T09:00:00Z']);
    expect(shop.events.filter(({ type }) => type === 'PriceListPublished')).toHaveLength(1);
  });

  test('CAT-4: the legacy file has its columns, one line per price', async () => {
    const shop = await openShop();
    await stockShop(shop);
    const { headers, text } = await shop.send({
      path: '/v1/pricelists/202602?country=US&currency=USD',
      headers: { accept: 'text/csv' },
    });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toContain('"Offer ID"');
    expect(lines).toHaveLength(271);
    expect(lines.find((line) => line.includes(offers.e3))).toContain('"17.00","20.00"');
  });

  test('ROL-2: helpdesk sees no prices', async () => {
    const shop = await openShop();
    await stockShop(shop);
    const as = await shop.user(['HelpdeskAgent']);
    expect((await shop.send({ as, path: '/v1/pricelists' })).body.code).toBe(800043);
  });
});

test('CAT-3, CAT-4: of a thousand offers that waited, a publication puts hundreds on sale at once, and its event the rest', async () => {
  const own = await openShop();
  const waiting = manyOffers(1000).map((offer) => ({
    ...offer,
    ...({ state: 'draft', publishWhenPriced: true, isAddOn: false, billing: 'license' } as const),
    prerequisiteOffers: [],
  }));
  await saveOffers(own.table, waiting);
  const operator = (method: 'POST' | 'PUT', path: string, body?: object) =>
    own.send({ as: own.operator, method, path: `/v1/operator/pricelists${path}`, ...(body && { body }) });
  await operator('POST', '', { month: '202602' });
  const price = { country: 'US', currency: 'USD', listPrice: '20.00', wholesalePrice: '17.00' };
  await operator('PUT', '/202602/prices', { prices: waiting.map(({ id }) => ({ ...price, offerId: id })) });
  const onSale = async () => {
    const { offers: all } = await catalogueStore(own.table).read();
    return [...all.values()].filter(({ state }) => state === 'published').length;
  };
  expect((await operator('POST', '/202602/publish')).status).toBe(200);
  const within = await onSale();
  expect([within >= 300, within <= 600]).toEqual([true, true]);
  await own.deliver();
  expect(await onSale()).toBe(1000);
});
