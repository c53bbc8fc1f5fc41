import { expect, test } from 'vitest';
import { activePartner, ROOT, tenancyWorld, type World } from '../../support/tenancy.ts';

const instance = (world: World, endpoint: string, tenant = 'common', more = 'api-version=1.1') =>
  world.ask('GET', `/${tenant}/discovery/instance?${more}&authorization_endpoint=${encodeURIComponent(endpoint)}`);
const pathOf = (address: string): string => address.slice(ROOT.length);

test.each([
  ['/oauth2/v2.0/authorize', '/v2.0/.well-known/openid-configuration', 'libraries of today name the v2 address'],
  ['/oauth2/authorize', '/.well-known/openid-configuration', 'older ones name v1'],
])('API-1: an authority with %s describes itself at %s: %s', async (endpoint, configuration) => {
  const world = await tenancyWorld();
  const { partnerId } = await activePartner(world);
  const host = new URL(ROOT).host;
  const { status, json } = await instance(world, `${ROOT}/${partnerId}${endpoint}`);
  expect(status).toBe(200);
  expect(json).toEqual({
    tenant_discovery_endpoint: `${ROOT}/${partnerId}${configuration}`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
  const found = await world.ask('GET', pathOf(json.tenant_discovery_endpoint));
  expect(found.json.authorization_endpoint).toBe(`${ROOT}/${partnerId}${endpoint}`);
  // Without a client the endpoints refuse, and are there.
  expect((await world.ask('GET', pathOf(found.json.authorization_endpoint))).json.error).toBe('unauthorized_client');
  const token = await world.ask('POST', pathOf(found.json.token_endpoint), {
    form: { grant_type: 'client_credentials' },
  });
  expect(token.json.error).toBe('invalid_client');
  expect(new URL(found.json.issuer).origin).toBe(ROOT);
  const keys = await world.ask('GET', pathOf(found.json.jwks_uri));
  expect([keys.status, keys.json.keys[0].kid]).toEqual([200, 'one']);
});

test('API-1: a tenant is named by a domain too, and common stands for whoever will sign in', async () => {
  const world = await tenancyWorld();
  const { partnerId } = await activePartner(world);
  const { domain } = (await world.deps.records.account(partnerId))!;
  const at = async (tenant: string) =>
    (await world.ask('GET', `/${tenant}/v2.0/.well-known/openid-configuration`)).json;
  expect((await at(domain)).token_endpoint).toBe(`${ROOT}/${partnerId}/oauth2/v2.0/token`);
  expect((await at('common')).authorization_endpoint).toBe(`${ROOT}/common/oauth2/v2.0/authorize`);
  expect((await at('nobody.example')).error).toBe('invalid_tenant');
});

test.each(['login.microsoftonline.com', 'login.windows.net'])(
  'API-1: a client that has %s fixed in code, and was led here, goes on under that name',
  async (host) => {
    const world = await tenancyWorld();
    const { partnerId } = await activePartner(world);
    const { status, json } = await instance(world, `https://${host.toUpperCase()}/${partnerId}/oauth2/v2.0/authorize`);
    expect(status).toBe(200);
    expect(json).toEqual({
      tenant_discovery_endpoint: `${ROOT}/${partnerId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  },
);

test('API-1: the authority of another host is none', async () => {
  const world = await tenancyWorld();
  for (const endpoint of [
    'https://login.elsewhere.example/common/oauth2/authorize',
    'https://login.microsoftonline.com.elsewhere.example/common/oauth2/authorize',
    'https://login.microsoftonline.com:8443/common/oauth2/authorize',
    'http://login.windows.net/common/oauth2/authorize',
    'nonsense',
    `${ROOT}.elsewhere.example/a`,
  ]) {
    const { status, json } = await instance(world, endpoint);
    expect([endpoint, status, json.error]).toEqual([endpoint, 400, 'invalid_instance']);
  }
  const missing = await world.ask('GET', '/common/discovery/instance?api-version=1.1');
  expect([missing.status, missing.json.code]).toEqual([400, 800002]);
  expect((await instance(world, `${ROOT}/common/oauth2/authorize`, 'contoso.example')).status).toBe(404);
});
