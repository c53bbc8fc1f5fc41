import { beforeEach, describe, expect, test } from 'vitest';
import { networkStore } from '../../../../functions/commerce/buying/store/network-store.ts';
import { customerPath, ids, offers, openStockedShop, type Shop, storeSeller } from '../../../support/commerce.ts';

let shop: Shop;
let path: string;
const reseller = { supportTenantId: ids.otherPartner, supportMpnId: '2000', name: 'Northern Help' };
const own = { supportTenantId: ids.partner, supportMpnId: '4500001', name: 'Contoso Resale' };

beforeEach(async () => {
  shop = await openStockedShop();
  await storeSeller(shop.table, { programRole: 'indirectProvider' });
  await shop.send({
    method: 'POST',
    path: `${customerPath}/orders`,
    body: { lineItems: [{ offerId: offers.e3, quantity: 1 }] },
  });
  const [sold] = (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
  path = `${customerPath}/subscriptions/${sold.id}/supportcontact`;
  const network = networkStore(shop.table);
  await network.noteCompany('2000', { partnerId: ids.otherPartner, programRole: 'indirectReseller', asOf: 1 });
  await network.noteCompany('3000', { partnerId: ids.operator, programRole: 'indirectReseller', asOf: 1 });
  await partnership(true, 1);
});

const partnership = (isActive: boolean, asOf: number) =>
  networkStore(shop.table).notePartnership(ids.partner, '2000', {
    resellerId: ids.otherPartner,
    isActive,
    hasSignedAgreement: true,
    asOf,
  });
const put = (body: object, headers = {}) => shop.send({ method: 'PUT', path, body, headers });
const shown = async () => {
  const { supportTenantId, supportMpnId, name } = (await shop.send({ path })).body;
  return { supportTenantId, supportMpnId, name };
};

describe('PRG-12, SUP-5: whom the customer turns to about a subscription', () => {
  test('SUP-5: a reseller of the provider, and the provider itself again; each is one save', async () => {
    const before = shop.events.length;
    expect((await put(reseller)).body).toMatchObject(reseller);
    expect(await shown()).toEqual(reseller);
    await put(reseller);
    expect((await put(own)).status).toBe(200);
    expect(await shown()).toEqual(own);
    const told = shop.events.slice(before);
    expect(told.map(({ type, detail }) => [type, detail.changed])).toEqual([
      ['SubscriptionUpdated', ['supportTenantId']],
      ['SubscriptionUpdated', ['supportTenantId']],
    ]);
  });

  test('SUP-5: the partner itself under another name', async () => {
    const desk = { ...own, name: 'Contoso Service Desk' };
    await put(desk);
    expect(await shown()).toEqual(desk);
  });

  test('SUP-5: a reseller that no longer works under the provider supports nobody', async () => {
    await put(reseller);
    await partnership(false, 2);
    expect(await shown()).toEqual(own);
  });

  test.each([
    ['a network id that nobody has', { ...reseller, supportMpnId: '9999' }, 404, 800015],
    ['a reseller of others', { ...reseller, supportTenantId: ids.operator, supportMpnId: '3000' }, 400, 800016],
    [
      'another tenant than the one that has the network id',
      { ...reseller, supportTenantId: ids.operator },
      400,
      800016,
    ],
    ['no tenant', { supportMpnId: '2000', name: 'Help' }, 400, 800002],
    ['no network id', { supportTenantId: ids.otherPartner, name: 'Help' }, 400, 800002],
    ['no name', { supportTenantId: ids.otherPartner, supportMpnId: '2000' }, 400, 800002],
    ['a name of nothing', { ...reseller, name: ' ' }, 400, 3000],
  ])('SUP-5: %s: refused, and nothing changes', async (_, body, status, code) => {
    const answer = await put(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await shown()).toEqual(own);
  });

  test('SUB-4: of a subscription that is gone, stale, or nobody’s', async () => {
    const subscription = path.replace('/supportcontact', '');
    await shop.send({ method: 'PATCH', path: subscription, body: { status: 'suspended' } });
    expect((await put(reseller)).status).toBe(200);
    expect((await put(own, { 'if-match': 'c3RhbGU=' })).body.code).toBe(2055);
    shop.setClock('2026-05-01T00:00:00Z');
    expect((await put(own)).body.code).toBe(2011);
    path = `${customerPath}/subscriptions/99999999-9999-4999-8999-999999999999/supportcontact`;
    expect([(await put(own)).status, (await put(own)).body.code]).toEqual([404, 20003]);
  });
});
