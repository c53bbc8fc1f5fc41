import { describe, expect, it, test } from 'vitest';
import { applicationStore } from '../../../../functions/tenancy/people/store/application-store.ts';
import { claimsFor, type PreTokenEvent } from '../../../../functions/tenancy/sign-in/operations/token-claims.ts';
import { SIGN_IN_CLIENT } from '../../../support/api.ts';
import { hostedIssuer } from '../../../support/hosted-issuer.ts';
import { type Answer, activePartner, otherCustomer, tenancyWorld, tokenOf } from '../../../support/tenancy.ts';

/**
 * An application belongs to its tenant (ROL-1). Its owner sends a person of another tenant through it; each of the
 * places that stand in the way is tested alone, with the others out of it.
 */
const REDIRECT = 'https://attacker.example/take';

async function attack(options: { trigger?: boolean } = {}) {
  const hosted = hostedIssuer(options);
  const world = await tenancyWorld({ issuer: hosted.issuer });
  const attacker = await activePartner(world);
  const victim = await otherCustomer(world);
  const body = { displayName: 'Reports', redirectUris: [REDIRECT] };
  const { json: app } = await world.ask('POST', '/v1/partner/applications', { token: attacker.admin, body });
  const appId: string = app.appId;
  const secrets = `/v1/partner/applications/${appId}/secrets`;
  const { json: secret } = await world.ask('POST', secrets, { token: attacker.admin });
  const client = { client_id: appId, client_secret: secret.secret as string };
  const tenantId = victim.customerId;
  const person = { tenantId, userId: victim.userId };
  const own = { tenantId: attacker.partnerId, userId: attacker.adminId };
  const exchange = (tenant: string, form: Record<string, string>) =>
    world.ask('POST', `/${tenant}/oauth2/v2.0/token`, { form: { ...client, ...form } });
  return { ...world, hosted, attacker, victim, appId, client, person, own, exchange };
}
type Attack = Awaited<ReturnType<typeof attack>>;

const grantsOf = ({ hosted, appId }: Attack, person: Attack['person']): [string, Record<string, string>][] => [
  ['a code', { grant_type: 'authorization_code', code: hosted.codeOf(person, appId), redirect_uri: REDIRECT }],
  ['an old refresh token', { grant_type: 'refresh_token', refresh_token: hosted.refreshTokenOf(person, appId) }],
];

const expectNoToken = ({ status, json, text }: Answer): void => {
  expect([status, json.error]).toEqual([400, 'invalid_grant']);
  expect(text).not.toMatch(/access_token|refresh_token|id_token/);
};

describe('ROL-1: the token endpoint alone (an issuer that asks nobody)', () => {
  test('ROL-1: gives no token of another tenant’s person, by code or refresh, at the path of either', async () => {
    const the = await attack({ trigger: false });
    for (const [, form] of grantsOf(the, the.person)) expectNoToken(await the.exchange(the.attacker.partnerId, form));
    for (const [, form] of grantsOf(the, the.person))
      expect((await the.exchange(the.person.tenantId, form)).json.error).toBe('invalid_client');
  });

  test('ROL-1: gives the own people theirs, at the tenant’s id and its domain', async () => {
    const the = await attack({ trigger: false });
    const { domain } = (await the.deps.records.account(the.attacker.partnerId))!;
    for (const tenant of [the.attacker.partnerId, domain, domain.toUpperCase()])
      for (const [, form] of grantsOf(the, the.own)) expect((await the.exchange(tenant, form)).status).toBe(200);
  });

  test('ROL-1: the program’s own client serves every tenant, each at its own path', async () => {
    const { hosted, attacker, ask, person } = await attack({ trigger: false });
    const at = (tenant: string, form: Record<string, string>) =>
      ask('POST', `/${tenant}/oauth2/v2.0/token`, { form: { client_id: SIGN_IN_CLIENT, ...form } });
    const code = () => ({ grant_type: 'authorization_code', code: hosted.codeOf(person, SIGN_IN_CLIENT) });
    const refresh = hosted.refreshTokenOf(person, SIGN_IN_CLIENT);
    expect((await at(person.tenantId, code())).status).toBe(200);
    expectNoToken(await at(attacker.partnerId, code()));
    expectNoToken(await at(attacker.partnerId, { grant_type: 'refresh_token', refresh_token: refresh }));
    expect((await at('nowhere.example', code())).json.error).toBe('invalid_client');
  });

  test('ROL-1: common is for authorize: nobody gets a token there', async () => {
    const the = await attack({ trigger: false });
    for (const tenant of ['common', 'Common'])
      for (const [, form] of grantsOf(the, the.own)) {
        const { status, json } = await the.exchange(tenant, form);
        expect([status, json.error]).toEqual([400, 'invalid_request']);
      }
  });
});

describe('ROL-1: the issuer’s trigger alone', () => {
  const ask = ({ table, deps }: Attack, event: Partial<PreTokenEvent> & { clientId: string }) =>
    claimsFor(
      {
        triggerSource: 'TokenGeneration_HostedAuth',
        callerContext: { clientId: event.clientId },
        request: {},
        response: {},
        ...event,
      },
      { clients: applicationStore(table), records: deps.records },
    );
  const of = ({ tenantId, userId }: Attack['person']) => ({
    request: { userAttributes: { 'custom:tid': tenantId, 'custom:oid': userId } },
  });

  it.each([
    'TokenGeneration_HostedAuth',
    'TokenGeneration_RefreshTokens',
    'TokenGeneration_Authentication',
    'TokenGeneration_NewPasswordChallenge',
    'TokenGeneration_AuthenticateDevice',
  ])('ROL-1: %s makes a token for people of the client’s tenant only', async (triggerSource) => {
    const the = await attack();
    const { appId: clientId } = the;
    expect(await ask(the, { triggerSource, clientId, ...of(the.person) })).toBeUndefined();
    expect(await ask(the, { triggerSource, clientId, ...of(the.own) })).toMatchObject({ tid: the.own.tenantId });
    const program = await ask(the, { triggerSource, clientId: SIGN_IN_CLIENT, ...of(the.person) });
    expect(program).toMatchObject({ tid: the.person.tenantId, oid: the.person.userId });
  });

  test('ROL-1: makes none for a client that nobody knows, nor for a person of no tenant', async () => {
    const the = await attack();
    expect(await ask(the, { clientId: 'made-beside-the-api', ...of(the.person) })).toBeUndefined();
    for (const clientId of [the.appId, SIGN_IN_CLIENT]) expect(await ask(the, { clientId })).toBeUndefined();
    const triggerSource = 'TokenGeneration_ClientCredentials';
    expect(await ask(the, { triggerSource, clientId: SIGN_IN_CLIENT })).toBeUndefined();
    expect(await ask(the, { triggerSource, clientId: the.appId, ...of(the.person) })).toEqual({
      tid: the.own.tenantId,
      appid: the.appId,
    });
  });

  test('ROL-1: makes none for a deleted application, whoever asks', async () => {
    const the = await attack();
    const { appId: clientId, attacker } = the;
    await the.ask('DELETE', `/v1/partner/applications/${clientId}`, { token: attacker.admin });
    expect(await ask(the, { clientId, ...of(the.own) })).toBeUndefined();
    expect(await ask(the, { clientId, triggerSource: 'TokenGeneration_ClientCredentials' })).toBeUndefined();
  });

  test('ROL-1: without its word the issuer makes no token at all', async () => {
    const the = await attack();
    for (const [, form] of grantsOf(the, the.person)) expectNoToken(await the.exchange(the.attacker.partnerId, form));
    for (const [, form] of grantsOf(the, the.own))
      expect((await the.exchange(the.attacker.partnerId, form)).status).toBe(200);
  });
});

describe('ROL-1: the dispatcher alone (a token that was made all the same)', () => {
  test('ROL-1: an application of another tenant carries nobody, whatever its own tenant is', async () => {
    const { ask, appId, person, own } = await attack();
    const call = (who: Attack['person'], client: string) =>
      ask('GET', who === own ? '/v1/partner/users' : '/v1/my/organization', {
        token: tokenOf({ ...who, appId: client }),
      });
    expect((await call(person, appId)).status).toBe(401);
    expect((await call(person, 'made-beside-the-api')).status).toBe(401);
    expect((await call(person, SIGN_IN_CLIENT)).status).toBe(200);
    expect((await call(own, appId)).status).toBe(200);
  });

  test('ROL-1: a user’s id is no application, and the program’s client has no rights of its own', async () => {
    const { ask, person } = await attack();
    const asUser = tokenOf({ ...person, appId: person.userId });
    const asClient = tokenOf({ tenantId: person.tenantId, appId: SIGN_IN_CLIENT });
    for (const token of [asUser, asClient])
      expect((await ask('GET', '/v1/my/organization', { token })).status).toBe(401);
  });

  test('ROL-1: what a deleted application holds ends within a minute: its own tokens and those of people', async () => {
    const { ask, appId, own, attacker, clock } = await attack();
    const tokens = [tokenOf({ ...own, appId }), tokenOf({ tenantId: own.tenantId, appId })];
    const paths = ['/v1/partner/users', '/v1/customers'];
    const statuses = () =>
      Promise.all(tokens.map(async (token, index) => (await ask('GET', paths[index]!, { token })).status));
    expect(await statuses()).toEqual([200, 200]);
    await ask('DELETE', `/v1/partner/applications/${appId}`, { token: attacker.admin });
    clock.now = '2026-11-02T09:01:00.000Z' as never;
    expect(await statuses()).toEqual([401, 401]);
  });
});

describe('ROL-1: authorize alone', () => {
  const authorize = ({ ask, appId }: Attack, tenant: string, over: Record<string, string> = {}) => {
    const query = { client_id: appId, response_type: 'code', redirect_uri: REDIRECT, ...over };
    return ask('GET', `/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(query)}`);
  };

  test('ROL-1: an application signs people in at its own tenant’s path, or where the tenant is not known yet', async () => {
    const the = await attack();
    const { attacker, person, deps } = the;
    const foreign = (await deps.records.account(person.tenantId))!.domain;
    const own = (await deps.records.account(attacker.partnerId))!.domain;
    const statuses = async (tenants: string[], over = {}) =>
      Promise.all(tenants.map(async (tenant) => (await authorize(the, tenant, over)).status));
    expect(await statuses([attacker.partnerId, own, 'common', 'COMMON'])).toEqual([302, 302, 302, 302]);
    expect(await statuses([person.tenantId, foreign, foreign.toUpperCase(), 'nowhere.example'])).toEqual([
      400, 400, 400, 400,
    ]);
    const program = { client_id: SIGN_IN_CLIENT };
    expect(await statuses([person.tenantId, own, 'common', 'nowhere.example'], program)).toEqual([302, 302, 302, 400]);
  });

  it.each([
    [{ redirect_uri: 'https://attacker.example/other' }, 'an address that is not the application’s'],
    [{ redirect_uri: `${REDIRECT}/` }, 'nearly the right address'],
    [{ redirect_uri: '' }, 'no address'],
    [{ client_id: 'nobody' }, 'a client that nobody knows'],
  ])('ROL-1: %j is answered, and sent nowhere: %s', async (over, _because) => {
    const the = await attack();
    const { status, headers } = await authorize(the, 'common', over);
    expect([status, headers.location]).toEqual([400, undefined]);
  });

  test('ROL-1: a deleted application begins no sign-in, and its address is sent nobody', async () => {
    const the = await attack();
    await the.ask('DELETE', `/v1/partner/applications/${the.appId}`, { token: the.attacker.admin });
    for (const tenant of ['common', the.attacker.partnerId]) {
      const { status, headers, json } = await authorize(the, tenant);
      expect([status, headers.location, json.error]).toEqual([400, undefined, 'unauthorized_client']);
    }
    for (const [, form] of grantsOf(the, the.own))
      expect((await the.exchange(the.attacker.partnerId, form)).json.error).toBe('invalid_client');
  });
});
