import { beforeEach, describe, expect, it, test } from 'vitest';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { OFFERS, placeOrder, putOnSale } from '../../../support/sales.ts';
import {
  addApplication,
  addUser,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from '../../../support/world.ts';

let world: World;
let partner: EnrolledPartner;
let other: EnrolledPartner;
let customerId: string;
let foreignId: string;
beforeEach(async () => {
  world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  partner = await enrolPartner(world, { name: 'contoso' });
  other = await enrolPartner(world, { name: 'litware' });
  customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  foreignId = await createCustomer(world, other, { name: 'wingtip' });
});

// biome-ignore lint/suspicious/noExplicitAny: records are looked into freely
type Wire = any;
const get = (path: string, as: TokenClaims, headers: Record<string, string> = {}) =>
  world.program.request({ path, as, headers });
const log = async (as: TokenClaims = partner.adminAgent, query = '', path = '/v1/auditrecords'): Promise<Wire[]> => {
  const { status, body } = await get(`${path}?${query}`, as);
  expect([query, status]).toEqual([query, 200]);
  return body.items;
};
const mine = (as: TokenClaims, query = '') => log(as, query, '/v1/my/auditrecords');
const everything = (query = '') => log(world.operator, query, '/v1/operator/auditrecords');
const filter = (Field: string, Value: string, Operator = 'equals') =>
  `filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;
const operationsOf = (records: Wire[]): string[] => records.map(({ operationType }) => operationType);
const further = ({ customizedData }: Wire): Record<string, string> =>
  Object.fromEntries(customizedData.map(({ key, value }: { key: string; value: string }) => [key, value]));
const customerAdmin = (name: string) => userClaims(world.program, `admin@${name}.onprogram.example`);
const addCustomerUser = (as: TokenClaims, name: string) =>
  world.send({
    method: 'POST',
    path: `/v1/customers/${customerId}/users`,
    as,
    body: {
      userPrincipalName: `${name}@fabrikam.onprogram.example`,
      displayName: name,
      usageLocation: 'US',
      passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true },
    },
  });
const order = async (quantity = 10) => {
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  return placeOrder(world, partner.adminAgent, customerId, [{ offerId: OFFERS.base, quantity }]);
};

describe('API-3: what a change leaves in its partner’s log', () => {
  test('API-3: who, what, when, for whom, through which application, before and after', async () => {
    const { subscriptionIds } = await order();
    world.program.setClock('2026-01-06T10:00:00Z');
    const path = `/v1/customers/${customerId}/subscriptions/${subscriptionIds[0]}`;
    const { body: subscription, headers } = await get(path, partner.adminAgent);
    await world.send({
      method: 'PATCH',
      path,
      as: partner.adminAgent,
      headers: {
        'If-Match': headers.etag ?? subscription.attributes.etag,
        'MS-CorrelationId': 'c0ffee00-0000-4000-8000-00000000000a',
      },
      body: { ...subscription, quantity: 12 },
    });
    const [record] = await log();
    expect(record).toEqual({
      id: expect.stringMatching(`^${partner.partnerId}_${customerId}_[0-9a-f-]{36}_updatesubscription_[0-9]{18}$`),
      partnerId: partner.partnerId,
      customerId,
      participants: [partner.partnerId, customerId],
      customerName: 'fabrikam',
      userPrincipalName: expect.stringMatching(/^adminagent-[0-9]+@contoso\.example$/),
      applicationId: partner.adminAgent.applicationId,
      resourceType: 'subscription',
      resourceOldValue: JSON.stringify({ SubscriptionId: subscriptionIds[0]!.toLowerCase(), Quantity: 10 }),
      resourceNewValue: JSON.stringify({ SubscriptionId: subscriptionIds[0]!.toLowerCase(), Quantity: 12 }),
      operationType: 'update_subscription',
      operationDate: '2026-01-06T10:00:00Z',
      operationStatus: 'succeeded',
      originalCorrelationId: 'c0ffee00-0000-4000-8000-00000000000a',
      customizedData: [
        { key: 'ActedBy', value: 'partner' },
        { key: 'UserId', value: partner.adminAgent.userId },
        { key: 'Trigger', value: 'resize' },
      ],
      attributes: { objectType: 'AuditRecord' },
    });
  });

  test('API-3: an application alone has no user; bound to one, both are named', async () => {
    const application = await addApplication(world, partner);
    world.program.setClock('2026-01-05T09:00:30Z');
    await createCustomer(world, { adminAgent: application }, { name: 'coho', isAttested: false });
    const [made] = await log(partner.adminAgent, filter('ResourceType', 'Customer'));
    expect(made).toMatchObject({ applicationId: application.applicationId });
    expect([made.userPrincipalName, further(made).UserId]).toEqual([undefined, undefined]);
    const userId = partner.adminAgent.userId!;
    const { body: bound } = await world.send({
      method: 'POST',
      path: '/v1/partner/applications',
      as: partner.globalAdmin,
      body: { displayName: 'bound', boundUserId: userId },
    });
    world.program.setClock('2026-01-05T09:01:00Z');
    const as = { tenantId: partner.partnerId, applicationId: bound.appId, hasMfa: false };
    await createCustomer(world, { adminAgent: as }, { name: 'adatum', isAttested: false });
    const [second] = await log(partner.adminAgent, filter('ResourceType', 'Customer'));
    expect([second.applicationId, further(second).UserId]).toEqual([bound.appId, userId]);
  });

  test('API-3: a customer’s creation, an attestation, users, orders and the customer’s own act are all there', async () => {
    await order();
    const { body: user } = await addCustomerUser(partner.adminAgent, 'ben');
    const path = `/v1/customers/${customerId}/users/${user.id}`;
    const as = partner.adminAgent;
    const profile = { password: 'An0ther-Pass-word', forceChangePassword: true };
    world.program.setClock('2026-01-05T10:00:00Z');
    await world.send({ method: 'PATCH', path, as, body: { passwordProfile: profile } });
    await world.send({ method: 'DELETE', path, as });
    await world.send({ method: 'PATCH', path, as, body: { state: 'active' } });
    world.program.setClock('2026-01-05T11:00:00Z');
    await world.send({
      method: 'DELETE',
      path: `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`,
      as: customerAdmin('fabrikam'),
    });
    const records = await log();
    expect(new Set(operationsOf(records))).toEqual(
      new Set([
        'undefined',
        'add_customer',
        'extend_relationship',
        'dap_admin_relationship_approved',
        'dap_admin_relationship_terminated',
        'create_agreement',
        'create_customer_user',
        'reset_customer_user_password',
        'delete_customer_user',
        'restore_customer_user',
        'create_order',
        'create_partner_user',
      ]),
    );
    // What the public API has no word for is named among the further data.
    expect(new Set(records.flatMap((record) => further(record).OperationType ?? []))).toEqual(
      new Set(['create_partner', 'update_partner', 'create_subscription', 'send_sign_in_link']),
    );
    // Of the customer’s own people the partner sees that they did it, and not who.
    expect(records[0]).toMatchObject({ operationType: 'dap_admin_relationship_terminated', customerId });
    expect([records[0].userPrincipalName, records[0].applicationId, further(records[0])]).toEqual([
      undefined,
      undefined,
      { ActedBy: 'customer', Source: 'customer' },
    ]);
    const byOperator = records.filter((record) => further(record).ActedBy === 'operator');
    expect(byOperator.length).toBeGreaterThan(0);
    for (const record of byOperator)
      expect([record.applicationId, further(record).UserId]).toEqual([undefined, undefined]);
  });

  test('API-3: the published Java client gets no word that breaks its page', async () => {
    const headers = { 'MS-PartnerCenter-Client': 'Partner Center Java SDK', 'MS-SdkVersion': '1.15.4' };
    const { body } = await get('/v1/auditrecords', partner.adminAgent, headers);
    const dap = body.items.find((record: Wire) => further(record).OperationType === 'dap_admin_relationship_approved');
    expect([dap.operationType, dap.resourceType]).toEqual(['undefined', 'undefined']);
    expect(further(dap)).toMatchObject({ ResourceType: 'partner_customer_dap' });
    expect(operationsOf(body.items)).toContain('add_customer');
    expect(operationsOf(body.items)).not.toContain('extend_relationship');
  });
});

describe('API-3: days and filters', () => {
  const LATER = '2026-06-15T09:00:00Z';
  const BAD = [400, 800002];
  const outcome = async (query: string, path = '/v1/auditrecords', as = partner.adminAgent) => {
    const { status, body } = await get(`${path}?${query}`, as);
    return [query, status, body.code];
  };

  test('API-3: a partner sees 30 days, asks for 90 at most, and the others for thirteen months', async () => {
    const admin = customerAdmin('fabrikam');
    const first = (await log()).length;
    expect(first).toBeGreaterThan(5);
    world.program.setClock('2026-02-04T09:00:00Z');
    expect(await log()).toHaveLength(first);
    expect((await mine(admin)).length).toBeGreaterThan(0);
    world.program.setClock('2026-02-05T00:00:00Z');
    expect(await log()).toEqual([]);
    expect(await log(partner.adminAgent, 'startDate=2026-01-05')).toHaveLength(first);
    expect(await log(partner.adminAgent, 'startDate=1/5/2026&endDate=2026-01-05')).toHaveLength(first);
    expect(await log(partner.adminAgent, 'startDate=2026-01-06')).toEqual([]);
    expect(await log(partner.adminAgent, 'endDate=2026-01-05')).toHaveLength(first);
    world.program.setClock('2026-04-05T23:59:59Z');
    expect(await log(partner.adminAgent, 'startDate=2026-01-05')).toHaveLength(first);
    world.program.setClock('2026-04-06T00:00:00Z');
    expect(await outcome('startDate=2026-01-05')).toEqual(['startDate=2026-01-05', ...BAD]);
    expect((await mine(admin, 'startDate=2026-01-05')).length).toBeGreaterThan(0);
    world.program.setClock('2027-02-05T23:59:59Z');
    expect((await mine(admin, 'startDate=2026-01-05&endDate=2026-01-31')).length).toBeGreaterThan(0);
    expect((await everything('startDate=2026-01-05&endDate=2026-01-31')).length).toBeGreaterThan(first);
    world.program.setClock('2027-02-06T00:00:00Z');
    for (const [path, as] of [
      ['/v1/my/auditrecords', admin],
      ['/v1/operator/auditrecords', world.operator],
    ] as const)
      expect(await outcome('startDate=2026-01-05', path, as)).toEqual(['startDate=2026-01-05', ...BAD]);
  });

  it.each([
    'startDate=yesterday',
    'endDate=2026-02-30',
    'startDate=2026-01-04&endDate=2026-01-03',
    'startDate=2026-01-06',
    'size=501',
    filter('OperationType', 'add_customer'),
    filter('PartnerId', '99999999-9999-4999-8999-999999999999'),
    filter('CompanyName', 'fab'),
    filter('CustomerId', '99999999', 'substring'),
    filter('ResourceType', 'cat'),
    'filter=nonsense',
  ])('API-3: %s is refused', async (query) => {
    expect(await outcome(query)).toEqual([query, ...BAD]);
  });

  test('API-3: filters by name, by customer and by kind, in every spelling', async () => {
    await order();
    await createCustomer(world, partner, { name: 'fabulous' });
    const of = async (query: string) =>
      new Set((await log(partner.adminAgent, query)).map(({ customerName }) => customerName));
    expect(await of(filter('CompanyName', 'ABRI', 'substring'))).toEqual(new Set(['fabrikam']));
    expect(await of(filter('CompanyName', 'fab', 'Substring'))).toEqual(new Set(['fabrikam', 'fabulous']));
    expect(await of(filter('CustomerId', customerId.toUpperCase()))).toEqual(new Set(['fabrikam']));
    expect(await of(filter('CustomerId', foreignId))).toEqual(new Set());
    expect(await of(filter('CompanyName', 'wing', 'substring'))).toEqual(new Set());
    for (const kind of ['customer_user', 'CustomerUser', 'CUSTOMERUSER']) {
      const records = await log(partner.adminAgent, filter('ResourceType', kind));
      expect(new Set(records.map(({ resourceType }) => resourceType))).toEqual(new Set(['customer_user']));
    }
    expect((await log(partner.adminAgent, filter('ResourceType', 'partner'))).length).toBeGreaterThan(0);
    world.program.setClock(LATER);
    expect(await log(partner.adminAgent, filter('CompanyName', 'fab', 'substring'))).toEqual([]);
  });

  test('API-3: the operator finds what one partner did and what was done for one customer', async () => {
    await addCustomerUser(partner.adminAgent, 'ben');
    await world.send({
      method: 'POST',
      path: '/v1/my/users',
      as: customerAdmin('fabrikam'),
      body: {
        userPrincipalName: 'cleo@fabrikam.onprogram.example',
        displayName: 'cleo',
        usageLocation: 'US',
        passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true },
      },
    });
    const all = await everything();
    const ids = (records: Wire[]) => records.map(({ id }) => id);
    const by = (wanted: (record: Wire) => boolean) => ids(all.filter(wanted));
    expect(ids(await everything(filter('PartnerId', partner.partnerId)))).toEqual(
      by((record) => record.partnerId === partner.partnerId),
    );
    expect(ids(await everything(filter('CustomerId', customerId)))).toEqual(
      by((record) => record.customerId === customerId),
    );
    expect(ids(await everything(filter('ResourceType', 'Agreement')))).toEqual(
      by((record) => record.resourceType === 'agreement'),
    );
    expect(ids(await everything(filter('CompanyName', 'wing', 'substring')))).toEqual(
      by((record) => record.customerName === 'wingtip'),
    );
    // Its own words, who of a customer acted, and what no partner sees.
    expect(operationsOf(all)).toEqual(expect.arrayContaining(['create_partner', 'publish_agreement_template']));
    const own = all.find((record) => further(record).ActedBy === 'customer');
    expect([own.operationType, own.userPrincipalName, own.partnerId]).toEqual([
      'create_customer_user',
      'admin@fabrikam.onprogram.example',
      undefined,
    ]);
  });
});

describe('API-3: one record', () => {
  test.each(['/v1/auditrecords/', '/auditactivity/v1/auditrecords/'])('API-3: is read at %s', async (path) => {
    for (const record of (await log()).slice(0, 5)) {
      for (const id of [record.id, record.id.toUpperCase()]) {
        const { status, body } = await get(path + id, partner.adminAgent);
        expect([status, body]).toEqual([200, record]);
      }
    }
    expect(await log(partner.adminAgent, '', '/auditactivity/v1/auditrecords')).toEqual(await log());
  });

  test('API-3: of nobody else, of no such id, and of no day that the log does not show any more', async () => {
    const [record] = await log();
    const [theirs] = await log(other.adminAgent);
    for (const id of [theirs.id, 'nonsense', record.id.replace(customerId, foreignId), `${record.id}0`]) {
      const { status, body } = await get(`/v1/auditrecords/${id}`, partner.adminAgent);
      expect([id, status, body.code]).toEqual([id, 404, 1000]);
    }
    world.program.setClock('2026-04-05T09:00:00Z');
    expect((await get(`/v1/auditrecords/${record.id}`, partner.adminAgent)).status).toBe(200);
    world.program.setClock('2026-04-06T09:00:00Z');
    const late = await get(`/v1/auditrecords/${record.id}`, partner.adminAgent);
    expect([late.status, late.body.code]).toEqual([404, 1000]);
  });
});

describe('CUS-2, SUB-7: everybody sees its own affairs alone', () => {
  const concerned = (record: Wire) => [record.partnerId, record.customerId, ...record.participants];

  test('SUB-7: a foreign partner sees nothing of it', async () => {
    await order();
    const records = await log(other.adminAgent);
    expect(records.length).toBeGreaterThan(0);
    const text = JSON.stringify(records);
    for (const id of [partner.partnerId, customerId, partner.adminAgent.userId!, 'fabrikam', 'contoso'])
      expect(text).not.toContain(id);
  });

  test('SUB-7: of two partners of one customer each sees what it did', async () => {
    const { body: request } = await world.send({ path: '/v1/customers/relationshiprequests', as: other.adminAgent });
    const token = new URL(request.url).pathname.split('/')[2];
    const path = `/v1/my/invitations/${token}/acceptance`;
    const admin = customerAdmin('fabrikam');
    await world.send({ method: 'POST', path, as: admin, body: { acknowledged: true } });
    await addCustomerUser(partner.adminAgent, 'ben');
    world.program.setClock('2026-01-05T10:00:00Z');
    await addCustomerUser(other.adminAgent, 'cleo');
    for (const [of, as] of [
      [partner.partnerId, partner.adminAgent],
      [other.partnerId, other.adminAgent],
    ] as const) {
      const records = await log(as, filter('CustomerId', customerId));
      expect(new Set(records.map(({ partnerId }) => partnerId))).toEqual(new Set([of]));
      expect(operationsOf(records).filter((operation) => operation === 'create_customer_user')).not.toEqual([]);
    }
    // Acceptance is two records, and the customer’s own act.
    const accepted = await log(other.adminAgent, filter('CustomerId', customerId));
    expect(
      accepted
        .filter((record) => further(record).ActedBy === 'customer')
        .map((r) => r.operationType)
        .sort(),
    ).toEqual(['dap_admin_relationship_approved', 'extend_relationship']);
    // The customer sees what both did, who of them, and not what it did itself.
    const seen = await mine(admin);
    expect(new Set(seen.map(({ partnerId }) => partnerId))).toEqual(new Set([partner.partnerId, other.partnerId]));
    expect(new Set(seen.map((record) => further(record).ActedBy))).toEqual(new Set(['partner']));
    expect(seen[0]).toMatchObject({
      operationType: 'create_customer_user',
      customerName: 'fabrikam',
      userPrincipalName: expect.stringMatching(/@litware\.example$/),
    });
  });

  test('CUS-3: a customer sees nothing of another, nor of its partner’s other affairs', async () => {
    await order();
    const records = await mine(customerAdmin('fabrikam'));
    expect(operationsOf(records)).toEqual(
      expect.arrayContaining(['add_customer', 'create_order', 'create_subscription']),
    );
    for (const record of records) expect(record.customerId).toBe(customerId);
    expect(JSON.stringify(records)).not.toMatch(/wholesale|16\.00/i);
    expect(JSON.stringify(await mine(customerAdmin('wingtip')))).not.toContain(customerId);
  });

  test('CUS-2: of a customer that is gone a partner keeps what it did, without the name, and learns nothing new', async () => {
    const own = await log(partner.adminAgent, filter('CustomerId', customerId));
    expect(own[0].customerName).toBe('fabrikam');
    await world.send({
      method: 'PATCH',
      path: `/v1/customers/${customerId}`,
      as: partner.adminAgent,
      body: { relationshipToPartner: 'none' },
    });
    await world.send({
      method: 'POST',
      path: '/v1/my/users',
      as: customerAdmin('fabrikam'),
      body: {
        userPrincipalName: 'cleo@fabrikam.onprogram.example',
        displayName: 'cleo',
        usageLocation: 'US',
        passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true },
      },
    });
    const after = await log(partner.adminAgent, filter('CustomerId', customerId));
    expect(new Set(operationsOf(after))).toEqual(
      new Set([...operationsOf(own), 'remove_partner_customer_relationship', 'dap_admin_relationship_terminated']),
    );
    expect(after).toHaveLength(own.length + 2);
    for (const record of after) expect(record.customerName).toBeUndefined();
    expect(await log(partner.adminAgent, filter('CompanyName', 'fabrikam', 'substring'))).toEqual([]);
  });

  test('REL-7: a reseller sees its partnership, and not what its provider does for customers', async () => {
    const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
    const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
    const { body: request } = await world.send({ path: '/v1/relationships/requests', as: provider.adminAgent });
    const token = new URL(request.url).pathname.split('/')[2];
    const path = `/v1/relationships/requests/${token}/acceptance`;
    await world.send({ method: 'POST', path, as: reseller.globalAdmin });
    const associatedPartnerId = reseller.partnerId;
    const brought = await createCustomer(world, provider, { name: 'coho', associatedPartnerId });
    const both = [reseller.partnerId, provider.partnerId];
    for (const as of [provider.adminAgent, reseller.adminAgent]) {
      const [partnership] = await log(as, filter('ResourceType', 'partner_relationship'));
      expect([partnership.operationType, partnership.participants]).toEqual(['create_partner_relationship', both]);
      expect((await get(`/v1/auditrecords/${partnership.id}`, as)).body).toEqual(partnership);
    }
    expect((await log(provider.adminAgent)).flatMap(concerned)).toContain(brought);
    expect((await log(reseller.adminAgent)).flatMap(concerned)).not.toContain(brought);
  });

  test('ROL-2: agents other than admins see no log', async () => {
    for (const roles of [['HelpdeskAgent'], ['SalesAgent']] as const) {
      const { status, body } = await get('/v1/auditrecords', await addUser(world, partner, roles));
      expect([status, body.code]).toEqual([403, 900150]);
    }
    expect((await log(await addApplication(world, partner))).length).toBeGreaterThan(0);
  });
});
