import { expect, test } from 'vitest';
import { activePartner, eventsOfType, tenancyWorld, tokenOf } from '../../../support/tenancy.ts';
import { createCustomer, createWorld, enrolPartner, userClaims } from '../../../support/world.ts';

const path = '/v1/accountsettings/reseller';

test('PRG-12: a partner turns suggestions of third-party website hosting on and off', async () => {
  const world = await tenancyWorld();
  const { admin: token, agent } = await activePartner(world);
  const { ask, table } = world;
  expect((await ask('GET', path, { token })).json).toMatchObject({ showThirdPartyHostingSuggestions: false });
  const on = await ask('PUT', path, { token, body: { showThirdPartyHostingSuggestions: true } });
  expect([on.status, on.json.showThirdPartyHostingSuggestions]).toEqual([200, true]);
  const before = eventsOfType(table, 'PartnerChanged').length;
  expect((await ask('PUT', path, { token, body: { showThirdPartyHostingSuggestions: true } })).status).toBe(200);
  expect((await ask('PUT', path, { token, body: {} })).json.showThirdPartyHostingSuggestions).toBe(true);
  expect(eventsOfType(table, 'PartnerChanged'), 'the same again raises nothing').toHaveLength(before);
  expect((await ask('GET', path, { token: agent })).json.showThirdPartyHostingSuggestions).toBe(true);
});

test.each([
  [
    'a setting that there is not',
    'PUT',
    '/v1/accountsettings/colours',
    { showThirdPartyHostingSuggestions: true },
    404,
    1000,
  ],
  ['reading one that there is not', 'GET', '/v1/accountsettings/colours', undefined, 404, 1000],
  ['null for what is always set', 'PUT', path, { showThirdPartyHostingSuggestions: null }, 400, 3000],
  ['a word', 'PUT', path, { showThirdPartyHostingSuggestions: 'maybe' }, 400, 3000],
])('PRG-12: %s is refused', async (_, method, where, body, status, code) => {
  const world = await tenancyWorld();
  const { admin: token } = await activePartner(world);
  const answer = await world.ask(method, where, { token, body });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
});

test('ROL-3: an agent changes no setting, and an application none either', async () => {
  const world = await tenancyWorld();
  const { agent, partnerId } = await activePartner(world);
  const body = { showThirdPartyHostingSuggestions: true };
  expect((await world.ask('PUT', path, { token: agent, body })).json.code).toBe(900150);
  const app = tokenOf({ tenantId: partnerId, appId: 'unknown' });
  expect((await world.ask('PUT', path, { token: app, body })).status).toBe(401);
});

test('PRG-12: its customers read the setting with their partners', async () => {
  const world = await createWorld();
  const partner = await enrolPartner(world, { name: 'contoso' });
  await createCustomer(world, partner, { name: 'fabrikam' });
  const body = { showThirdPartyHostingSuggestions: true };
  await world.send({ method: 'PUT', path, as: partner.globalAdmin, body });
  const as = userClaims(world.program, 'admin@fabrikam.onprogram.example');
  const { body: partners } = await world.send({ path: '/v1/my/partners', as });
  expect(partners.items).toMatchObject([{ showThirdPartyHostingSuggestions: true, isOutOfBusiness: false }]);
});
