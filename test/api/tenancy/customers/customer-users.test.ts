import { describe, expect, test } from 'vitest';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  activePartner,
  aNomination,
  chooseOwnPassword,
  createdCustomer,
  type EnrolledPartner,
  eventsOfType,
  partnerUser,
  tenancyWorld,
  tokenOf,
  type World,
} from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];
const PASSWORD = 'Correct-Horse-7';

async function directory(over: Parameters<typeof createdCustomer>[2] = {}) {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const domain = 'contoso.onprogram.example';
  const customer = await createdCustomer(world, partner, { domain, ...over });
  const users = `/v1/customers/${customer.customerId}/users`;
  const aUser = (name: string, more: object = {}) => ({
    userPrincipalName: `${name}@${domain}`,
    displayName: name,
    usageLocation: 'us',
    PasswordProfile: { Password: PASSWORD, password: PASSWORD, forceChangePassword: true },
    ...more,
  });
  const add = async (name: string, token = partner.agent, path = users) =>
    world.ask('POST', path, { token, body: aUser(name) });
  return { ...world, world, partner, ...customer, customerAdmin: customer.admin, domain, users, aUser, add };
}

async function agentWith(world: World, partner: EnrolledPartner, roles: readonly string[]): Promise<string> {
  const userId = await partnerUser(world, { token: partner.admin, partnerId: partner.partnerId, roles });
  return tokenOf({ tenantId: partner.partnerId, userId });
}
const namesOf = ({ json }: Answer): string[] =>
  json.items.map(({ displayName }: { displayName: string }) => displayName);

describe('CUS-3: users of a customer', () => {
  test('CUS-3: the customer adds one; it is no admin; the password is echoed once and stored nowhere in clear', async () => {
    const { ask, add, customerAdmin, customerId, identity, domain, table } = await directory();
    const made = await add('uwe', customerAdmin, '/v1/my/users/');
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      userPrincipalName: `uwe@${domain}`,
      usageLocation: 'US',
      passwordProfile: { password: PASSWORD, forceChangePassword: true },
      state: 'active',
      attributes: { objectType: 'CustomerUser' },
    });
    expect(identity.users.get(`uwe@${domain}`)).toMatchObject({ tenantId: customerId });
    const token = tokenOf({ tenantId: customerId, userId: made.json.id });
    const read = await ask('GET', `/v1/my/users/${made.json.id}`, { token });
    expect(read.json.passwordProfile).toEqual({ forceChangePassword: true });
    expect(outcome(await add('x', token, '/v1/my/users'))).toEqual([403, 980002]);
    expect(storedTexts(table.items.values())).not.toContain(PASSWORD);
    expect(eventsOfType(table, 'CustomerUserChanged').at(-1)!.detail).toMatchObject({
      usageLocation: 'US',
      isActive: true,
    });
  });

  test('CUS-3: when the issuer fails, a repeat with the same request id goes on', async () => {
    const { ask, aUser, customerAdmin: token, identity, domain, world } = await directory();
    const headers = { 'ms-requestid': '7e0c5fd0-7b52-4a6f-9d3c-0d1f6d1e9a21' };
    const body = aUser('uwe');
    identity.failNext = true;
    expect((await ask('POST', '/v1/my/users', { token, body, headers })).status).toBe(500);
    const made = await ask('POST', '/v1/my/users', { token, body, headers });
    expect(made.status).toBe(201);
    const repeat = await ask('POST', '/v1/my/users', { token, body, headers });
    expect([repeat.status, repeat.json]).toEqual([201, made.json]);
    expect((await chooseOwnPassword(world, { userName: `uwe@${domain}`, current: PASSWORD })).status).toBe(200);
  });

  test.each([
    [{ userPrincipalName: 'uwe@elsewhere.example' }, 400, 3000, 'another domain'],
    [{ userPrincipalName: 'ADMIN@contoso.onprogram.example' }, 409, 980016, 'a name in use, in capitals'],
    [{ passwordProfile: { password: 'weak' }, PasswordProfile: undefined }, 400, 3000, 'a weak password'],
    [{ displayName: '' }, 400, 3000, 'no name'],
  ])('CUS-3: %j answers %i/%i: %s', async (over, status, code, _because) => {
    const { ask, aUser, users, partner } = await directory();
    expect(outcome(await ask('POST', users, { token: partner.agent, body: aUser('uwe', over) }))).toEqual([
      status,
      code,
    ]);
  });
});

describe('ROL-2, DAP-2: what a partner may do in the directory', () => {
  test('ROL-2: an admin agent everything, a helpdesk agent reads and resets passwords, a sales agent nothing', async () => {
    const { ask, add, users, partner, world } = await directory();
    const { json: user } = await add('uwe');
    const [helpdesk, sales] = [
      await agentWith(world, partner, ['HelpdeskAgent']),
      await agentWith(world, partner, ['SalesAgent']),
    ];
    const path = `${users}/${user.id}`;
    expect((await ask('GET', users, { token: helpdesk })).status).toBe(200);
    const reset = { passwordProfile: { password: 'Other-Horse-88', forceChangePassword: false } };
    expect((await ask('PATCH', path, { token: helpdesk, body: reset })).json.passwordProfile.password).toBe(
      'Other-Horse-88',
    );
    const alias = await ask('PATCH', `${path}/resetpassword`, {
      token: helpdesk,
      body: { passwordProfile: { password: PASSWORD } },
    });
    expect(alias.status).toBe(200);
    expect(outcome(await ask('PATCH', path, { token: helpdesk, body: { ...reset, displayName: 'X' } }))).toEqual([
      403, 900150,
    ]);
    expect(outcome(await ask('DELETE', path, { token: helpdesk }))).toEqual([403, 900150]);
    expect(outcome(await ask('GET', users, { token: sales }))).toEqual([403, 900150]);
  });

  test('DAP-2: without delegated administration nothing of it', async () => {
    const { ask, add, users, partner, customerAdmin } = await directory();
    const path = `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`;
    await ask('DELETE', path, { token: customerAdmin });
    expect(outcome(await ask('GET', users, { token: partner.agent }))).toEqual([403, 980001]);
    expect(outcome(await add('uwe'))).toEqual([403, 980001]);
  });

  test('CUS-2: a user of another customer is nobody here', async () => {
    const { ask, users, partner, world } = await directory();
    const other = await createdCustomer(world, partner);
    expect(outcome(await ask('GET', `${users}/${other.userId}`, { token: partner.agent }))).toEqual([404, 60002]);
  });
});

describe('CUS-3: deletion and return', () => {
  test('CUS-3: a deleted user is listed as such for thirty days, can come back, and then is gone', async () => {
    const { ask, add, users, partner, clock, identity, domain, table } = await directory();
    const token = partner.agent;
    const { json: user } = await add('uwe');
    const path = `${users}/${user.id}`;
    expect((await ask('DELETE', path, { token })).status).toBe(204);
    expect(identity.users.get(`uwe@${domain}`)?.isEnabled).toBe(false);
    expect(eventsOfType(table, 'CustomerUserChanged').at(-1)!.detail.isActive).toBe(false);
    expect(namesOf(await ask('GET', users, { token }))).toEqual(['Clara Client']);
    const filter = encodeURIComponent('{"Field":"UserState","Value":"Inactive","Operator":"equals"}');
    const inactive = await ask('GET', `${users}?filter=${filter}`, { token });
    expect(inactive.json.items).toMatchObject([{ displayName: 'uwe', softDeletionTime: '2026-11-02T09:00:00Z' }]);
    clock.now = '2026-12-02T08:59:59.000Z' as never;
    const restored = await ask('PATCH', path, { token, body: { state: 'active' } });
    expect(restored.json).toMatchObject({ state: 'active' });
    expect(restored.json).not.toHaveProperty('softDeletionTime');
    expect(identity.users.get(`uwe@${domain}`)?.isEnabled).toBe(true);
    await ask('DELETE', path, { token });
    clock.now = '2027-01-01T08:59:59.000Z' as never;
    expect(outcome(await ask('PATCH', path, { token, body: { state: 'active' } }))).toEqual([404, 60002]);
    expect(outcome(await ask('GET', path, { token }))).toEqual([404, 60002]);
  });

  test('ROL-1: the last global admin of a customer stays', async () => {
    const { ask, users, partner, userId, customerAdmin } = await directory();
    expect(outcome(await ask('DELETE', `${users}/${userId}`, { token: partner.agent }))).toEqual([409, 980025]);
    expect(outcome(await ask('DELETE', `/v1/my/users/${userId}`, { token: customerAdmin }))).toEqual([409, 980025]);
  });

  test('CUS-3: facts change, what is absent stays, and the sign-in name does not change', async () => {
    const { ask, add, users, partner, table } = await directory();
    const { json: user } = await add('uwe');
    const path = `${users}/${user.id}`;
    const body = { DisplayName: 'Uwe User', FirstName: 'Uwe', attributes: { objectType: 'CustomerUser' } };
    const changed = await ask('PATCH', path, { token: partner.agent, body });
    expect(changed.json).toMatchObject({ displayName: 'Uwe User', firstName: 'Uwe', usageLocation: 'US' });
    const raised = eventsOfType(table, 'CustomerUserChanged').length;
    await ask('PATCH', path, { token: partner.agent, body });
    expect(eventsOfType(table, 'CustomerUserChanged')).toHaveLength(raised);
    const renamed = await ask('PATCH', path, {
      token: partner.agent,
      body: { userPrincipalName: `max@${'contoso.onprogram.example'}` },
    });
    expect(outcome(renamed)).toEqual([400, 900141]);
  });

  test('CUS-3: lists are sorted and paged as asked for', async () => {
    const { ask, add, users, partner } = await directory();
    for (const name of ['berta', 'anton']) await add(name);
    const token = partner.agent;
    const first = await ask('GET', `${users}?size=2&sortField=DisplayName&sortDirection=descending`, { token });
    expect(namesOf(first)).toEqual(['Clara Client', 'berta']);
    const { next } = first.json.links;
    const headers = { 'ms-continuationtoken': next.headers[0].value };
    expect(namesOf(await ask('GET', `/v1${next.uri}`, { token, headers }))).toEqual(['anton']);
  });
});

describe('PRG-5: a customer that became a partner', () => {
  test('PRG-5, DAP-2: once it is one, nobody else administers its users: they are those of a partner', async () => {
    const { ask, world, users, add, partner, customerId, domain, identity } = await directory();
    const token = world.operatorToken;
    const body = aNomination({ id: customerId, domain });
    expect((await ask('POST', '/v1/operator/partners', { token, body })).status).toBe(201);
    expect((await add('before')).status).toBe(201);
    const path = `/v1/operator/partners/${customerId}`;
    const { json } = await ask('PATCH', path, { token, body: { status: 'approved' } });
    const { id, userPrincipalName } = json.primaryAdmin as { id?: string; userPrincipalName: string };
    const adminId = id ?? (await firstUserOf(world, customerId, userPrincipalName));
    const reset = { passwordProfile: { password: PASSWORD, forceChangePassword: false } };
    const agent = partner.agent;
    const tries = [
      await ask('PATCH', `${users}/${adminId}`, { token: agent, body: reset }),
      await ask('DELETE', `${users}/${adminId}`, { token: agent }),
      await ask('GET', users, { token: agent }),
      await add('after'),
    ];
    expect(tries.map(outcome)).toEqual(Array(4).fill([403, 980001]));
    expect(identity.users.get(userPrincipalName)?.password).toBeUndefined();
  });
});

async function firstUserOf(world: World, tenantId: string, userPrincipalName: string): Promise<string> {
  const items = [...world.table.items.values()].filter(({ pk }) => pk === `ACCESS#${tenantId}#CALLERS`);
  const records = items.map(({ record }) => record as { principalId: string; userPrincipalName?: string });
  return records.find((record) => record.userPrincipalName === userPrincipalName)!.principalId;
}
