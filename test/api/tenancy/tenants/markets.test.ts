import { describe, expect, test } from 'vitest';
import { type Answer, aCustomer, activePartner, tenancyWorld } from '../../../support/tenancy.ts';

const outcome = ({ status, json }: Answer) => [status, json?.code];

describe('PRG-3: the state of a customer’s address', () => {
  const rows = [
    { country: 'ES', state: 'Comunidad de Madrid', place: { city: 'Madrid', postalCode: '28013' } },
    { country: 'IT', state: 'Città metropolitana di Milano', place: { city: 'Milano', postalCode: '20121' } },
    { country: 'KR', state: '서울특별시', place: { city: '중구', postalCode: '04524' } },
    { country: 'HK', state: 'Kowloon', place: { city: 'Kowloon' } },
    { country: 'AE', state: 'Dubai', place: { city: 'Dubai' } },
    { country: 'MX', state: 'JA', place: { city: 'Guadalajara', postalCode: '44100' }, wrong: 'JAL' },
    { country: 'US', state: 'WA', place: { city: 'Redmond', postalCode: '98052' }, wrong: 'Washington' },
    {
      country: 'GB',
      state: 'Wiltshire',
      place: { city: 'Bradford-on-Avon', postalCode: 'BA15 1AA' },
      isOptional: true,
    },
    { country: 'DE', state: 'Berlin', place: { city: 'Berlin', postalCode: '10115' }, isOptional: true },
  ];

  test.each(rows)('PRG-3: in $country $state is taken, and none only where its rules ask for none', async (row) => {
    const { country, state, place, wrong, isOptional = false } = row;
    const world = await tenancyWorld();
    const { agent: token } = await activePartner(world, { country });
    const address = (over: object) => ({ country, addressLine1: '1 High Street', ...place, ...over });
    const create = (over: object) => {
      const body = aCustomer({ country });
      const billingProfile = { ...body.billingProfile, defaultAddress: address(over) };
      return world.ask('POST', '/v1/customers', { token, body: { ...body, billingProfile } });
    };
    const check = (over: object) => world.ask('POST', '/v1/validations/address', { token, body: address(over) });

    const rules = await world.ask('GET', `/v1/countryvalidationrules/${country}`, { token });
    expect(rules.json.isStateRequired).toBe(!isOptional);

    const { status, json } = await create({ state });
    expect(status).toBe(201);
    expect(json.billingProfile.defaultAddress.state).toBe(state);
    expect(outcome(await check({ state }))).toEqual([200, undefined]);
    const path = `/v1/customers/${json.id}/profiles/billing`;
    const { json: stored } = await world.ask('GET', path, { token });
    const change = (over: object) =>
      world.ask('PUT', path, { token, body: { ...stored, defaultAddress: address(over) } });

    for (const over of [{}, ...(wrong ? [{ state: wrong }] : [])]) {
      const isTaken = isOptional && !('state' in over);
      const [created, checked, changed] = [await create(over), await check(over), await change(over)];
      expect(outcome(created)).toEqual(isTaken ? [201, undefined] : [400, 3000]);
      expect(outcome(checked)).toEqual(isTaken ? [200, undefined] : [400, 2007]);
      expect(outcome(changed)).toEqual(isTaken ? [200, undefined] : [400, 3000]);
      if (isTaken) continue;
      for (const answer of [created, changed])
        expect(answer.json.parameters).toEqual({ field: 'defaultAddress.state' });
      expect(checked.json.parameters).toEqual({ field: 'state' });
    }
  });
});
