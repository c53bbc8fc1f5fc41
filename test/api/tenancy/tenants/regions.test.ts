import { describe, expect, test } from 'vitest';
import { instant } from '../../../../shared/kernel/time.ts';
import {
  aCustomer,
  activePartner,
  aNomination,
  eventsOfType,
  otherCustomer,
  tenancyWorld,
  type World,
} from '../../../support/tenancy.ts';

const path = '/v1/operator/regions';
type RegionWire = { name: string; markets: string[]; territories: string[] };

async function regionsOf({ ask, operatorToken: token }: World) {
  const { json } = await ask('GET', path, { token });
  return { etag: json.attributes.etag as string, items: json.items as RegionWire[] };
}
/** The regions with some markets moved to another region, or given to one. */
const moved = (items: readonly RegionWire[], country: string, to: string | undefined) =>
  items.map(({ name, markets, territories }) => {
    const without = markets.filter((market) => market !== country);
    return { name, territories, markets: name === to ? [...without, country] : without };
  });
const put = ({ ask, operatorToken: token }: World, items: unknown, headers = {}) =>
  ask('PUT', path, { token, body: { items }, headers });
const create = ({ ask }: World, token: string, country: string, city = { city: 'Paris', postalCode: '75001' }) => {
  const body = aCustomer({ country });
  const defaultAddress = {
    ...body.billingProfile.defaultAddress,
    country,
    addressLine1: '1 Rue',
    ...city,
    state: undefined,
  };
  return ask('POST', '/v1/customers', {
    token,
    body: { ...body, billingProfile: { ...body.billingProfile, defaultAddress } },
  });
};

describe('PRG-3: regions are the operator’s data', () => {
  test('PRG-3: the first table is the program’s own, with an etag', async () => {
    const world = await tenancyWorld();
    const { items, etag } = await regionsOf(world);
    expect(items).toHaveLength(15);
    expect(items.find(({ name }) => name === 'AU')!.markets).toEqual(['AU', 'FJ']);
    expect((await put(world, items)).status, 'the same again').toBe(200);
    expect(eventsOfType(world.table, 'RegionsChanged')).toEqual([]);
    expect((await regionsOf(world)).etag).toBe(etag);
  });

  test('PRG-3: a country moved to another region counts at the next call, for creating, inviting and nominating', async () => {
    const world = await tenancyWorld();
    const { ask, operatorToken, table } = world;
    const eu = await activePartner(world, { country: 'DE', domain: 'eu.example' });
    const za = await activePartner(world, { country: 'ZA', domain: 'za.example' });
    expect((await create(world, eu.agent, 'FR')).status).toBe(201);
    expect((await create(world, za.agent, 'FR')).json.code).toBe(2030);
    const changed = await put(world, moved((await regionsOf(world)).items, 'FR', 'MEA_CEE'));
    expect(changed.status).toBe(200);
    expect((await create(world, eu.agent, 'FR')).json.code).toBe(2030);
    expect((await create(world, za.agent, 'FR')).status).toBe(201);
    expect((await create(world, eu.agent, 'DE', { city: 'Berlin', postalCode: '10115' })).status).toBe(201);
    const nominated = await ask('POST', '/v1/operator/partners', {
      token: operatorToken,
      body: aNomination({ domain: 'fr.example', country: 'FR' }),
    });
    expect(nominated.json.region).toBe('MEA_CEE');
    expect(eventsOfType(table, 'RegionsChanged')).toHaveLength(1);
    world.clock.now = instant('2026-11-02T09:05:00Z');
    expect((await world.deps.records.region('MEA_CEE'))?.countries).toContain('FR');
  });

  test('PRG-3: neither a partner’s save nor a deployment brings back what the operator changed', async () => {
    const world = await tenancyWorld();
    const { partnerId } = await activePartner(world);
    await put(
      world,
      moved((await regionsOf(world)).items, 'CA', 'US')
        .filter(({ name }) => name !== 'CA')
        .concat({ name: 'CA', markets: ['PM'], territories: [] }),
    );
    const { ask, operatorToken: token, deps } = world;
    await ask('PATCH', `/v1/operator/partners/${partnerId}`, { token, body: { mpnId: '123' } });
    expect((await deps.records.region('US'))?.countries).toContain('CA');
    const { bootstrapOperator } = await import(
      '../../../../functions/tenancy/operator/operations/bootstrap-operator.ts'
    );
    await bootstrapOperator(
      { at: world.clock.now, newTenantId: 'x', domain: 'onprogram.example', programClients: [] },
      deps,
    );
    expect((await deps.records.region('US'))?.countries).toContain('CA');
  });

  test('PRG-3: a country that is taken out is sold in no more: who is there stays', async () => {
    const world = await tenancyWorld();
    const { agent } = await activePartner(world, { country: 'DE', domain: 'eu.example' });
    const { json } = await create(world, agent, 'FR');
    await put(world, moved((await regionsOf(world)).items, 'FR', undefined));
    expect((await create(world, agent, 'FR')).json.code).toBe(2030);
    expect((await world.ask('GET', `/v1/customers/${json.id}`, { token: agent })).status).toBe(200);
    expect((await world.ask('GET', '/v1/countryvalidationrules/FR', { token: agent })).status).toBe(404);
    const nominated = await world.ask('POST', '/v1/operator/partners', {
      token: world.operatorToken,
      body: aNomination({ domain: 'fr.example', country: 'FR' }),
    });
    expect(nominated.status).toBe(400);
    await expect(otherCustomer(world, { country: 'FR' })).rejects.toThrow();
  });

  test.each<[string, (items: RegionWire[]) => unknown, string]>([
    ['a region that is left out', (items) => items.slice(1), 'US is missing'],
    [
      'a country in two regions',
      (items) => [{ ...items[0], markets: ['US', 'JP'] }, ...items.slice(1)],
      'JP is in US already',
    ],
    [
      'a country that nobody knows',
      (items) => [{ ...items[0], markets: ['US', 'QQ'] }, ...items.slice(1)],
      'QQ is no country',
    ],
    ['a region that stands twice', (items) => [...items, items[0]], 'stands twice'],
    ['a region without markets', (items) => [{ ...items[0], markets: [] }, ...items.slice(1)], ''],
    ['a name with blanks', (items) => [...items, { name: 'New Lands', markets: ['CU'] }], ''],
    ['no region at all', () => [], ''],
  ])('PRG-3: %s is refused', async (_, change, words) => {
    const world = await tenancyWorld();
    const { items, etag } = await regionsOf(world);
    const answer = await put(world, change(items));
    expect([answer.status, answer.json.code]).toEqual([400, 3000]);
    expect(answer.json.description).toContain(words);
    expect((await regionsOf(world)).etag).toBe(etag);
  });

  test('PRG-3: a change meant for an older table is refused; of two at once one after the other counts', async () => {
    const world = await tenancyWorld();
    const { items, etag } = await regionsOf(world);
    const stale = await put(world, moved(items, 'FR', 'MEA_CEE'), { 'if-match': '"other"' });
    expect([stale.status, stale.json.code]).toEqual([400, 2055]);
    const answers = await Promise.all([
      put(world, moved(items, 'FR', 'MEA_CEE'), { 'if-match': etag }),
      put(world, moved(items, 'IT', 'MEA_CEE'), { 'if-match': etag }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
});

describe('PRG-3, CUS-1: market rules are the operator’s data', () => {
  const rulesPath = (country: string) => `/v1/operator/countryvalidationrules/${country}`;
  const change = ({ ask, operatorToken: token }: World, country: string, body: object) =>
    ask('PUT', rulesPath(country), { token, body });

  test('CUS-1: changed rules validate customers, profiles and addresses from the next call on', async () => {
    const world = await tenancyWorld();
    const { agent } = await activePartner(world, { country: 'DE', domain: 'eu.example' });
    const { json: made } = await create(world, agent, 'FR');
    const profile = `/v1/customers/${made.id}/profiles/billing`;
    const { json: stored } = await world.ask('GET', profile, { token: agent });
    const changed = await change(world, 'FR', {
      postalCodeRegex: '^F-\\d{5}$',
      customerOrganizationPhoneNumberRequired: true,
    });
    expect(changed.status).toBe(200);
    expect((await create(world, agent, 'FR', { city: 'Paris', postalCode: 'F-75001' })).status).toBe(201);
    expect((await create(world, agent, 'FR')).json.parameters).toEqual({ field: 'defaultAddress.postalCode' });
    const again = await world.ask('PUT', profile, { token: agent, body: { ...stored, firstName: 'New' } });
    expect(again.json.parameters).toEqual({ field: 'defaultAddress.postalCode' });
    const address = { country: 'FR', addressLine1: '1 Rue', city: 'Paris', postalCode: '75001' };
    expect((await world.ask('POST', '/v1/validations/address', { token: agent, body: address })).json.code).toBe(2007);
    const { json: shown } = await world.ask('GET', '/v1/countryvalidationrules/fr', { token: agent });
    expect(shown).toMatchObject({
      postalCodeRegex: '^F-\\d{5}$',
      customerOrganizationPhoneNumberRequired: true,
      iso2Code: 'FR',
    });
    expect(eventsOfType(world.table, 'CountryRulesChanged')).toHaveLength(1);
    await change(world, 'FR', { postalCodeRegex: '^F-\\d{5}$' });
    expect(eventsOfType(world.table, 'CountryRulesChanged'), 'the same again raises nothing').toHaveLength(1);
  });

  test('CUS-1: a registration number may be asked for, described only, and asked for no more', async () => {
    const world = await tenancyWorld();
    const { agent } = await activePartner(world, { country: 'DE', domain: 'eu.example' });
    const regex = { customerOrganizationRegistrationNumberRegex: '^\\d{9}$' };
    await change(world, 'FR', { ...regex, customerOrganizationRegistrationNumberRequired: true });
    expect((await create(world, agent, 'FR')).json.code).toBe(600049);
    await change(world, 'FR', { customerOrganizationRegistrationNumberRequired: false });
    expect((await create(world, agent, 'FR')).status).toBe(201);
    expect((await change(world, 'FR', { customerOrganizationRegistrationNumberRegex: null })).json).not.toHaveProperty(
      'customerOrganizationRegistrationNumberRegex',
    );
    const unsaid = await change(world, 'FR', { customerOrganizationRegistrationNumberRequired: true });
    expect([unsaid.status, unsaid.json.code]).toEqual([400, 3000]);
  });

  test.each([
    ['a country where the program is not sold', 'KP', {}, 404, 1000],
    ['no regular expression', 'FR', { postalCodeRegex: '(' }, 400, 3000],
    ['one that may take for ever', 'FR', { postalCodeRegex: '^(a+)+$' }, 400, 3000],
    ['null for what is always there', 'FR', { postalCodeRegex: null }, 400, 3000],
    ['a culture that there is not', 'FR', { defaultCulture: 'xx-ZZ' }, 400, 3000],
  ])('CUS-1: %s is refused', async (_, country, body, status, code) => {
    const world = await tenancyWorld();
    const answer = await change(world, country, body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});
