import { beforeEach, describe, expect, it, test } from 'vitest';
import { instant } from '../../../../shared/kernel/time.ts';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  activePartner,
  eventsOfType,
  partnerUser,
  tenancyWorld,
  tokenOf,
} from '../../../support/tenancy.ts';

const CALLBACK = 'https://app.example/callback';
const NOBODY = '99999999-9999-4999-8999-999999999999';

async function registered() {
  const world = await tenancyWorld();
  const partner = await activePartner(world);
  const token = partner.admin;
  const register = async (body: object) =>
    (await world.ask('POST', '/v1/partner/applications', { token, body: { displayName: 'Nightly', ...body } })).json;
  const app = await register({ agentRoles: ['AdminAgent'] });
  const change = (appId: string, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
    world.ask('PATCH', `/v1/partner/applications/${appId}`, { token, body, headers });
  const later = () => {
    world.clock.now = instant('2026-11-02T09:02:00Z');
  };
  return { ...world, world, ...partner, token, register, app, appId: app.appId as string, change, later };
}
let d: Awaited<ReturnType<typeof registered>>;
beforeEach(async () => {
  d = await registered();
});

describe('ROL-3: changing an application', () => {
  test('ROL-3: its new roles count within a minute, and the former ones no longer', async () => {
    const { ask, appId, partnerId, change, later } = d;
    const token = tokenOf({ tenantId: partnerId, appId });
    const see = async () => (await ask('GET', '/v1/customers', { token })).status;
    expect(await see()).toBe(200);
    const { status, json } = await change(appId, { agentRoles: [], ownTenantRole: 'globalAdmin' });
    expect([status, json.agentRoles, json.ownTenantRole]).toEqual([200, [], 'globalAdmin']);
    later();
    expect(await see()).toBe(403);
    await change(appId, { agentRoles: ['SalesAgent', 'SalesAgent'], ownTenantRole: 'none' });
    d.clock.now = instant('2026-11-02T09:04:00Z');
    expect(await see()).toBe(200);
  });

  test('ROL-3: what is not sent stays, and what changes nothing is told to nobody', async () => {
    const { appId, app, change, table } = d;
    const told = () => eventsOfType(table, 'ApplicationChanged').length;
    const before = told();
    expect((await change(appId, { agentRoles: ['AdminAgent'] })).json).toEqual(app);
    expect((await change(appId, {})).json.attributes.etag).toBe(app.attributes.etag);
    expect(told()).toBe(before);
    const { json } = await change(appId, { displayName: 'Hourly' });
    expect([json.displayName, json.agentRoles, told()]).toEqual(['Hourly', ['AdminAgent'], before + 1]);
  });

  test('ROL-3: people come back to the new addresses and to no other; the secret stays', async () => {
    const { register, change, identity, ask, token } = d;
    const { appId } = await register({ redirectUris: [CALLBACK] });
    const secrets = `/v1/partner/applications/${appId}/secrets`;
    await ask('POST', secrets, { token });
    const next = 'https://app.example/next';
    const { json } = await change(appId, { redirectUris: [next, next] });
    expect([json.redirectUris, json.secrets.length]).toEqual([[next], 1]);
    expect(identity.clients.get(appId)).toEqual({ secret: `issuer-secret-${appId}`, redirectUris: [next] });
    const begin = (uri: string) =>
      ask(
        'GET',
        `/common/oauth2/authorize?client_id=${appId}&response_type=code&redirect_uri=${encodeURIComponent(uri)}`,
      );
    expect([(await begin(next)).status, (await begin(CALLBACK)).status]).toEqual([302, 400]);
  });

  test('ROL-3: bound to another user it acts as that one; what the former’s token opened is closed', async () => {
    const { register, change, partnerId, agentId, adminId, ask, later } = d;
    const { appId } = await register({ boundUserId: agentId });
    // Nobody signed in for it, so it carries no count: here none that anybody could have.
    const tokenFor = (userId: string) => tokenOf({ tenantId: partnerId, appId, userId, sessions: -1 });
    const see = async (as: string, path: string) => (await ask('GET', path, { token: as })).status;
    expect(await see(tokenFor(agentId), '/v1/customers')).toBe(200);
    expect((await change(appId, { boundUserId: adminId })).json.boundUserId).toBe(adminId);
    later();
    expect(await see(tokenFor(agentId), '/v1/customers')).toBe(401);
    expect(await see(tokenFor(adminId), '/v1/partner/users')).toBe(200);
    const freed = await change(appId, { boundUserId: '', agentRoles: ['AdminAgent'] });
    expect(freed.json.boundUserId).toBeUndefined();
    d.clock.now = instant('2026-11-02T09:04:00Z');
    expect(await see(tokenFor(adminId), '/v1/partner/users')).toBe(401);
    expect(await see(tokenOf({ tenantId: partnerId, appId }), '/v1/customers')).toBe(200);
  });

  it.each<[string, (at: typeof d) => Promise<Answer>, number, number, string?]>([
    ['an application that nobody has', ({ change }) => change('nobody', { displayName: 'X' }), 404, 1000],
    [
      'a user that nobody has',
      ({ change, appId }) => change(appId, { boundUserId: NOBODY }),
      404,
      60002,
      'boundUserId',
    ],
    [
      'a user of another partner',
      async ({ change, appId, world }) => change(appId, { boundUserId: (await activePartner(world)).adminId }),
      404,
      60002,
      'boundUserId',
    ],
    [
      'a user that is not active',
      async ({ change, appId, ask, token, world, partnerId }) => {
        const userId = await partnerUser(world, { token, partnerId, roles: [] });
        await ask('PATCH', `/v1/partner/users/${userId}`, { token, body: { state: 'inactive' } });
        return change(appId, { boundUserId: userId });
      },
      404,
      60002,
      'boundUserId',
    ],
    [
      'a user and addresses',
      ({ change, appId, agentId }) => change(appId, { boundUserId: agentId, redirectUris: [CALLBACK] }),
      400,
      3000,
      'redirectUris',
    ],
    [
      'addresses of one that is bound',
      async ({ change, register, agentId }) =>
        change((await register({ boundUserId: agentId })).appId, { redirectUris: [CALLBACK] }),
      400,
      3000,
      'redirectUris',
    ],
    [
      'an address that is none',
      ({ change, appId }) => change(appId, { redirectUris: ['ftp://app.example'] }),
      400,
      3000,
    ],
    [
      'an ETag of before',
      async ({ change, app, appId }) => {
        await change(appId, { displayName: 'Hourly' });
        return change(appId, { displayName: 'Daily' }, { 'if-match': app.attributes.etag });
      },
      400,
      2055,
    ],
  ])('ROL-3: refuses %s, and changes nothing', async (_, call, status, code, field) => {
    const answer = await call(d);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    if (field) expect(answer.text).toContain(field);
    const { json } = await d.ask('GET', `/v1/partner/applications/${d.appId}`, { token: d.token });
    expect([json.boundUserId, json.redirectUris]).toEqual([undefined, []]);
  });

  test('ROL-3: an issuer that did not answer is asked again by a repeat', async () => {
    const { register, change, identity } = d;
    const { appId } = await register({ redirectUris: [CALLBACK] });
    identity.failNext = true;
    const next = 'https://app.example/next';
    expect((await change(appId, { redirectUris: [next] })).status).toBe(500);
    expect((await change(appId, { redirectUris: [next] })).status).toBe(200);
    expect(identity.clients.get(appId)?.redirectUris).toEqual([next]);
  });
});

test('API-3: what happens to an application is told: whose, what, and which rights it has then', async () => {
  const { appId, change, ask, token, table, partnerId } = d;
  const secret = await ask('POST', `/v1/partner/applications/${appId}/secrets`, { token });
  await change(appId, { agentRoles: ['SalesAgent'] });
  const { secretId } = secret.json;
  await ask('DELETE', `/v1/partner/applications/${appId}/secrets/${secretId}`, { token });
  await ask('DELETE', `/v1/partner/applications/${appId}`, { token });
  const told = eventsOfType(table, 'ApplicationChanged').map(({ detail }) => detail);
  const of = { partnerId, applicationId: appId };
  expect(told).toEqual([
    { ...of, change: 'registered', roles: ['AdminAgent'] },
    { ...of, change: 'secretCreated', roles: ['AdminAgent'], secretId },
    { ...of, change: 'changed', roles: ['SalesAgent'] },
    { ...of, change: 'secretWithdrawn', roles: ['SalesAgent'], secretId },
    { ...of, change: 'unregistered', roles: ['SalesAgent'] },
  ]);
  expect(storedTexts(table.items.values())).not.toContain(secret.json.secret);
});
