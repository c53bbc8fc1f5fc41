import { beforeEach, describe, expect, it, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { userStore } from '../../../../functions/tenancy/people/store/user-store.ts';
import type { DirectoryRole } from '../../../../shared/contracts/routes.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import {
  type Answer,
  activePartner,
  chooseOwnPassword,
  createdCustomer,
  eventsOfType,
  OWN_PASSWORD,
  partnerUser,
  refreshed,
  signedIn,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

const DOMAIN = 'contoso.onprogram.example';
const NAMES: Readonly<Record<DirectoryRole, string>> = {
  GlobalAdmin: 'Company Administrator',
  BillingAdministrator: 'Billing Administrator',
  HelpdeskAdministrator: 'Helpdesk Administrator',
  ServiceSupportAdministrator: 'Service Support Administrator',
  UserAdministrator: 'User Account Administrator',
};

async function directory() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const customer = await createdCustomer(world, partner, { domain: DOMAIN });
  const { customerId, admin } = customer;
  const under = `/v1/customers/${customerId}`;
  const token = partner.agent;
  const { json } = await world.ask('GET', '/v1/my/directoryroles', { token: admin });
  const idOf = (role: DirectoryRole): string => json.items.find(({ name }: Named) => name === NAMES[role]).id;
  let minutes = 0;
  /** Callers are remembered for a minute. */
  const later = (): void => {
    minutes += 2;
    world.clock.now = instant(`2026-11-02T10:${String(minutes).padStart(2, '0')}:00Z`);
  };
  /** A user of the customer that has chosen its password, with its token as it is now. */
  const person = async (name: string, ...roles: DirectoryRole[]) => {
    const userName = `${name}@${DOMAIN}`;
    const body = { userPrincipalName: userName, displayName: name, passwordProfile: { password: 'Given-1-password' } };
    const { json: made } = await world.ask('POST', '/v1/my/users', { token: admin, body });
    await chooseOwnPassword(world, { userName, current: 'Given-1-password' });
    for (const role of roles) await give(made.id, role);
    return { userId: made.id as string, userName, token: (await signedIn(world, userName, OWN_PASSWORD))! };
  };
  const give = (id: string, role: DirectoryRole, as = admin): Promise<Answer> =>
    world.ask('POST', `/v1/my/directoryroles/${idOf(role)}/usermembers`, { token: as, body: { id } });
  const take = (id: string, role: DirectoryRole, as = admin): Promise<Answer> =>
    world.ask('DELETE', `/v1/my/directoryroles/${idOf(role)}/usermembers/${id}`, { token: as });
  const membersOf = async (role: DirectoryRole): Promise<string[]> => {
    const path = `${under}/directoryroles/${idOf(role)}/usermembers`;
    return (await world.ask('GET', path, { token })).json.items.map(({ id }: { id: string }) => id);
  };
  return { ...world, world, partner, ...customer, under, token, idOf, later, person, give, take, membersOf };
}
interface Named {
  readonly name: string;
}
type Directory = Awaited<ReturnType<typeof directory>>;
let d: Directory;
beforeEach(async () => {
  d = await directory();
});

describe('CUS-3: the roles of a directory', () => {
  test('CUS-3: partner and customer see the same ones, each directory with ids of its own', async () => {
    const { ask, admin, under, token, world, partner } = d;
    const own = (await ask('GET', '/v1/my/directoryroles', { token: admin })).json;
    const theirs = (await ask('GET', `${under}/directoryroles`, { token })).json;
    expect(own.items.map(({ name }: Named) => name)).toEqual(Object.values(NAMES));
    expect(theirs.items).toEqual(own.items);
    expect(own.items[0].attributes).toEqual({ objectType: 'DirectoryRole' });
    const other = await createdCustomer(world, partner);
    const others = (await ask('GET', `/v1/customers/${other.customerId}/directoryroles`, { token })).json;
    const ids = [...own.items, ...others.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(10);
  });

  test('CUS-3: what a partner gives, the customer sees and takes away', async () => {
    const { ask, under, token, idOf, person, admin, take, membersOf, table } = d;
    const pat = await person('pat');
    const path = `${under}/directoryroles/${idOf('HelpdeskAdministrator')}/usermembers`;
    const given = await ask('POST', path, { token, body: { id: pat.userId, displayName: 'someone else' } });
    const member = {
      id: pat.userId,
      displayName: 'pat',
      userPrincipalName: pat.userName,
      roleId: idOf('HelpdeskAdministrator'),
      attributes: { objectType: 'UserMember' },
    };
    expect([given.status, given.json]).toEqual([201, member]);
    const mine = await ask('GET', `/v1/my/users/${pat.userId}/directoryroles`, { token: admin });
    expect(mine.json.items.map(({ name }: Named) => name)).toEqual(['Helpdesk Administrator']);
    const my = `/v1/my/directoryroles/${idOf('HelpdeskAdministrator')}/usermembers`;
    expect((await ask('GET', my, { token: admin })).json.items).toEqual([member]);
    const told = eventsOfType(table, 'CustomerUserChanged').at(-1)!;
    expect(told.detail).toMatchObject({ directoryRoles: ['HelpdeskAdministrator'], isGlobalAdmin: false });
    expect((await take(pat.userId, 'HelpdeskAdministrator')).status).toBe(204);
    expect(await membersOf('HelpdeskAdministrator')).toEqual([]);
    const theirs = await ask('GET', `${under}/users/${pat.userId}/directoryroles`, { token });
    expect(theirs.json.items).toEqual([]);
  });

  test('CUS-3: once more is harmless: no event, no second entry', async () => {
    const { give, take, person, membersOf, table } = d;
    const pat = await person('pat');
    await give(pat.userId, 'UserAdministrator');
    const count = () => eventsOfType(table, 'CustomerUserChanged').length;
    const before = count();
    expect((await give(pat.userId, 'UserAdministrator')).status).toBe(201);
    expect([count(), await membersOf('UserAdministrator')]).toEqual([before, [pat.userId]]);
    await take(pat.userId, 'UserAdministrator');
    expect((await take(pat.userId, 'UserAdministrator')).status).toBe(204);
    expect([count(), await membersOf('UserAdministrator')]).toEqual([before + 1, []]);
    expect([...table.items.values()].filter(({ sk }) => sk.startsWith('ROLE#UserAdministrator'))).toEqual([]);
  });

  it.each<[string, (at: Directory) => Promise<Answer>, number, number]>([
    ['giving an unknown role', ({ give, userId }) => give(userId, 'x' as never), 404, 1000],
    [
      'giving a role of another directory',
      async ({ ask, world, partner, admin, userId }) => {
        const other = await createdCustomer(world, partner);
        const roles = await ask('GET', '/v1/my/directoryroles', { token: other.admin });
        const path = `/v1/my/directoryroles/${roles.json.items[1].id}/usermembers`;
        return ask('POST', path, { token: admin, body: { id: userId } });
      },
      404,
      1000,
    ],
    ['giving it to nobody', ({ give, partner }) => give(partner.adminId, 'UserAdministrator'), 404, 60002],
    ['taking it from nobody', ({ take, partner }) => take(partner.adminId, 'UserAdministrator'), 404, 60002],
    ['taking that of the last global admin', ({ take, userId }) => take(userId, 'GlobalAdmin'), 409, 980025],
    [
      'listing who has an unknown role',
      ({ ask, under, token, userId }) => ask('GET', `${under}/directoryroles/${userId}/usermembers`, { token }),
      404,
      1000,
    ],
    [
      'listing the roles of nobody',
      ({ ask, under, token, partner }) => ask('GET', `${under}/users/${partner.adminId}/directoryroles`, { token }),
      404,
      60002,
    ],
    [
      'a partner whose delegated administration was taken',
      async ({ ask, under, token, partner, admin }) => {
        await ask('DELETE', `/v1/my/partners/${partner.partnerId}/delegatedadminprivileges`, { token: admin });
        return ask('GET', `${under}/directoryroles`, { token });
      },
      403,
      980001,
    ],
    [
      'a partner without a relationship',
      async ({ ask, under, world }) =>
        ask('GET', `${under}/directoryroles`, { token: (await activePartner(world)).agent }),
      403,
      20002,
    ],
  ])('CUS-3: %s', async (what, call, status, code) => {
    if (what === 'giving an unknown role') d = { ...d, give: (id) => unknownRole(d, id) };
    const answer = await call(d);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  test('ROL-1: of two global admins that take each other’s role at once, one stays', async () => {
    const { person, take, userId, membersOf, admin } = d;
    const pat = await person('pat', 'GlobalAdmin');
    const both = await Promise.all([take(userId, 'GlobalAdmin', pat.token), take(pat.userId, 'GlobalAdmin', admin)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await membersOf('GlobalAdmin')).toHaveLength(1);
  });

  test('CUS-3: a global admin of before entries were kept is among the members, whoever is added first', async () => {
    const { table, membersOf, userId, give, person } = d;
    const forget = async () => {
      for (const item of table.items.values())
        if (item.sk.startsWith('ROLE#GlobalAdmin#')) await table.write([{ delete: { pk: item.pk, sk: item.sk } }]);
    };
    await forget();
    expect(await membersOf('GlobalAdmin')).toEqual([userId]);
    await forget();
    const pat = await person('pat');
    await give(pat.userId, 'GlobalAdmin');
    expect((await membersOf('GlobalAdmin')).sort()).toEqual([userId, pat.userId].sort());
  });

  test('CUS-3: deleted users have no roles until they are restored, and leave nothing when they are purged', async () => {
    const { person, membersOf, ask, admin, give, world, table } = d;
    const pat = await person('pat', 'BillingAdministrator');
    const path = `/v1/my/users/${pat.userId}`;
    await ask('DELETE', path, { token: admin });
    expect(await membersOf('BillingAdministrator')).toEqual([]);
    expect((await give(pat.userId, 'UserAdministrator')).json.code).toBe(60002);
    await ask('PATCH', path, { token: admin, body: { state: 'active' } });
    expect(await membersOf('BillingAdministrator')).toEqual([pat.userId]);
    await ask('DELETE', path, { token: admin });
    await runJobToItsEnd(tenancyContext, 'purgeUsers', '2027-01-05T00:40:00.000Z', world.deps);
    const left = [...table.items.values()].filter(
      ({ pk, sk }) => pk.endsWith('#USERS') && !sk.startsWith('OUTBOX#') && sk.includes(pat.userId),
    );
    expect(left).toEqual([]);
  });
});

const unknownRole = ({ ask, admin }: Directory, id: string) =>
  ask('POST', '/v1/my/directoryroles/99999999-9999-4999-8999-999999999999/usermembers', { token: admin, body: { id } });

describe('ROL-2: the roles of a directory decide what its people may do', () => {
  const password = { passwordProfile: { password: 'An0ther-password' } };
  const newUser = { userPrincipalName: `new@${DOMAIN}`, displayName: 'New', ...password };

  it.each<
    [DirectoryRole | 'none', string, (at: Directory, as: string, pat: string) => Promise<Answer>, number, number]
  >([
    ['none', 'adds a user', ({ ask }, token) => ask('POST', '/v1/my/users', { token, body: newUser }), 403, 980002],
    [
      'HelpdeskAdministrator',
      'adds a user',
      ({ ask }, token) => ask('POST', '/v1/my/users', { token, body: newUser }),
      403,
      980002,
    ],
    [
      'BillingAdministrator',
      'adds a user',
      ({ ask }, token) => ask('POST', '/v1/my/users', { token, body: newUser }),
      403,
      980002,
    ],
    [
      'UserAdministrator',
      'adds a user',
      ({ ask }, token) => ask('POST', '/v1/my/users', { token, body: newUser }),
      201,
      0,
    ],
    [
      'UserAdministrator',
      'renames a user',
      (at, token, pat) => at.ask('PATCH', `/v1/my/users/${pat}`, { token, body: { displayName: 'P' } }),
      200,
      0,
    ],
    [
      'UserAdministrator',
      'renames a global admin',
      (at, token) => at.ask('PATCH', `/v1/my/users/${at.userId}`, { token, body: { displayName: 'P' } }),
      403,
      900150,
    ],
    [
      'UserAdministrator',
      'sets the password of a global admin',
      (at, token) => at.ask('PATCH', `/v1/my/users/${at.userId}`, { token, body: password }),
      403,
      900150,
    ],
    [
      'UserAdministrator',
      'deletes a user',
      (at, token, pat) => at.ask('DELETE', `/v1/my/users/${pat}`, { token }),
      204,
      0,
    ],
    [
      'UserAdministrator',
      'deletes a global admin',
      (at, token) => at.ask('DELETE', `/v1/my/users/${at.userId}`, { token }),
      403,
      900150,
    ],
    ['UserAdministrator', 'gives a role', (at, token, pat) => at.give(pat, 'UserAdministrator', token), 403, 980002],
    ['UserAdministrator', 'takes a role', (at, token) => at.take(at.userId, 'GlobalAdmin', token), 403, 980002],
    [
      'UserAdministrator',
      'ends delegated administration',
      (at, token) => at.ask('DELETE', `/v1/my/partners/${at.partner.partnerId}/delegatedadminprivileges`, { token }),
      403,
      980002,
    ],
    [
      'HelpdeskAdministrator',
      'sets a password',
      (at, token, pat) => at.ask('PATCH', `/v1/my/users/${pat}`, { token, body: password }),
      200,
      0,
    ],
    [
      'HelpdeskAdministrator',
      'sets the password of a global admin',
      (at, token) => at.ask('PATCH', `/v1/my/users/${at.userId}`, { token, body: password }),
      403,
      900150,
    ],
    [
      'HelpdeskAdministrator',
      'renames a user',
      (at, token, pat) => at.ask('PATCH', `/v1/my/users/${pat}`, { token, body: { displayName: 'P' } }),
      403,
      900150,
    ],
    [
      'HelpdeskAdministrator',
      'deletes a user',
      (at, token, pat) => at.ask('DELETE', `/v1/my/users/${pat}`, { token }),
      403,
      980002,
    ],
    [
      'ServiceSupportAdministrator',
      'sets a password',
      (at, token, pat) => at.ask('PATCH', `/v1/my/users/${pat}`, { token, body: password }),
      403,
      980002,
    ],
    [
      'GlobalAdmin',
      'renames a global admin',
      (at, token) => at.ask('PATCH', `/v1/my/users/${at.userId}`, { token, body: { displayName: 'P' } }),
      200,
      0,
    ],
    [
      'GlobalAdmin',
      'deletes another global admin',
      (at, token) => at.ask('DELETE', `/v1/my/users/${at.userId}`, { token }),
      204,
      0,
    ],
    [
      'none',
      'sees who has which role',
      (at, token) => at.ask('GET', `/v1/my/directoryroles/${at.idOf('GlobalAdmin')}/usermembers`, { token }),
      200,
      0,
    ],
  ])('ROL-2: %s %s', async (role, _, act, status, code) => {
    const actor = await d.person('ada', ...(role === 'none' ? [] : [role]));
    const pat = await d.person('pat');
    const answer = await act(d, actor.token, pat.userId);
    expect([answer.status, answer.json?.code ?? 0]).toEqual([status, code]);
  });

  test('ROL-2: a partner’s helpdesk agent resets no password of anybody with a role, not of a small one either', async () => {
    const { ask, under, world, partner, person } = d;
    const ids = { token: partner.admin, partnerId: partner.partnerId };
    const helpdeskId = await partnerUser(world, { ...ids, roles: ['HelpdeskAgent'] });
    const token = tokenOf({ tenantId: partner.partnerId, userId: helpdeskId });
    const [plain, billing] = [await person('plain'), await person('billing', 'BillingAdministrator')];
    const reset = (id: string) => ask('PATCH', `${under}/users/${id}/resetpassword`, { token, body: password });
    expect((await reset(plain.userId)).status).toBe(200);
    expect((await reset(billing.userId)).json.code).toBe(900150);
    const path = `${under}/directoryroles/${d.idOf('HelpdeskAdministrator')}/usermembers`;
    expect((await ask('GET', path, { token })).status).toBe(200);
    expect((await ask('POST', path, { token, body: { id: plain.userId } })).json.code).toBe(900150);
  });

  test('ROL-2: a role that is given or taken ends tokens, refresh tokens and sign-ins within a minute', async () => {
    const { ask, person, give, take, later, identity, world } = d;
    const pat = await person('pat');
    const see = async (token: string) => (await ask('GET', '/v1/my/users', { token })).status;
    expect(await see(pat.token)).toBe(200);
    const signedOut = () => identity.users.get(pat.userName)!.signedOut;
    const before = signedOut();
    await give(pat.userId, 'UserAdministrator');
    later();
    expect([await see(pat.token), signedOut()]).toEqual([401, before + 1]);
    const token = (await refreshed(world, pat.userName))!;
    expect((await ask('POST', '/v1/my/users', { token, body: newUser })).status).toBe(201);
    await take(pat.userId, 'UserAdministrator');
    later();
    const again = await ask('POST', '/v1/my/users', { token, body: { ...newUser, userPrincipalName: `b@${DOMAIN}` } });
    expect([again.status, signedOut()]).toEqual([401, before + 2]);
  });

  test('ROL-2: an issuer that did not hear of it is told by a repeat', async () => {
    const { ask, person, idOf, admin, identity } = d;
    const pat = await person('pat');
    const path = `/v1/my/directoryroles/${idOf('UserAdministrator')}/usermembers`;
    const headers = { 'ms-requestid': '7f6f0000-0000-4000-8000-000000000001' };
    const post = () => ask('POST', path, { token: admin, body: { id: pat.userId }, headers });
    const before = identity.users.get(pat.userName)!.signedOut;
    identity.failNext = true;
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(201);
    expect((await post()).status).toBe(201);
    expect(identity.users.get(pat.userName)!.signedOut).toBe(before + 1);
  });

  test('ROL-2: a password that a helpdesk set opens nothing once its user has a role', async () => {
    const { ask, person, give, world } = d;
    const [helpdesk, pat] = [await person('help', 'HelpdeskAdministrator'), await person('pat')];
    const set = () => ask('PATCH', `/v1/my/users/${pat.userId}`, { token: helpdesk.token, body: password });
    expect((await set()).status).toBe(200);
    await give(pat.userId, 'BillingAdministrator');
    const choose = () => chooseOwnPassword(world, { userName: pat.userName, current: 'An0ther-password' });
    expect((await choose()).status).toBe(400);
    await d.take(pat.userId, 'BillingAdministrator');
    expect((await choose()).status).toBe(200);
  });

  test('ROL-2: a password that a helpdesk set ends when it is no helpdesk any more', async () => {
    const { ask, person, take, world } = d;
    const [helpdesk, pat] = [await person('help', 'HelpdeskAdministrator'), await person('pat')];
    await ask('PATCH', `/v1/my/users/${pat.userId}`, { token: helpdesk.token, body: password });
    await take(helpdesk.userId, 'HelpdeskAdministrator');
    const chosen = await chooseOwnPassword(world, { userName: pat.userName, current: 'An0ther-password' });
    expect(chosen.status).toBe(400);
  });

  test('ROL-1: a user of a partner is in no directory', async () => {
    const { partner, table } = d;
    const user = await userStore(table).load({ tenantId: partner.partnerId, userId: partner.adminId });
    expect(user?.isGlobalAdmin).toBe(true);
    const entries = [...table.items.keys()].filter((key) => key.includes('ROLE#') && key.includes(partner.adminId));
    expect(entries).toEqual([]);
  });
});
