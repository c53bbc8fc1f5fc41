import { describe, expect, test } from 'vitest';
import {
  activePartner,
  aNomination,
  approvedPartner,
  eventsOfType,
  otherCustomer,
  partnerUser,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

const signature = { version: '1', signedBy: { firstName: 'Nina', lastName: 'Norden', email: 'nina@fabrikam.example' } };

describe('PRG-2: enrolment', () => {
  test('PRG-2: a company is nominated once per tenant and once per domain', async () => {
    const { ask, operatorToken: token } = await tenancyWorld();
    const first = await ask('POST', '/v1/operator/partners', { token, body: aNomination({ domain: 'one.example' }) });
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ status: 'nominated', region: 'US', currency: 'USD', domain: 'one.example' });
    const again = await ask('POST', '/v1/operator/partners', { token, body: aNomination({ id: first.json.id }) });
    expect([again.status, again.json.code]).toEqual([409, 980020]);
    const domain = await ask('POST', '/v1/operator/partners', { token, body: aNomination({ domain: 'ONE.example' }) });
    expect([domain.status, domain.json.code]).toEqual([409, 980020]);
  });

  test('PRG-2: the approval makes the first user, a global admin and nothing else, and mails its link', async () => {
    const { ask, table, identity, operatorToken: token } = await tenancyWorld();
    const body = aNomination({
      domain: 'two.example',
      primaryAdmin: { displayName: 'Ada', email: 'ada@mail.example' },
    });
    const { json } = await ask('POST', '/v1/operator/partners', { token, body });
    const approved = await ask('PATCH', `/v1/operator/partners/${json.id}`, { token, body: { status: 'approved' } });
    expect(approved.json.primaryAdmin.userPrincipalName).toBe('ada@two.example');
    expect(identity.users.get('ada@two.example')).toMatchObject({ tenantId: json.id, isEnabled: true });
    expect(eventsOfType(table, 'PartnerUserChanged')).toHaveLength(1);
    expect(eventsOfType(table, 'PartnerUserChanged')[0]!.detail).toMatchObject({
      roles: ['GlobalAdmin'],
      isActive: true,
    });
    const mail = eventsOfType(table, 'SignInMailRequested')[0]!.detail;
    expect(mail).toMatchObject({ to: 'ada@mail.example', validUntil: '2026-11-09T09:00:00.000Z' });
    expect(JSON.stringify(mail)).not.toContain('password/');
  });

  test('PRG-2: the issuer failing at the approval is healed by approving again', async () => {
    const { ask, identity, table, operatorToken: token } = await tenancyWorld();
    const { json } = await ask('POST', '/v1/operator/partners', {
      token,
      body: aNomination({ domain: 'six.example' }),
    });
    identity.failNext = true;
    const path = `/v1/operator/partners/${json.id}`;
    expect((await ask('PATCH', path, { token, body: { status: 'approved' } })).status).toBe(500);
    expect(identity.users.size).toBe(0);
    expect((await ask('PATCH', path, { token, body: { status: 'approved' } })).status).toBe(200);
    expect([...identity.users.keys()]).toEqual(['nina@six.example']);
    expect(eventsOfType(table, 'SignInMailRequested')).toHaveLength(1);
  });

  test('PRG-2: the UTC day of the signature fixes the billing day; a second signature is refused', async () => {
    const world = await tenancyWorld({ at: '2026-12-31T23:30:00Z' });
    const { admin: token, partnerId } = await approvedPartner(world);
    const signed = await world.ask('POST', '/v1/partner/programagreement/signature', { token, body: signature });
    expect(signed.status).toBe(201);
    expect(signed.json).toMatchObject({ status: 'inForce', billingDay: 31, termEnd: '2027-08-31T00:00:00Z' });
    world.clock.now = '2027-03-05T00:00:00.000Z' as never;
    const again = await world.ask('POST', '/v1/partner/programagreement/signature', { token, body: signature });
    expect([again.status, again.json.code]).toEqual([409, 980024]);
    const account = (await world.deps.records.account(partnerId))?.partner;
    expect(account).toMatchObject({ status: 'active', billingDay: 31, agreementSignedOn: '2026-12-31' });
  });

  test('PRG-2: before the signature nothing else is written', async () => {
    const world = await tenancyWorld();
    const { admin: token, partnerId } = await approvedPartner(world);
    const body = { userPrincipalName: 'x@y.example', displayName: 'X' };
    const refused = await world.ask('POST', '/v1/partner/users', { token, body });
    expect([refused.status, refused.json.code]).toEqual([403, 900124]);
    await world.ask('POST', '/v1/partner/programagreement/signature', { token, body: signature });
    await expect(partnerUser(world, { token, partnerId, roles: ['SalesAgent'] })).resolves.toMatch(/-/);
  });

  test('PRG-2: an agreement is signed by a global admin, never by an application or an agent', async () => {
    const world = await tenancyWorld();
    const { partnerId } = await approvedPartner(world);
    const app = tokenOf({ tenantId: partnerId, appId: 'unknown' });
    const answer = await world.ask('POST', '/v1/partner/programagreement/signature', { token: app, body: signature });
    expect(answer.status).toBe(401);
  });
});

test('PRG-5: a customer that becomes a partner keeps its tenant and domain, and is both from then on', async () => {
  const world = await tenancyWorld();
  const customer = await otherCustomer(world, { domain: 'northwind.example' });
  const { operatorToken: token } = world;
  const foreign = await world.ask('POST', '/v1/operator/partners', {
    token,
    body: aNomination({ domain: 'northwind.example' }),
  });
  expect([foreign.status, foreign.json.code]).toEqual([409, 980006]);
  const body = aNomination({ id: customer.customerId, domain: 'northwind.example' });
  expect((await world.ask('POST', '/v1/operator/partners', { token, body })).status).toBe(201);
  const path = `/v1/operator/customers/${customer.customerId}/validationstatus`;
  await world.ask('PUT', path, { token, body: { status: 'UnderReview' } });
  expect(await world.deps.records.account(customer.customerId)).toMatchObject({
    partner: { status: 'nominated' },
    customer: { validation: 'underReview' },
  });
});

test('PRG-6: both sides of a tenant that change at once are both in its account record', async () => {
  const world = await tenancyWorld();
  const { operatorToken: token } = world;
  const { customerId } = await otherCustomer(world, { domain: 'both.example' });
  const body = aNomination({ id: customerId, domain: 'both.example' });
  await world.ask('POST', '/v1/operator/partners', { token, body });
  const answers = await Promise.all([
    world.ask('PATCH', `/v1/operator/partners/${customerId}`, { token, body: { status: 'rejected' } }),
    world.ask('PUT', `/v1/operator/customers/${customerId}/validationstatus`, {
      token,
      body: { status: 'NotAllowed' },
    }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await world.deps.records.account(customerId)).toMatchObject({
    partner: { status: 'rejected' },
    customer: { validation: 'notAllowed' },
  });
});

test.each([
  [{ country: 'KP' }, 'a country where the program is not sold'],
  [{ domain: 'no domain' }, 'no domain'],
  [{ programRole: 'wholesaler' }, 'an unknown kind of account'],
  [{ primaryAdmin: { displayName: 'Nina' } }, 'nobody to write to'],
])('PRG-1: a nomination with %j is refused: %s', async (over, _because) => {
  const { ask, operatorToken: token } = await tenancyWorld();
  const answer = await ask('POST', '/v1/operator/partners', { token, body: aNomination(over) });
  expect([answer.status, answer.json.code]).toEqual([400, 800002]);
});

test('CUS-1: the operator names a customer flat or by its company profile', async () => {
  const { ask, operatorToken: token } = await tenancyWorld();
  const adminUser = { userPrincipalName: 'a@fourth.onprogram.example', displayName: 'A', email: 'a@mail.example' };
  const companyProfile = { companyName: 'Fourth Coffee', domain: 'fourth', address: { country: 'DE', city: 'Berlin' } };
  const made = await ask('POST', '/v1/operator/customers', {
    token,
    body: { companyProfile, channels: ['open'], adminUser },
  });
  expect(made.json).toMatchObject({ domain: 'fourth.onprogram.example', country: 'DE', channels: ['open'] });
  const nameless = await ask('POST', '/v1/operator/customers', {
    token,
    body: { companyProfile: { domain: 'x' }, adminUser },
  });
  expect([nameless.status, nameless.json.parameters.field]).toEqual([400, 'companyProfile.companyName']);
});

test.each([
  ['GB', 'EU_EFTA', 'GBP', 'a UK tenant is billed in pounds wherever its customers are'],
  ['FR', 'EU_EFTA', 'EUR', 'the euro is the rule there'],
  ['CH', 'EU_EFTA', 'CHF', 'EFTA countries keep their currency'],
  ['FJ', 'AU', 'AUD', 'Fiji belongs to Australia'],
  ['MX', 'LATAM_CARIBBEAN', 'USD', 'the dollar elsewhere'],
  ['BR', 'BR', 'USD', 'Brazil stands alone and pays in dollars'],
  ['JP', 'JP', 'JPY', 'Japan stands alone'],
])('PRG-10: a partner in %s is authorised for %s and billed in %s: %s', async (country, region, currency) => {
  const world = await tenancyWorld();
  const { partnerId } = await approvedPartner(world, { country });
  expect((await world.deps.records.account(partnerId))?.partner).toMatchObject({ region, currency });
});

describe('ROL-4: everything is refused unless a role allows it', () => {
  test('ROL-4: a user without a role gets nowhere; a role opens its operations only', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin } = await activePartner(world);
    const ids = await Promise.all(
      [[], ['HelpdeskAgent'], ['SalesAgent']].map((roles) => partnerUser(world, { token: admin, partnerId, roles })),
    );
    const [nobody, helpdesk, sales] = ids.map((userId) => tokenOf({ tenantId: partnerId, userId }));
    const statusOf = async (token: string | undefined, method: string, path: string) =>
      (await world.ask(method, path, { token, body: {} })).json?.code ?? 200;
    expect(await statusOf(nobody, 'GET', '/v1/customers')).toBe(900150);
    expect(await statusOf(helpdesk, 'GET', '/v1/customers')).toBe(200);
    expect(await statusOf(helpdesk, 'POST', '/v1/customers')).toBe(900150);
    expect(await statusOf(sales, 'POST', '/v1/customers')).toBe(3000);
    expect(await statusOf(sales, 'GET', '/v1/partner/users')).toBe(900150);
    expect(await statusOf(admin, 'GET', '/v1/customers')).toBe(900150);
    expect(await statusOf(admin, 'GET', '/v1/operator/partners')).toBe(2032);
    expect(await statusOf(undefined, 'GET', '/v1/customers')).toBe(400);
  });

  test('ROL-1: the last global admin stays, also when two take each other’s role away', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin, adminId } = await activePartner(world);
    const path = (userId: string) => `/v1/partner/users/${userId}`;
    const last = await world.ask('PATCH', path(adminId), { token: admin, body: { ownTenantRole: 'none' } });
    expect([last.status, last.json.code]).toEqual([409, 980025]);
    const second = await partnerUser(world, { token: admin, partnerId, roles: [] });
    const raised = await world.ask('PATCH', path(second), { token: admin, body: { ownTenantRole: 'globalAdmin' } });
    expect(raised.json.ownTenantRole).toBe('globalAdmin');
    const both = await Promise.all([
      world.ask('PATCH', path(second), { token: admin, body: { ownTenantRole: 'none' } }),
      world.ask('PATCH', path(adminId), { token: admin, body: { state: 'inactive' } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('ROL-3: sending a state again tells an issuer that did not learn of it', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin: token } = await activePartner(world);
    const userId = await partnerUser(world, { token, partnerId, roles: [] });
    const told: string[] = [];
    const { disableUser } = world.identity;
    const put = (state: string) => world.ask('PATCH', `/v1/partner/users/${userId}`, { token, body: { state } });
    Object.assign(world.identity, {
      disableUser: async () => {
        throw new Error('the issuer is away');
      },
    });
    expect((await put('inactive')).status).toBe(500);
    Object.assign(world.identity, {
      disableUser: async (name: string) => {
        told.push(name);
        await disableUser(name);
      },
    });
    expect((await put('inactive')).status).toBe(200);
    expect(told).toHaveLength(1);
  });
});
