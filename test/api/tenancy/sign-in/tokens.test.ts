import { describe, expect, test } from 'vitest';
import { bootstrapOperator } from '../../../../functions/tenancy/operator/operations/bootstrap-operator.ts';
import { cognitoIdentityProvider } from '../../../../shared/identity/identity-provider.ts';
import { ServiceError } from '../../../../shared/identity/json-service.ts';
import { SIGN_IN_CLIENT } from '../../../support/api.ts';
import { pageIssuer } from '../../../support/page-issuer.ts';
import { storedTexts } from '../../../support/rights-in-clear.ts';
import {
  type Answer,
  activePartner,
  otherCustomer,
  ROOT,
  readableTokens,
  tenancyWorld,
} from '../../../support/tenancy.ts';

const oauth = ({ status, json }: Answer) => [status, json.error];

async function application(world: Awaited<ReturnType<typeof tenancyWorld>>, over: object = {}) {
  const partner = await activePartner(world);
  const { admin: token } = partner;
  const app = await world.ask('POST', '/v1/partner/applications', {
    token,
    body: { displayName: 'Billing sync', ...over },
  });
  const { appId } = app.json;
  const secret = await world.ask('POST', `/v1/partner/applications/${appId}/secrets`, { token });
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: secret.json.secret };
  return { ...partner, appId: appId as string, form, secret };
}

describe('conventions 2.1: tokens', () => {
  test('a client gets a token by the v2 path, by tenant id or domain; the claims name tenant and application', async () => {
    const world = await tenancyWorld();
    const { partnerId, appId, form } = await application(world);
    const { domain } = (await world.deps.records.account(partnerId))!;
    for (const tenant of [partnerId, partnerId.toUpperCase(), domain]) {
      const path = `/${tenant}/oauth2/v2.0/token`;
      const { status, json } = await world.ask('POST', path, {
        form: { ...form, scope: 'https://graph.windows.net/.default' },
      });
      expect(status).toBe(200);
      expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 });
      expect(await readableTokens.verify(json.access_token)).toEqual({
        tenantId: partnerId,
        applicationId: appId,
        hasMfa: true,
      });
      const list = await world.ask('GET', '/v1/customers', { token: json.access_token });
      expect(list.status).toBe(200);
    }
  });

  test('API-1: the version of the token endpoints is not that of the API', async () => {
    const world = await tenancyWorld();
    const { partnerId, form } = await application(world);
    const resource = 'https://api.partner.microsoft.com';
    const path = `/${partnerId}/oauth2/token?api-version=1.0`;
    const { status, json } = await world.ask('POST', path, { form: { ...form, resource } });
    expect([status, json.resource]).toEqual([200, resource]);
  });

  test('the v1 path answers with texts only, and echoes the resource', async () => {
    const world = await tenancyWorld();
    const { partnerId, form } = await application(world);
    const path = `/${partnerId}/oauth2/token`;
    const { json } = await world.ask('POST', path, { form: { ...form, resource: 'https://graph.windows.net' } });
    expect(json).toMatchObject({
      token_type: 'Bearer',
      expires_in: '3600',
      ext_expires_in: '3600',
      not_before: '1793610000',
      expires_on: '1793613600',
      resource: 'https://graph.windows.net',
    });
    expect(Object.values(json).every((value) => typeof value === 'string')).toBe(true);
  });

  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 'a wrong secret'],
    [{ client_id: 'nobody' }, 401, 'invalid_client', 'an unknown client'],
    [{ grant_type: 'password', username: 'a', password: 'b' }, 400, 'unsupported_grant_type', 'a retired grant'],
    [{ grant_type: 'constructor' }, 400, 'unsupported_grant_type', 'a word that every object knows'],
    [{ grant_type: '__proto__' }, 400, 'unsupported_grant_type', 'another one'],
    [{ grant_type: '' }, 400, 'unsupported_grant_type', 'no grant'],
    [{ scope: 'https://vault.example/.default' }, 400, 'invalid_scope', 'somebody else’s API'],
    [{ scope: `${ROOT}/.default` }, 200, undefined, 'our own root'],
  ])('%j answers %i %s: %s', async (over, status, error, _because) => {
    const world = await tenancyWorld();
    const { partnerId, form } = await application(world);
    const answer = await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form: { ...form, ...over } });
    expect(oauth(answer)).toEqual([status, error]);
  });

  test('client and secret may come as basic authorization, too', async () => {
    const world = await tenancyWorld();
    const { partnerId, form } = await application(world);
    const { client_id, client_secret, ...rest } = form;
    const basic = Buffer.from(`${client_id}:${encodeURIComponent(client_secret)}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const { status, headers: answered } = await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, {
      form: rest,
      headers,
    });
    expect([status, answered['cache-control']]).toEqual([200, 'no-store']);
  });

  test('a client belongs to one tenant: under another the answer is that of a wrong secret', async () => {
    const world = await tenancyWorld();
    const { form } = await application(world);
    const stranger = await activePartner(world);
    const foreign = await world.ask('POST', `/${stranger.partnerId}/oauth2/v2.0/token`, { form });
    const unknown = await world.ask('POST', '/nowhere.example/oauth2/v2.0/token', { form });
    const wrong = await world.ask('POST', `/${stranger.partnerId}/oauth2/v2.0/token`, {
      form: { ...form, client_id: 'x' },
    });
    expect(foreign.json).toEqual(wrong.json);
    expect([foreign, unknown, wrong].map(oauth)).toEqual(Array(3).fill([401, 'invalid_client']));
  });

  test('a secret is shown once, ends on its date, and the issuer’s own is of no use', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin: token, appId, form, secret } = await application(world);
    expect(storedTexts(world.table.items.values())).not.toContain(secret.json.secret);
    const path = `/v1/partner/applications/${appId}/secrets`;
    const body = { expiryDate: '2026-11-03T00:00:00Z' };
    const short = await world.ask('POST', path, { token, body });
    const get = (client_secret: string) =>
      world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form: { ...form, client_secret } });
    expect((await get(short.json.secret)).status).toBe(200);
    expect((await get(`issuer-secret-${appId}`)).status).toBe(401);
    world.clock.now = '2026-11-03T00:00:00.000Z' as never;
    expect((await get(short.json.secret)).status).toBe(401);
    expect((await get(secret.json.secret)).status).toBe(200);
  });

  test('a bound application acts as its user; a deleted one as nobody, also with a token that it still holds', async () => {
    const world = await tenancyWorld();
    const { agentId, admin: token, partnerId } = await activePartner(world);
    const body = { displayName: 'Nightly orders', boundUserId: agentId };
    const { json: app } = await world.ask('POST', '/v1/partner/applications', { token, body });
    const secrets = `/v1/partner/applications/${app.appId}/secrets`;
    const { json: secret } = await world.ask('POST', secrets, { token });
    const form = { grant_type: 'client_credentials', client_id: app.appId, client_secret: secret.secret };
    const { json } = await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form });
    expect((await readableTokens.verify(json.access_token))?.userId).toBe(agentId);
    expect((await world.ask('GET', '/v1/agreements', { token: json.access_token })).status).toBe(200);
    expect((await world.ask('DELETE', `/v1/partner/applications/${app.appId}`, { token })).status).toBe(204);
    expect((await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form })).status).toBe(401);
    world.clock.now = '2026-11-02T09:01:00.000Z' as never;
    expect((await world.ask('GET', '/v1/agreements', { token: json.access_token })).status).toBe(401);
  });

  test('where the deployment binds no applications, the token of a bound one opens nothing', async () => {
    const world = await tenancyWorld({ boundApplications: false });
    const { agentId, admin: token, partnerId } = await activePartner(world);
    const body = { displayName: 'Nightly orders', boundUserId: agentId };
    const { json: app } = await world.ask('POST', '/v1/partner/applications', { token, body });
    const { json: secret } = await world.ask('POST', `/v1/partner/applications/${app.appId}/secrets`, { token });
    const form = { grant_type: 'client_credentials', client_id: app.appId, client_secret: secret.secret };
    const { json } = await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form });
    expect((await world.ask('GET', '/v1/agreements', { token: json.access_token })).status).toBe(401);
  });

  test('authorize sends a person to the issuer, and knows only registered clients', async () => {
    const world = await tenancyWorld();
    const { appId } = await application(world, { redirectUris: ['https://app.example/callback'] });
    const query = new URLSearchParams({
      client_id: appId,
      response_type: 'code',
      redirect_uri: 'https://app.example/callback',
      state: 'a&b',
    });
    const answer = await world.ask('GET', `/common/oauth2/authorize?${query}&resource=https://graph.windows.net`);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.location!);
    expect(location.origin).toBe('https://issuer.example');
    expect(location.searchParams.get('state')).toBe('a&b');
    expect(location.searchParams.get('scope')).toBe('openid profile csp/api');
    query.set('client_id', 'nobody');
    expect(oauth(await world.ask('GET', `/common/oauth2/v2.0/authorize?${query}`))).toEqual([
      400,
      'unauthorized_client',
    ]);
  });
});

test('conventions 2.1: an issuer that is away takes no grant from anybody: the client may try again', async () => {
  const { port } = pageIssuer();
  const away = { ...port, token: async () => ({ status: 503, body: {} }) };
  const world = await tenancyWorld({ issuer: () => away });
  const form = { grant_type: 'refresh_token', client_id: port.signInClientId, refresh_token: 'good' };
  const answer = await world.ask('POST', '/onprogram.example/oauth2/v2.0/token', { form });
  expect([answer.status, answer.json.error]).toEqual([500, undefined]);
  expect(answer.json.isRetryable).toBe(true);
});

describe('conventions 2.3: applications at the issuer', () => {
  test('ROL-3: an application may have any name; the issuer gets one that it takes', async () => {
    const asked: Record<string, unknown>[] = [];
    const issuer = cognitoIdentityProvider('pool', async (_, input) => {
      asked.push(input as Record<string, unknown>);
      return { UserPoolClient: { ClientId: 'id' } };
    });
    for (const displayName of ['Sync, v1.2 +test', 'Büro & Söhne (Köln)', '夜間の注文', 'x'.repeat(256)])
      await issuer.createApplication({ displayName, redirectUris: [], confidential: true });
    const names = asked.map(({ ClientName }) => String(ClientName));
    expect(names[0]).toBe('Sync, v1.2 +test');
    for (const name of names) expect(name).toMatch(/^[\w\s+=,.@-]{1,128}$/);
  });

  test.each([
    ['https://app.example/callback', 201, 'https'],
    ['http://localhost:8080/callback', 201, 'http on the own machine'],
    ['com.example.app://callback', 201, 'a scheme of an app'],
    ['http://app.example/callback', 400, 'http elsewhere'],
    ['https://app.example/callback#part', 400, 'a fragment'],
    ['javascript:alert(1)', 400, 'a script'],
    ['javascript://%0aalert(1)', 400, 'a script that looks like an address'],
    ['data:text/html,x', 400, 'content'],
    ['no address', 400, 'no address'],
    ['http://127.0.0.1:8080/callback', 201, 'the address of the own machine'],
    ['http://[::1]:8080/callback?for=us', 201, 'the other address of the own machine'],
    ['https://app.example:8443/call%20back?for=us', 201, 'port, query and an escape'],
    ['https://*.app.example/callback', 400, 'a wildcard'],
    ['https://app.example/*', 400, 'a wildcard in the path'],
    ['https://app.example/%2a', 400, 'a wildcard, escaped'],
    ['https://app.example/one/%2E%2e/other', 400, 'a dot segment, escaped'],
    ['https://app.example/one/..%2Fother', 400, 'a dot segment before an escaped slash'],
    ['https://app.example/one%2F..', 400, 'a dot segment behind an escaped slash'],
    ['https://app.example/one?back=%2F..%2F', 201, 'a query is read as it stands'],
    ['https://app.example@evil.example/callback', 400, 'user info'],
    ['https://me:word@app.example/callback', 400, 'user info with a password'],
    ['https://@app.example/callback', 400, 'empty user info'],
    ['http://localhost@evil.example/callback', 400, 'user info that looks like the own machine'],
    ['http://localhost.evil.example/callback', 400, 'a name that begins like the own machine'],
    ['http://127.0.0.1.evil.example/callback', 400, 'a name that begins like its address'],
    ['https://app.example\\.evil.example/', 400, 'a backslash'],
    ['https:/app.example/callback', 400, 'one slash'],
    ['https:///app.example/callback', 400, 'three slashes'],
    ['https://app.example/ok/../callback', 400, 'a dot segment'],
    ['https://app.example/call\nback', 400, 'a line end'],
    ['https://app.example/call%0aback', 400, 'a line end, escaped'],
    ['https://аpp.example/callback', 400, 'a letter of another script'],
    ['ftp://app.example/callback', 400, 'another scheme'],
    ['file:///etc/passwd', 400, 'a file'],
    ['HTTPS://app.example/callback', 400, 'a scheme in capitals, which Cognito does not know'],
    ['http://LOCALHOST/callback', 400, 'the own machine in capitals'],
    ['myapp://callback', 400, 'a scheme that any app may take'],
    ['vbscript://a.example/b', 400, 'another script'],
  ])('ROL-3: the redirect address %s answers %i: %s', async (address, status, _because) => {
    const world = await tenancyWorld();
    const { admin: token } = await activePartner(world);
    const body = { displayName: 'Portal', redirectUris: [address] };
    expect((await world.ask('POST', '/v1/partner/applications', { token, body })).status).toBe(status);
  });
});

test('ROL-3: an address that the issuer refuses all the same is the caller’s to mend, and is named', async () => {
  const world = await tenancyWorld();
  const { admin: token } = await activePartner(world);
  const redirectUris = ['https://app.example/', 'https://app.example/callback'];
  // As Cognito answers, played where its calls are made.
  const cognito = cognitoIdentityProvider('pool', async () => {
    throw new ServiceError(
      'InvalidParameterException',
      400,
      'CreateUserPoolClient: 400 https://app.example/callback is invalid',
    );
  });
  world.identity.createApplication = cognito.createApplication;
  const body = { displayName: 'Portal', redirectUris };
  const { status, json } = await world.ask('POST', '/v1/partner/applications', { token, body });
  expect(status).toBe(400);
  expect(JSON.stringify(json)).toContain('redirectUris[1]');
  const { json: kept } = await world.ask('GET', '/v1/partner/applications', { token });
  expect(JSON.stringify(kept)).not.toContain('Portal');
});

test('ROL-3: an address that is told twice is one', async () => {
  const world = await tenancyWorld();
  const { admin: token } = await activePartner(world);
  const body = { displayName: 'Portal', redirectUris: ['https://app.example/', 'https://app.example/'] };
  const { json } = await world.ask('POST', '/v1/partner/applications', { token, body });
  expect(json.redirectUris).toEqual(['https://app.example/']);
  expect(world.identity.clients.get(json.appId)?.redirectUris).toEqual(['https://app.example/']);
});

describe('bootstrap', () => {
  test('makes the operator once; a repeat answers the same client, and its secret works', async () => {
    const world = await tenancyWorld();
    const again = await bootstrapOperator(
      {
        at: world.clock.now,
        newTenantId: '0f000000-0000-4000-8000-000000000002',
        domain: 'onprogram.example',
        programClients: [SIGN_IN_CLIENT],
      },
      world.deps,
    );
    expect(again).toEqual(world.operator);
    const form = { grant_type: 'client_credentials', client_id: again.clientId, client_secret: again.clientSecret };
    const { json } = await world.ask('POST', `/${again.tenantId}/oauth2/v2.0/token`, { form });
    expect((await world.ask('GET', '/v1/operator/partners', { token: json.access_token })).status).toBe(200);
    await otherCustomer(world);
  });

  test('AGR-1: publishes version 1 of both customer agreements', async () => {
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world);
    const { json } = await world.ask('GET', '/v1/agreements?agreementType=*', { token });
    expect(json.items.map((item: { agreementType: string }) => item.agreementType)).toEqual([
      'MicrosoftCloudAgreement',
      'MicrosoftCustomerAgreement',
    ]);
  });
});
