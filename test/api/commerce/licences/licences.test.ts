import { beforeEach, describe, expect, test } from 'vitest';
import { licenceStore } from '../../../../functions/commerce/licences/store/licence-store.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import type { Role } from '../../../../shared/contracts/routes.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { accessWriter, storeUser } from '../../../support/access.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  soldIn,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';
import { unevenPools } from '../../../support/licences/pools.ts';

let shop: Shop;
let plan: string;
const users = { ann: '00000000-0000-4000-8000-0000000000a1', bob: '00000000-0000-4000-8000-0000000000b2' };
const nobody = '00000000-0000-4000-8000-0000000000ff';

beforeEach(async () => {
  shop = await openStockedShop();
  await storeBuyer(shop.table, { relationship: { delegatedAdmin: true } });
  for (const userId of Object.values(users)) await storePerson(userId);
  await sell([{ offerId: offers.e3, quantity: 2 }]);
  plan = soldIn(shop)[0]!.planId.toLowerCase();
});

const storePerson = (principalId: string, change: { isActive?: boolean; usageLocation?: string | null } = {}) =>
  accessWriter(shop.table).caller({
    tenantId: ids.customer,
    principalId,
    kind: 'user',
    roles: ['Customer'],
    displayName: principalId.slice(-2),
    isActive: true,
    usageLocation: 'US',
    ...change,
  });
const sell = async (lineItems: readonly object[], as?: TokenClaims): Promise<string> => {
  const answer = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems }, as });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.lineItems[0].subscriptionId;
};
const update = (userId: string, body: object, as?: TokenClaims) =>
  shop.send({ method: 'POST', path: `${customerPath}/users/${userId}/licenseupdates`, body, as });
const assign = (userId: string, skuId = plan, as?: TokenClaims, excludedPlans?: string[]) =>
  update(userId, { LicensesToAssign: [{ SkuId: skuId, ExcludedPlans: excludedPlans ?? null }] }, as);
const licensesOf = async (userId: string, as?: TokenClaims) =>
  shop.send({ path: `${customerPath}/users/${userId}/licenses`, as });
const skus = async (path = `${customerPath}/subscribedskus`, as?: TokenClaims) => {
  const answer = await shop.send({ path, as });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.items;
};
const assigned = () => shop.events.filter(({ type }) => type === 'LicensesAssigned');
const customerUser = (roles: readonly Role[]) => storeUser(shop.table, ids.customer, roles);
const told = (userId: string, at: string, isActive: boolean, aggregateVersion: number) =>
  ({
    eventId: `00000000-0000-4000-8000-0000000000${String(aggregateVersion).padStart(2, '0')}`,
    type: 'CustomerUserChanged',
    version: 1,
    source: 'tenancy',
    occurredAt: at,
    tenantId: ids.customer,
    aggregateId: userId,
    aggregateVersion,
    correlationId: 'c',
    causationId: 'c',
    actor: { tenantId: ids.customer, kind: 'user' },
    detail: {
      customerId: ids.customer,
      userId,
      userPrincipalName: 'ann@fabrikam.example',
      displayName: 'Ann',
      isGlobalAdmin: false,
      isActive,
      change: isActive ? 'restored' : 'deleted',
    },
  }) as unknown as EventRecord;

describe('SUB-8: licences of a customer', () => {
  test('SUB-8: what the documented answers have, pool, licence and update', async () => {
    const done = await assign(users.ann);
    expect([done.status, done.body]).toEqual([
      201,
      { licensesToAssign: [{ skuId: plan }], licenseWarnings: [], attributes: { objectType: 'LicenseUpdate' } },
    ]);
    const [sku] = await skus();
    expect(sku).toMatchObject({
      availableUnits: 1,
      activeUnits: 2,
      consumedUnits: 1,
      suspendedUnits: 0,
      totalUnits: 2,
      warningUnits: 0,
      productSku: { id: plan, name: 'Office 365 Enterprise E3', targetType: 'User', licenseGroupId: 'group1' },
      capabilityStatus: 'Enabled',
      attributes: { objectType: 'SubscribedSku' },
    });
    const { body } = await licensesOf(users.ann);
    expect(body).toMatchObject({
      totalCount: 1,
      items: [{ productSku: { id: plan }, attributes: { objectType: 'License' } }],
    });
    expect(sku.servicePlans.length).toBeGreaterThan(5);
    expect(body.items[0].servicePlans.map(({ id }: { id: string }) => id)).toEqual(
      sku.servicePlans.map(({ id }: { id: string }) => id),
    );
    expect(new Set(body.items[0].servicePlans.map((of: { capabilityStatus: string }) => of.capabilityStatus))).toEqual(
      new Set(['Assigned']),
    );
    expect(
      assigned().map(({ detail, tenantId, aggregateVersion }) => ({ tenantId, aggregateVersion, ...detail })),
    ).toEqual([
      {
        tenantId: ids.customer,
        aggregateVersion: 1,
        userId: users.ann,
        customerId: ids.customer,
        assigned: [plan],
        removed: [],
        reason: 'requested',
      },
    ]);
  });

  test('SUB-8: services that are left out are missing, and replaced as a whole; the same again tells nobody', async () => {
    const [mail, files] = (await skus())[0].servicePlans;
    const shown = async () =>
      (await licensesOf(users.ann)).body.items[0].servicePlans.map(({ id }: { id: string }) => id);
    await assign(users.ann, plan, undefined, [mail.id.toUpperCase()]);
    expect(await shown()).not.toContain(mail.id);
    await assign(users.ann, plan.toUpperCase(), undefined, [files.id]);
    expect([await shown()].map((has) => [has.includes(mail.id), has.includes(files.id)])).toEqual([[true, false]]);
    expect((await assign(users.ann, plan, undefined, [files.id])).status).toBe(201);
    expect(assigned()).toHaveLength(2);
    expect((await skus())[0].consumedUnits).toBe(1);
  });

  test('SUB-3, SUB-8: all or nothing, removal first', async () => {
    await sell([{ offerId: offers.ems, quantity: 1 }]);
    const ems = soldIn(shop)
      .find(({ offerId }) => offerId === offers.ems)!
      .planId.toLowerCase();
    await assign(users.ann);
    await assign(users.bob, ems);
    const both = { licensesToAssign: [{ skuId: ems }, { skuId: plan }], licensesToRemove: [plan] };
    const refused = await update(users.ann, both);
    expect([refused.status, refused.body.code, refused.body.data]).toEqual([
      400,
      60012,
      [expect.stringMatching(/^LicenseQuotaExceededException : /)],
    ]);
    expect(
      (await licensesOf(users.ann)).body.items.map((of: { productSku: { id: string } }) => of.productSku.id),
    ).toEqual([plan]);
    await update(users.bob, { licensesToRemove: [ems.toUpperCase()] });
    expect((await update(users.ann, both)).status).toBe(201);
    expect((await skus()).map((of: { consumedUnits: number }) => of.consumedUnits)).toEqual([1, 1]);
    expect((await licensesOf(users.bob)).body.items).toEqual([]);
    expect(unevenPools(shop.table)).toEqual([]);
  });

  test.each<[string, () => Promise<{ status: number; body: { code: number; parameters?: object } }>, number, number]>([
    ['a user that nobody has', () => assign(nobody), 404, 60002],
    ['licences of a user that nobody has', () => licensesOf(nobody), 404, 60002],
    ['a plan that the customer has not', () => assign(users.ann, 'nothing'), 400, 3000],
    [
      'a plan to remove that the customer has not',
      () => update(users.ann, { licensesToRemove: ['nothing'] }),
      400,
      3000,
    ],
    ['a service that the plan has not', () => assign(users.ann, plan, undefined, [nobody]), 400, 3000],
    ['a plan twice', () => update(users.ann, { licensesToAssign: [{ skuId: plan }, { skuId: plan }] }), 400, 3000],
    ['too many at once', () => update(users.ann, { licensesToRemove: Array(41).fill(plan) }), 400, 3000],
    [
      'a group that there is not',
      () => shop.send({ path: `${customerPath}/subscribedskus?licenseGroupIds=group3` }),
      400,
      800002,
    ],
    [
      'licences of a group that there is not',
      () => shop.send({ path: `${customerPath}/users/${users.ann}/licenses?licenseGroupIds=x` }),
      400,
      800002,
    ],
  ])('SUB-8: refused: %s', async (_, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await skus())[0].consumedUnits).toBe(0);
    expect(assigned()).toEqual([]);
  });

  test('SUB-8: a user without a usage location gets none until it has one; what was stored before it was noted does', async () => {
    await storePerson(users.ann, { usageLocation: null });
    const refused = await assign(users.ann);
    expect([refused.status, refused.body.code, refused.body.parameters]).toEqual([
      400,
      3000,
      { field: 'usageLocation' },
    ]);
    await storePerson(users.ann);
    expect((await assign(users.ann)).status).toBe(201);
    await storePerson(users.ann, { usageLocation: null });
    expect((await update(users.ann, { licensesToRemove: [plan] })).status).toBe(201);
  });

  test('SUB-8: licence groups are told apart; a name that some client sends wrongly changes nothing', async () => {
    const of = async (query: string) => (await skus(`${customerPath}/subscribedskus${query}`)).length;
    expect(
      await Promise.all(['', '?null=group1', '?licenseGroupIds=Group1', '?licenseGroupIds=group2'].map(of)),
    ).toEqual([1, 1, 1, 0]);
    expect(await of('?licenseGroupIds=group2&licenseGroupIds=group1')).toBe(1);
    await assign(users.ann);
    const held = await shop.send({ path: `${customerPath}/users/${users.ann}/licenses?licenseGroupIds=group2` });
    expect(held.body.items).toEqual([]);
  });

  test('ORD-6: the same request twice assigns once', async () => {
    const send = () =>
      shop.send({
        method: 'POST',
        path: `${customerPath}/users/${users.ann}/licenseupdates`,
        body: { licensesToAssign: [{ skuId: plan }] },
        headers: { 'ms-requestid': nobody },
      });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(assigned()).toHaveLength(1);
  });

  test('SUB-8: a hundred want the last seat at once: one gets it', async () => {
    await assign(users.bob);
    const many = Array.from(
      { length: 100 },
      (_, n) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
    );
    for (const userId of many) await storePerson(userId);
    const answers = await Promise.all(many.map((userId) => assign(userId)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 201 : body.code)).sort((a, b) => a - b);
    expect(codes).toEqual([201, ...Array(99).fill(60012)]);
    expect((await skus())[0]).toMatchObject({ consumedUnits: 2, availableUnits: 0 });
  });
});

describe('SUB-3: more users than seats', () => {
  test('SUB-3: the reduction succeeds and says how many; nobody is unassigned, and no licence is free until enough are', async () => {
    const subscription = soldIn(shop)[0]!.subscriptionId;
    const path = `${customerPath}/subscriptions/${subscription}`;
    await assign(users.ann);
    await assign(users.bob);
    const shrunk = await shop.send({ method: 'PATCH', path, body: { quantity: 1 } });
    expect(shrunk.body).toMatchObject({
      quantity: 1,
      attentionNeeded: true,
      actionTaken: false,
      licensesToUnassign: 1,
    });
    expect((await skus())[0]).toMatchObject({
      activeUnits: 1,
      consumedUnits: 2,
      availableUnits: -1,
      licensesToUnassign: 1,
    });
    expect((await licensesOf(users.bob)).body.totalCount).toBe(1);
    await update(users.ann, { licensesToRemove: [plan] });
    expect((await shop.send({ path })).body).toMatchObject({ attentionNeeded: false, actionTaken: true });
    expect((await assign(users.ann)).body.code).toBe(60012);
  });

  test('SUB-8: users stay when one channel ends, as long as the pool suffices; what is deleted for good is gone from the list', async () => {
    await storeSeller(shop.table, { mpnId: '4500002' }, { tenantId: ids.otherPartner, domain: 'litware.example' });
    await storeBuyer(shop.table, { partnerId: ids.otherPartner });
    const other = await shop.user(['AdminAgent'], ids.otherPartner);
    const theirs = await sell([{ offerId: offers.e3, quantity: 2 }], other);
    await assign(users.ann);
    await assign(users.bob);
    const own = `${customerPath}/subscriptions/${soldIn(shop).find(({ partnerId }) => partnerId === ids.partner)!.subscriptionId}`;
    await shop.send({ method: 'PATCH', path: own, body: { status: 'suspended' } });
    expect((await skus())[0]).toMatchObject({ activeUnits: 2, suspendedUnits: 2, consumedUnits: 2, availableUnits: 0 });
    const still = await shop.send({ path: `${customerPath}/subscriptions/${theirs}`, as: other });
    expect(still.body.attentionNeeded).toBe(false);
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${theirs}`,
      body: { status: 'suspended' },
      as: other,
    });
    const [sku] = await skus();
    expect(sku).toMatchObject({
      activeUnits: 0,
      suspendedUnits: 4,
      capabilityStatus: 'Suspended',
      licensesToUnassign: 2,
    });
    expect(sku.servicePlans[0].capabilityStatus).toBe('Suspended');
    expect((await licensesOf(users.ann)).body.totalCount).toBe(1);
    await shop.runJob('deprovisionSubscriptions', '2026-06-01T00:10:00Z');
    expect(await skus()).toEqual([]);
    expect((await update(users.ann, { licensesToRemove: [plan] })).status).toBe(201);
  });

  test('SUB-3: what the program lets go of says what it will be, with its own seats', async () => {
    const { subscriptionId } = soldIn(shop)[0]!;
    await shop.deliver();
    await assign(users.ann);
    await assign(users.bob);
    const program = (act: string) =>
      shop.send({
        as: shop.operator,
        method: 'POST',
        path: `/v1/operator/subscriptions/${subscriptionId}/${act}`,
        body: { reason: 'Spam.' },
      });
    expect((await program('suspend')).body).toMatchObject({ status: 'suspended', attentionNeeded: false });
    expect((await program('reactivate')).body).toMatchObject({ status: 'active', attentionNeeded: false });
  });
});

describe('ROL-2, DAP-2, CUS-3: who may', () => {
  test('DAP-2: without delegated administration nothing of it', async () => {
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: false } });
    const answers = [
      await assign(users.ann),
      await licensesOf(users.ann),
      await shop.send({ path: `${customerPath}/subscribedskus` }),
      await shop.send({ path: `${customerPath}/licensepool` }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([403, 980001]));
  });

  test('ROL-2: a helpdesk agent looks, and does not assign; a sales agent does neither', async () => {
    const [helpdesk, sales] = [await shop.user(['HelpdeskAgent']), await shop.user(['SalesAgent'])];
    expect((await licensesOf(users.ann, helpdesk)).status).toBe(200);
    expect((await skus(`${customerPath}/licensepool`, helpdesk)).length).toBe(1);
    for (const as of [helpdesk, sales]) expect((await assign(users.ann, plan, as)).body.code).toBe(900150);
    expect((await licensesOf(users.ann, sales)).body.code).toBe(900150);
  });

  test('CUS-3: the customer looks after its own licences, its global admin assigns them, and sees nobody else’s', async () => {
    const [admin, plain] = [await customerUser(['Customer', 'GlobalAdmin']), await customerUser(['Customer'])];
    expect((await assign(users.ann, plan, admin)).status).toBe(201);
    expect((await licensesOf(users.ann, plain)).body.totalCount).toBe(1);
    expect((await skus(undefined, plain)).length).toBe(1);
    expect((await assign(users.bob, plan, plain)).body.code).toBe(980002);
    const foreign = '77777777-7777-4777-8777-777777777777';
    await storeBuyer(shop.table, { customerId: foreign });
    for (const path of [
      `/v1/customers/${foreign}/subscribedskus`,
      `/v1/customers/${foreign}/users/${users.ann}/licenses`,
    ])
      expect((await shop.send({ path, as: admin })).body.code).toBe(20002);
    expect((await skus('/v1/my/licensepool', plain))[0].channels).toEqual([
      { channel: 'partner', partnerName: 'Contoso Resale', activeUnits: 2, suspendedUnits: 0 },
    ]);
  });

  test('SUB-7: a partner sees its own seats, and those of all others as one', async () => {
    await storeSeller(
      shop.table,
      { mpnId: '4500002' },
      { tenantId: ids.otherPartner, name: 'Litware', domain: 'litware.example' },
    );
    await storeBuyer(shop.table, { partnerId: ids.otherPartner, relationship: { delegatedAdmin: true } });
    const other = await shop.user(['AdminAgent'], ids.otherPartner);
    await sell([{ offerId: offers.e3, quantity: 5 }], other);
    const [sku] = await skus(`${customerPath}/licensepool`, other);
    expect(sku.activeUnits).toBe(7);
    expect(sku.channels).toEqual([
      { channel: 'partner', partnerName: 'Litware', activeUnits: 5, suspendedUnits: 0 },
      { channel: 'other', activeUnits: 2, suspendedUnits: 0 },
    ]);
    const admin = await customerUser(['Customer', 'GlobalAdmin']);
    const names = (await skus('/v1/my/licensepool', admin))[0].channels.map(
      (of: { partnerName: string }) => of.partnerName,
    );
    expect(names.sort()).toEqual(['Contoso Resale', 'Litware']);
  });

  test('DAP-1: delegated administration that is taken back while a licence is assigned stops it', async () => {
    let isTaken = false;
    const stopped = await openStockedShop({
      hooks: {
        async beforeWrite(writes) {
          if (isTaken || !writes.some((write) => 'put' in write && write.put.kind === 'userLicences')) return;
          isTaken = true;
          await storeBuyer(stopped.table, { relationship: { delegatedAdmin: false, version: 2 } });
        },
      },
    });
    shop = stopped;
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: true, version: 1 } });
    await storePerson(users.ann);
    await sell([{ offerId: offers.e3, quantity: 2 }]);
    expect((await assign(users.ann)).body.code).toBe(980001);
    expect((await licenceStore(shop.table).load({ customerId: ids.customer, userId: users.ann })).licences).toEqual([]);
  });
});

describe('SUB-8: a deleted user', () => {
  const deletedAt = '2026-02-11T00:00:00.000Z';
  const held = async () =>
    (await licenceStore(shop.table).load({ customerId: ids.customer, userId: users.ann })).licences.length;

  test('SUB-8: frees its licences, once; restored it has none', async () => {
    await assign(users.ann);
    await storePerson(users.ann, { isActive: false });
    expect((await licensesOf(users.ann)).body.items).toEqual([]);
    expect((await assign(users.ann)).body.code).toBe(60002);
    await shop.deliver([told(users.ann, deletedAt, false, 5), told(users.ann, deletedAt, false, 5)]);
    expect([await held(), (await skus())[0].consumedUnits]).toEqual([0, 0]);
    expect(assigned().at(-1)!.detail).toMatchObject({ removed: [plan], reason: 'userDeleted' });
    await storePerson(users.ann);
    await shop.deliver([told(users.ann, '2026-02-12T00:00:00.000Z', true, 6)]);
    expect((await licensesOf(users.ann)).body.items).toEqual([]);
  });

  test('SUB-8: what a restored user was given stays, however late its deletion is told', async () => {
    await assign(users.ann);
    shop.setClock('2026-02-13T00:00:00Z');
    await update(users.ann, { licensesToRemove: [plan], licensesToAssign: [{ skuId: plan }] });
    await shop.deliver([told(users.ann, '2026-02-12T00:00:00.000Z', true, 6), told(users.ann, deletedAt, false, 5)]);
    expect([await held(), (await skus())[0].consumedUnits]).toEqual([1, 1]);
  });

  test('SUB-8: one that is deleted while it is given a licence does not get it', async () => {
    let isDeleted = false;
    const meeting = await openStockedShop({
      hooks: {
        async beforeWrite(writes) {
          const isOurs = writes.some((write) => 'put' in write && write.put.kind === 'userLicences');
          if (isDeleted || !isOurs || writes.length < 3) return;
          isDeleted = true;
          await storePerson(users.ann, { isActive: false });
          await shop.deliver([told(users.ann, deletedAt, false, 5)]);
        },
      },
    });
    shop = meeting;
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: true } });
    await storePerson(users.ann);
    await sell([{ offerId: offers.e3, quantity: 2 }]);
    expect((await assign(users.ann)).body.code).toBe(60002);
    expect([await held(), (await skus())[0].consumedUnits]).toEqual([0, 0]);
  });
});
