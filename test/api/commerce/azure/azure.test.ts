import { beforeEach, describe, expect, test } from 'vitest';
import { accessWriter } from '../../../support/access.ts';
import { customerPath, ids, offers, openStockedShop, type Shop } from '../../../support/commerce.ts';

let shop: Shop;
let seats: string;
let metered: string;
let entitlements: string;
const USER = '77777777-7777-4777-8777-777777777777';
const NOBODY = '99999999-9999-4999-8999-999999999999';

beforeEach(async () => {
  shop = await openStockedShop();
  const lineItems = [
    { offerId: offers.e3, quantity: 1 },
    { offerId: offers.azure, quantity: 1 },
  ];
  await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
  const { items } = (await shop.send({ path: `${customerPath}/subscriptions` })).body;
  const ofType = (type: string) => items.find(({ billingType }: { billingType: string }) => billingType === type).id;
  [seats, metered] = [ofType('license'), ofType('usage')];
  entitlements = `${at(metered)}/azureEntitlements`;
  await accessWriter(shop.table).caller({
    tenantId: ids.customer,
    principalId: USER,
    kind: 'user',
    roles: ['Customer'],
    displayName: 'Mia',
    isActive: true,
  });
});

const at = (id: string) => `${customerPath}/subscriptions/${id}`;
const patch = (id: string, body: object) => shop.send({ method: 'PATCH', path: at(id), body });
const post = (path: string, body?: object, headers = {}) =>
  shop.send({ method: 'POST', path, ...(body && { body }), headers });
const refusalOf = ({ status, body }: { status: number; body: { code: number } }) => [status, body.code];

describe('USG-1: registration', () => {
  test('USG-1: 202 with where its status is, once', async () => {
    const status = async () => (await shop.send({ path: `${at(metered)}/registrationstatus` })).body.status;
    expect(await status()).toBe('NotRegistered');
    const before = shop.events.length;
    for (let time = 0; time < 2; time += 1) {
      const answer = await post(`${at(metered)}/registrations`, 'success' as never);
      expect([answer.status, answer.text, answer.headers.location]).toEqual([
        202,
        '',
        `/customers/${ids.customer}/subscriptions/${metered}/registrationstatus`,
      ]);
    }
    expect(await status()).toBe('Registered');
    expect(shop.events.slice(before)).toHaveLength(1);
  });

  test('USG-1: seats have none, nor has what is not active', async () => {
    expect(refusalOf(await post(`${at(seats)}/registrations`))).toEqual([400, 800011]);
    expect(refusalOf(await shop.send({ path: `${at(seats)}/registrationstatus` }))).toEqual([400, 800011]);
    expect(refusalOf(await post(`${at(NOBODY)}/registrations`))).toEqual([404, 20003]);
    expect(refusalOf(await shop.send({ path: `${at(NOBODY)}/registrationstatus` }))).toEqual([404, 20003]);
    await patch(metered, { status: 'suspended' });
    expect(refusalOf(await post(`${at(metered)}/registrations`))).toEqual([400, 800012]);
  });
});

describe('USG-1: entitlements', () => {
  const status = async () => (await shop.send({ path: `${entitlements}/${metered}` })).body.status;

  test('USG-1: a usage-based subscription has one, and it runs with it', async () => {
    const { items } = (await shop.send({ path: entitlements })).body;
    expect(items).toMatchObject([{ id: metered.toLowerCase(), status: 'active', subscriptionId: metered }]);
    expect((await shop.send({ path: `/v1${items[0].links.self.uri}` })).body).toEqual(items[0]);
    await patch(metered, { status: 'suspended' });
    expect(await status()).toBe('inactive');
  });

  test('USG-1: cancelled after a compromise and reactivated; each is one save, and the subscription stays active', async () => {
    const cancel = () => post(`${entitlements}/${metered}/cancel`, { cancellationReason: 'compromise' });
    const before = shop.events.length;
    expect((await cancel()).body).toMatchObject({ id: metered.toLowerCase(), status: 'inactive' });
    expect((await cancel()).body.status).toBe('inactive');
    expect((await shop.send({ path: at(metered) })).body.status).toBe('active');
    const back = await post(`${entitlements}/${metered}/reactivate`);
    expect([back.status, back.text]).toEqual([202, '']);
    expect(await status()).toBe('active');
    expect(shop.events.slice(before).map(({ type, detail }) => [type, detail.changed])).toEqual([
      ['SubscriptionUpdated', ['entitlementCancelledAt']],
      ['SubscriptionUpdated', ['entitlementCancelledAt']],
    ]);
  });

  test('USG-1: cancelled for another reason, reactivated for none: refused', async () => {
    for (const body of [{ cancellationReason: 'bored' }, {}])
      expect(refusalOf(await post(`${entitlements}/${metered}/cancel`, body))).toEqual([400, 900307]);
    expect(refusalOf(await post(`${entitlements}/${metered}/reactivate`))).toEqual([400, 900337]);
    await post(`${entitlements}/${metered}/cancel`, { cancellationReason: 'compromise' });
    await patch(metered, { status: 'suspended' });
    expect(refusalOf(await post(`${entitlements}/${metered}/reactivate`))).toEqual([400, 900337]);
    shop.setClock('2026-05-01T00:00:00Z');
    const late = await post(`${entitlements}/${metered}/cancel`, { cancellationReason: 'compromise' });
    expect(refusalOf(late)).toEqual([400, 2011]);
  });

  const ways: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, object | undefined])[] = [
    ['GET', '', undefined],
    ['POST', '/cancel', { cancellationReason: 'compromise' }],
    ['POST', '/reactivate', undefined],
    ['GET', '/roleassignments', undefined],
    ['PUT', `/roleassignments/${USER}`, { role: 'owner' }],
    ['DELETE', `/roleassignments/${USER}`, undefined],
  ];
  test.each(ways)('USG-1: %s …%s of another entitlement, of seats, of nothing', async (method, path, body) => {
    const send = (where: string) => shop.send({ method, path: `${where}${path}`, ...(body && { body }) });
    expect(refusalOf(await send(`${entitlements}/${NOBODY}`))).toEqual([404, 800111]);
    expect(refusalOf(await send(`${at(seats)}/azureEntitlements/${seats}`))).toEqual([400, 800011]);
    expect(refusalOf(await send(`${at(NOBODY)}/azureEntitlements/${NOBODY}`))).toEqual([404, 20003]);
  });

  test('USG-1: seats have no entitlements; one-time purchases and reservations are not sold', async () => {
    expect(refusalOf(await shop.send({ path: `${at(seats)}/azureEntitlements` }))).toEqual([400, 800011]);
    const bought = await shop.send({ path: `${customerPath}/entitlements?entitlementType=software&showExpiry=false` });
    expect([bought.status, bought.body.totalCount]).toEqual([200, 0]);
    expect(refusalOf(await shop.send({ path: `${customerPath}/artifacts/reservedinstance` }))).toEqual([404, 1000]);
    const deep = `${customerPath}/artifacts/reservedinstance/groups/a/resources/b`;
    expect(refusalOf(await shop.send({ path: deep }))).toEqual([404, 1000]);
  });

  test('ROL-2: helpdesk and sales look, and stop nothing', async () => {
    for (const role of ['HelpdeskAgent', 'SalesAgent'] as const) {
      const as = await shop.user([role]);
      expect((await shop.send({ as, path: entitlements })).status).toBe(200);
      const body = { cancellationReason: 'compromise' };
      const refused = await shop.send({ as, method: 'POST', path: `${entitlements}/${metered}/cancel`, body });
      expect(refusalOf(refused)).toEqual([403, 900150]);
      expect(refusalOf(await shop.send({ as, path: `${entitlements}/${metered}/roleassignments` }))).toEqual([
        403, 900150,
      ]);
    }
  });
});

describe('DAP-4: who may manage an Azure subscription', () => {
  const roles = () => `${entitlements}/${metered}/roleassignments`;
  const put = (principal: string, body: object) => shop.send({ method: 'PUT', path: `${roles()}/${principal}`, body });
  const remove = (principal: string) => shop.send({ method: 'DELETE', path: `${roles()}/${principal}` });
  const listed = async () =>
    (await shop.send({ path: roles() })).body.items.map(
      ({ principalId, role, scope }: Record<string, string>) => `${principalId} ${role} ${scope}`,
    );
  const OWN = `${ids.partner} owner subscription`;

  test('DAP-4: the partner is owner and the customer has no right until it is granted one', async () => {
    expect(await listed()).toEqual([OWN]);
    expect((await put(ids.customer, { role: 'Owner' })).body).toMatchObject({ role: 'owner', scope: 'subscription' });
    await put(USER, { role: 'contributor', scope: 'Microsoft.Compute' });
    expect(await listed()).toEqual([
      OWN,
      `${ids.customer} owner subscription`,
      `${USER} contributor Microsoft.Compute`,
    ]);
    expect((await put(USER, { role: 'contributor', scope: 'Subscription' })).body.scope).toBe('subscription');
    expect((await remove(ids.customer)).status).toBe(204);
    expect(await listed()).toEqual([OWN, `${USER} contributor subscription`]);
  });

  test('DAP-4: a grant that is there, and the end of one that is not, change nothing', async () => {
    await put(USER, { role: 'owner' });
    const count = shop.events.length;
    await put(USER.toUpperCase(), { role: 'owner' });
    expect((await remove(ids.customer)).status).toBe(204);
    expect(shop.events).toHaveLength(count);
  });

  test.each([
    ['the partner itself', ids.partner, { role: 'contributor' }],
    ['somebody of elsewhere', ids.otherPartner, { role: 'owner' }],
    ['nobody', NOBODY, { role: 'owner' }],
    ['another role', USER, { role: 'reader' }],
    ['no role', USER, {}],
    ['a scope that is none', USER, { role: 'owner', scope: 'two words' }],
  ])('DAP-4: %s: refused', async (_, principal, body) => {
    const answer = await put(principal, body);
    expect(answer.status).toBe(400);
    expect([3000, 800002]).toContain(answer.body.code);
    expect(await listed()).toEqual([OWN]);
  });

  test('DAP-4: what is no id has no right', async () => {
    expect(refusalOf(await put('mia', { role: 'owner' }))).toEqual([404, 1000]);
  });

  test('DAP-4: the partner’s own right is not taken away here', async () => {
    expect(refusalOf(await remove(ids.partner))).toEqual([400, 3000]);
    expect(await listed()).toEqual([OWN]);
  });

  test('DAP-4: two grants at once are both there; more than fifty are not', async () => {
    await Promise.all([put(USER, { role: 'owner' }), put(ids.customer, { role: 'contributor' })]);
    expect(await listed()).toHaveLength(3);
    const write = accessWriter(shop.table);
    const user = (number: number) => `77777777-7777-4777-8777-${String(number).padStart(12, '0')}`;
    for (let number = 0; number < 49; number += 1) {
      const about = { tenantId: ids.customer, kind: 'user', roles: [], displayName: 'M', isActive: true } as const;
      await write.caller({ ...about, principalId: user(number) });
      expect((await put(user(number), { role: 'owner' })).status).toBe(number < 48 ? 200 : 400);
    }
  });

  test('SUB-4: of what is gone no right is granted', async () => {
    await patch(metered, { status: 'suspended' });
    shop.setClock('2026-05-01T00:00:00Z');
    expect(refusalOf(await put(USER, { role: 'owner' }))).toEqual([400, 2011]);
  });
});
