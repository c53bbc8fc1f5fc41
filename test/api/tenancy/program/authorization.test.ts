import { describe, expect, test } from 'vitest';
import { activePartner, aNomination, tenancyWorld } from '../../../support/tenancy.ts';

const UNKNOWN = '99999999-9999-4999-8999-999999999999';

describe('PRG-3, PRG-4, CAT-6: region and cloud that a partner is authorised for', () => {
  test('PRG-3: the region is that of its location; another one takes another tenant', async () => {
    const world = await tenancyWorld();
    const { partnerId } = await activePartner(world);
    const { ask, operatorToken: token } = world;
    const path = `/v1/operator/partners/${partnerId}/authorization`;
    const own = await ask('PUT', path, { token, body: { region: 'us', cloud: 'global' } });
    expect([own.status, own.json.region]).toEqual([200, 'US']);
    const other = await ask('PUT', path, { token, body: { region: 'EU_EFTA', cloud: 'global' } });
    expect([other.status, other.json.code]).toEqual([400, 3000]);
    expect(other.json.description).toContain('another tenant');
    const nobody = await ask('PUT', `/v1/operator/partners/${UNKNOWN}/authorization`, { token, body: {} });
    expect(nobody.status).toBe(404);
  });

  test('CAT-6: the national cloud is for partners in the EU, EFTA and UK, and counts at the next call', async () => {
    const world = await tenancyWorld();
    const { ask, operatorToken: token, deps } = world;
    const us = await activePartner(world);
    const gb = await activePartner(world, { country: 'GB', domain: 'isles.example' });
    const put = (partnerId: string, headers = {}) =>
      ask('PUT', `/v1/operator/partners/${partnerId}/authorization`, { token, body: { cloud: 'germany' }, headers });
    const refused = await put(us.partnerId);
    expect([refused.status, refused.json.code]).toEqual([400, 3000]);
    expect((await put(gb.partnerId, { 'if-match': '"stale"' })).json.code).toBe(2055);
    expect((await put(gb.partnerId)).json.cloud).toBe('germany');
    expect((await deps.records.account(gb.partnerId))?.partner).toMatchObject({ cloud: 'germany', region: 'EU_EFTA' });
  });
});

describe('PRG-12: vetting of the legal profile', () => {
  const legal = '/v1/profiles/legalbusiness';

  test('PRG-12: the last finished vetting keeps the profile that was looked at', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin: token } = await activePartner(world);
    const { ask, operatorToken } = world;
    const vet = (vettingStatus: string, more = {}) =>
      ask('PUT', `/v1/operator/partners/${partnerId}/legalvetting`, {
        token: operatorToken,
        body: { vettingStatus, ...more },
      });
    const view = async (version: string) => (await ask('GET', `${legal}?vettingVersion=${version}`, { token })).json;
    expect((await ask('GET', `${legal}?vettingVersion=LastFinalized`, { token })).status).toBe(404);
    expect((await vet('pending', { vettingSubStatus: 'email_domain' })).json.vettingSubStatus).toBe('email_domain');
    const before = await view('Current');
    expect((await vet('authorized')).status).toBe(200);
    await ask('PUT', legal, { token, body: { companyName: 'Renamed' } });
    expect(await view('Current')).toMatchObject({ companyName: 'Renamed', vettingStatus: 'pending' });
    expect(await view('LastFinalized')).toMatchObject({ companyName: before.companyName, vettingStatus: 'authorized' });
    expect(await view('None')).toMatchObject({ companyName: 'Renamed', vettingStatus: 'none' });
    expect((await ask('GET', legal, { token })).json).toEqual(await view('Current'));
  });

  test('PRG-12: who is refused does no new business, new papers or not, until a later vetting authorises it', async () => {
    const world = await tenancyWorld();
    const { partnerId, admin: token, agent } = await activePartner(world);
    const { ask, operatorToken } = world;
    const vet = (body: object) =>
      ask('PUT', `/v1/operator/partners/${partnerId}/legalvetting`, { token: operatorToken, body });
    const invite = async () =>
      (await world.ask('GET', '/v1/customers/relationshiprequests', { token: agent })).json.code;
    const isNew = async () => {
      world.clock.now = new Date(Date.parse(world.clock.now) + 61_000).toISOString() as never;
      return invite();
    };
    expect(await isNew()).toBeUndefined();
    await vet({ vettingStatus: 'rejected', vettingSubStatus: 'business_verification' });
    expect(await isNew()).toBe(900149);
    await ask('PUT', legal, { token, body: { companyName: 'Renamed' } });
    expect(await isNew()).toBe(900149);
    await vet({ vettingStatus: 'authorized' });
    expect(await invite(), 'at once, like an approval').toBeUndefined();
    expect((await vet({ vettingStatus: 'none' })).json.code).toBe(800002);
  });

  test('PRG-12: a nomination that vetting refused is not approved', async () => {
    const { ask, operatorToken: token } = await tenancyWorld();
    const { json } = await ask('POST', '/v1/operator/partners', {
      token,
      body: aNomination({ domain: 'nine.example' }),
    });
    const path = `/v1/operator/partners/${json.id}`;
    await ask('PUT', `${path}/legalvetting`, { token, body: { vettingStatus: 'rejected' } });
    const refused = await ask('PATCH', path, { token, body: { status: 'approved' } });
    expect([refused.status, refused.json.code]).toEqual([409, 980021]);
    await ask('PUT', `${path}/legalvetting`, { token, body: { vettingStatus: 'authorized' } });
    expect((await ask('PATCH', path, { token, body: { status: 'approved' } })).status).toBe(200);
    const nobody = await ask('PUT', `/v1/operator/partners/${UNKNOWN}/legalvetting`, {
      token,
      body: { vettingStatus: 'pending' },
    });
    expect(nobody.status).toBe(404);
  });
});
