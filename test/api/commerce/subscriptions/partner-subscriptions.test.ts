import { beforeEach, describe, expect, test } from 'vitest';
import { poolKey, poolPartition } from '../../../../functions/commerce/licences/store/keys.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { storeApplication } from '../../../support/access.ts';
import { ids, offers, openStockedShop, type Shop, soldIn, storeBuyer, storeSeller } from '../../../support/commerce.ts';

let shop: Shop;
const secondCustomer = '77777777-7777-4777-8777-777777777777';

beforeEach(async () => {
  shop = await openStockedShop();
  await storeBuyer(shop.table, { customerId: secondCustomer });
});

interface Row {
  readonly id: string;
  readonly links: { readonly self: { readonly uri: string } };
}
interface Selection {
  readonly query?: string;
  readonly token?: string | undefined;
  readonly as?: TokenClaims | undefined;
}
const send = ({ query = '', token, as }: Selection = {}) =>
  shop.send({ path: `/v1/subscriptions${query}`, as, headers: token ? { 'MS-ContinuationToken': token } : {} });
const list = async (selection?: Selection): Promise<Row[]> => (await send(selection)).body.items;
const sell = async (customerId: string, offerIds: readonly string[], as?: TokenClaims) => {
  const lineItems = offerIds.map((offerId) => ({ offerId, quantity: 2 }));
  const path = `/v1/customers/${customerId}/orders`;
  const { status, body } = await shop.send({ method: 'POST', path, body: { lineItems }, as });
  expect(status).toBe(201);
  return (body.lineItems as { subscriptionId: string }[]).map(({ subscriptionId }) => subscriptionId);
};
const suspend = (customerId: string, id: string) =>
  shop.send({
    method: 'PATCH',
    path: `/v1/customers/${customerId}/subscriptions/${id}`,
    body: { status: 'suspended' },
  });
const placeOf = ({ links }: Row) => links.self.uri.toLowerCase();

/** Another partner, reseller of the same customer. */
async function otherPartner(): Promise<TokenClaims> {
  await storeSeller(shop.table, { mpnId: '4500002' }, { tenantId: ids.otherPartner, domain: 'litware.example' });
  await storeBuyer(shop.table, { partnerId: ids.otherPartner });
  return shop.user(['AdminAgent'], ids.otherPartner);
}

describe('all subscriptions of a partner', () => {
  test('SUB-7: of every customer, in order of customer and subscription, each as its customer’s list has it', async () => {
    await sell(secondCustomer, [offers.e3]);
    await sell(ids.customer, [offers.e3, offers.audioConferencing]);
    await sell(secondCustomer, [offers.azure]);
    const all = await send();
    expect(all.status).toBe(200);
    expect(all.body).toMatchObject({
      totalCount: 4,
      links: { self: { uri: '/subscriptions' } },
      attributes: { objectType: 'Collection' },
    });
    const places = all.body.items.map(placeOf);
    expect(places).toEqual([...places].sort());
    const ofCustomers = await Promise.all(
      [ids.customer, secondCustomer].map((id) => shop.send({ path: `/v1/customers/${id}/subscriptions` })),
    );
    const theirs = ofCustomers.flatMap(({ body }) => body.items as Row[]);
    expect(all.body.items).toEqual(theirs.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)));
  });

  test('SUB-7: nobody sees what another partner sold, not even to the same customer', async () => {
    const other = await otherPartner();
    const mine = await sell(ids.customer, [offers.e3]);
    expect(await list({ as: other })).toEqual([]);
    const theirs = await sell(ids.customer, [offers.e3], other);
    expect((await list()).map(({ id }) => id)).toEqual(mine);
    expect((await list({ as: other })).map(({ id }) => id)).toEqual(theirs);
    const query = `?partnerId=${ids.partner}&customerId=${ids.customer}`;
    expect((await list({ as: other, query })).map(({ id }) => id)).toEqual(theirs);
  });

  test('SUB-7: a partner that sold nothing has none', async () => {
    expect((await send()).body).toMatchObject({ totalCount: 0, items: [] });
  });

  test('ROL-2: every agent reads it, and an application without a user; a global admin does not', async () => {
    await sell(ids.customer, [offers.e3]);
    for (const role of ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const)
      expect(await list({ as: await shop.user([role]) })).toHaveLength(1);
    expect(await list({ as: await storeApplication(shop.table, ids.partner) })).toHaveLength(1);
    const refused = await send({ as: await shop.user(['GlobalAdmin']) });
    expect([refused.status, refused.body.code]).toEqual([403, 900150]);
  });
});

describe('a part of them', () => {
  test('SUB-4: by the status that counts now', async () => {
    const [kept] = await sell(secondCustomer, [offers.e3]);
    const [left] = await sell(ids.customer, [offers.e3]);
    await suspend(ids.customer, left!);
    const idsOf = async (query: string) => (await list({ query })).map(({ id }) => id);
    expect(await idsOf('?status=active')).toEqual([kept]);
    expect(await idsOf('?STATUS=Suspended')).toEqual([left]);
    expect(await idsOf('?deprovisionsBefore=2026-04-12')).toEqual([left]);
    expect(await idsOf('?deprovisionsBefore=2026-04-11')).toEqual([]);
    shop.setClock('2026-04-11T09:00:00Z');
    expect(await idsOf('?status=suspended')).toEqual([]);
    expect(await idsOf('?status=deleted')).toEqual([left]);
    await shop.runJob('deprovisionSubscriptions', '2026-04-12T00:10:00.000Z');
    expect(await idsOf('?status=deleted')).toEqual([left]);
  });

  test('SUB-1: those that renew before a day, add-ons with their base', async () => {
    await sell(ids.customer, [offers.e3, offers.audioConferencing]);
    await sell(secondCustomer, [offers.azure]);
    expect(await list({ query: '?renewsBefore=2027-02-11' })).toHaveLength(2);
    expect(await list({ query: '?renewsBefore=2027-02-10' })).toEqual([]);
    await shop.runJob('renewSubscriptions', '2027-02-10T00:05:00.000Z');
    expect(await list({ query: '?renewsBefore=2027-02-11' })).toEqual([]);
  });

  test('API-1: page by page; the last page has no next', async () => {
    for (const customerId of [ids.customer, secondCustomer, ids.customer]) await sell(customerId, [offers.e3]);
    const seen: Row[] = [];
    let query: string | undefined = '?status=active&size=2';
    const pages: object[] = [];
    let token: string | undefined;
    while (query !== undefined) {
      const { body } = await send({ query, token });
      seen.push(...body.items);
      pages.push(Object.keys(body.links).sort());
      query = body.links.next?.uri.replace('/subscriptions', '');
      token = body.links.next?.headers[0].value;
      expect(body.continuationToken).toBe(token);
    }
    expect(seen).toEqual(await list());
    expect(pages).toEqual([
      ['next', 'self'],
      ['previous', 'self'],
    ]);
    expect((await send({ query: '?size=3' })).body.links.next).toBeUndefined();
  });

  test('API-1: an offset leads to the same rows', async () => {
    for (const customerId of [ids.customer, secondCustomer, ids.customer]) await sell(customerId, [offers.e3]);
    const all = await list();
    expect(await list({ query: '?offset=1&size=1' })).toEqual([all[1]]);
    expect(await list({ query: '?offset=3' })).toEqual([]);
    expect(await list({ query: '?offset=10000' })).toEqual([]);
  });

  test('SUB-3, SUB-8: users without a seat are asked for once for a page, of each plan of a customer once', async () => {
    const asked: string[][] = [];
    const batchGet: Shop['table']['batchGet'] = (keys, options) => {
      const pools = keys.map(({ pk }) => pk).filter((pk) => pk.endsWith('#POOL'));
      if (pools.length > 0) asked.push(pools);
      return shop.table.batchGet(keys, options);
    };
    Object.assign(shop.deps, { table: { ...shop.table, batchGet } });
    for (const customerId of [ids.customer, ids.customer, secondCustomer]) await sell(customerId, [offers.e3]);
    await sell(ids.customer, [offers.azure]);
    const [gone] = await sell(ids.customer, [offers.ems]);
    await suspend(ids.customer, gone!);
    const { planId } = soldIn(shop).find(({ offerId }) => offerId === offers.e3)!;
    await shop.table.write([{ update: poolKey({ customerId: ids.customer, planId }), add: { consumed: 8 } }]);
    asked.length = 0;
    const rows = (await send()).body.items as (Row & { licensesToUnassign?: number; billingType: string })[];
    expect(asked).toEqual([[poolPartition(ids.customer), poolPartition(secondCustomer)]]);
    expect(rows.map(({ licensesToUnassign = 0 }) => licensesToUnassign).sort()).toEqual([0, 0, 0, 4, 4]);
    for (const path of [`/v1/customers/${ids.customer}/subscriptions`]) {
      asked.length = 0;
      expect((await shop.send({ path })).body.totalCount).toBe(4);
      expect(asked).toHaveLength(1);
    }
  });

  test.each([
    ['an unknown status', 'status', 'pending'],
    ['a status by number', 'status', '1'],
    ['an empty status', 'status', ''],
    ['a day that is none', 'renewsBefore', '2026-02-30'],
    ['a day of no calendar', 'renewsBefore', '2026-02-30T00:00:00Z'],
    ['a day without a year', 'deprovisionsBefore', '02-10'],
    ['an empty day', 'deprovisionsBefore', ''],
    ['an offset below zero', 'offset', '-1'],
    ['half an offset', 'offset', '0.5'],
    ['an offset behind 10,000 rows', 'offset', '10001'],
    ['no size', 'size', '0'],
    ['a size above 500', 'size', '501'],
    ['a size that is no number', 'size', 'all'],
  ])('API-1: %s: refused by the name of its parameter', async (_, parameter, value) => {
    const answer = await send({ query: `?${parameter}=${value}` });
    expect([answer.status, answer.body.code]).toEqual([400, 800002]);
    expect(answer.body.description).toContain(parameter);
  });
});
