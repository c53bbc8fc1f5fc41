import { describe, expect, test } from 'vitest';
import { bootstrapOperator } from '../../../../functions/tenancy/operator/operations/bootstrap-operator.ts';
import { endOfSecret } from '../../../../functions/tenancy/people/domain/application.ts';
import { applicationStore } from '../../../../functions/tenancy/people/store/application-store.ts';
import { linkHash } from '../../../../shared/identity/links.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { type Answer, activePartner, tenancyWorld, type World } from '../../../support/tenancy.ts';

const AT = '2026-11-02T09:00:00Z';
const TWO_YEARS = '2028-11-02T09:00:00Z';

async function registered(world: World) {
  const partner = await activePartner(world);
  const { admin: token, partnerId } = partner;
  const { appId } = (await world.ask('POST', '/v1/partner/applications', { token, body: { displayName: 'Sync' } }))
    .json;
  const path = `/v1/partner/applications/${appId}/secrets`;
  const make = (body?: object): Promise<Answer> => world.ask('POST', path, { token, ...(body && { body }) });
  const scope = 'https://graph.windows.net/.default';
  const show = async (client_secret: string): Promise<number> => {
    const form = { grant_type: 'client_credentials', client_id: appId, client_secret, scope };
    return (await world.ask('POST', `/${partnerId}/oauth2/v2.0/token`, { form })).status;
  };
  const list = async () => (await world.ask('GET', path, { token })).json.items;
  const withdraw = async (secretId: string, as = token) =>
    (await world.ask('DELETE', `${path}/${secretId}`, { token: as })).status;
  return { ...partner, token, appId: appId as string, path, make, show, list, withdraw };
}

describe('tenancy contract 13: secrets of applications', () => {
  test('a withdrawn secret gets no token from the next request on; the others still do', async () => {
    const { make, show, list, withdraw } = await registered(await tenancyWorld());
    const [one, two] = [(await make()).json, (await make()).json];
    expect([await show(one.secret), await show(two.secret)]).toEqual([200, 200]);
    expect(await withdraw(one.secretId)).toBe(204);
    expect([await show(one.secret), await show(two.secret)]).toEqual([401, 200]);
    expect((await list()).map(({ secretId }: { secretId: string }) => secretId)).toEqual([two.secretId]);
    expect(await withdraw(one.secretId), 'it is gone').toBe(404);
    expect(await withdraw(two.secretId), 'the last may go').toBe(204);
    expect(await show(two.secret)).toBe(401);
  });

  test('nobody but a global admin of the tenant withdraws one', async () => {
    const world = await tenancyWorld();
    const [mine, theirs] = [await registered(world), await registered(world)];
    const { secretId, secret } = (await mine.make()).json;
    expect([await mine.withdraw(secretId, mine.agent), await mine.withdraw(secretId, theirs.token)]).toEqual([
      403, 404,
    ]);
    expect(await mine.show(secret)).toBe(200);
  });

  test('withdrawing and making at once lose neither', async () => {
    const { make, show, withdraw } = await registered(await tenancyWorld());
    const old = await Promise.all([make(), make(), make()]);
    const [made, ...gone] = await Promise.all([make(), ...old.map(({ json }) => withdraw(json.secretId))]);
    expect(gone).toEqual([204, 204, 204]);
    expect(await show((made as Answer).json.secret)).toBe(200);
    expect(await Promise.all(old.map(({ json }) => show(json.secret)))).toEqual([401, 401, 401]);
  });

  test('the list shows id, hint, times, and never a value', async () => {
    const { make, list } = await registered(await tenancyWorld({ at: AT }));
    const { secretId, secret } = (await make()).json;
    const shown = { secretId, hint: secret.slice(0, 3), createdDate: AT, expiryDate: TWO_YEARS };
    expect(await list()).toEqual([{ ...shown, attributes: { objectType: 'ApplicationSecret' } }]);
    expect(JSON.stringify(await list())).not.toContain(secret.slice(0, 4));
  });

  test.each([
    [TWO_YEARS, 201],
    ['2028-11-02T09:00:00.001Z', 400],
    ['9998-12-31', 400],
    ['2026-11-02T09:00:00Z', 400],
    ['2026-11-02T09:00:01Z', 201],
  ])('a secret that ends %s is answered %i', async (expiryDate, status) => {
    const { make } = await registered(await tenancyWorld({ at: AT }));
    const answer = await make({ expiryDate });
    expect(answer.status, answer.text).toBe(status);
    if (status === 400) expect(answer.json.parameters).toEqual({ field: 'expiryDate' });
  });

  test('a secret ends when it says, two years after it was made at the latest', async () => {
    const world = await tenancyWorld({ at: AT });
    const { make, show } = await registered(world);
    const { secret } = (await make()).json;
    world.clock.now = instant('2028-11-02T08:59:59Z');
    expect(await show(secret)).toBe(200);
    world.clock.now = instant(TWO_YEARS);
    expect(await show(secret)).toBe(401);
  });

  test('secrets from before they had an end count as two years old then, and as no longer', async () => {
    const world = await tenancyWorld({ at: AT });
    const { partnerId, appId, show, list } = await registered(world);
    const applications = applicationStore(world.table);
    const before = (await applications.load({ tenantId: partnerId, appId }))!;
    const createdAt = instant('2025-01-31T09:00:00Z');
    const secrets = [
      { secretId: 'old', hash: linkHash('endless'), createdAt },
      { secretId: 'far', hash: linkHash('far'), createdAt, expiresAt: instant('2035-01-01T00:00:00Z') },
    ];
    await world.table.write(applications.writes(before, { ...before, secrets }));
    expect((await list()).map(({ expiryDate }: { expiryDate: string }) => expiryDate)).toEqual(
      Array(2).fill('2027-01-31T09:00:00Z'),
    );
    expect(await show('endless')).toBe(200);
    world.clock.now = instant('2027-01-31T09:00:00Z');
    expect([await show('endless'), await show('far')]).toEqual([401, 401]);
  });

  test.each([
    ['2024-02-29T12:00:00Z', '2026-02-28T12:00:00.000Z'],
    ['2026-11-02T09:00:00.123Z', '2028-11-02T09:00:00.123Z'],
  ])('made %s it ends %s at the latest', (createdAt, end) => {
    expect(endOfSecret({ createdAt: instant(createdAt) })).toBe(end);
  });
});

describe('OPS-1: the operator’s secret', () => {
  const signIn = async (world: World, client_secret: string): Promise<number> => {
    const { tenantId, clientId: client_id } = world.operator;
    const form = {
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      scope: 'https://graph.windows.net/.default',
    };
    return (await world.ask('POST', `/${tenantId}/oauth2/v2.0/token`, { form })).status;
  };
  const again = (world: World) =>
    bootstrapOperator(
      { at: world.clock.now, newTenantId: 'unused', domain: 'onprogram.example', programClients: [] },
      world.deps,
    );

  test('a repeat of the bootstrap answers it as long as it counts, and the next one before it ends', async () => {
    const world = await tenancyWorld({ at: AT });
    const first = world.operator.clientSecret;
    expect([(await again(world)).clientSecret, await signIn(world, first)]).toEqual([first, 200]);
    world.clock.now = instant('2028-10-01T00:00:00Z');
    const next = (await again(world)).clientSecret;
    expect(next).not.toBe(first);
    expect([await signIn(world, first), await signIn(world, next)], 'both count until the first ends').toEqual([
      200, 200,
    ]);
    expect((await again(world)).clientSecret).toBe(next);
    world.clock.now = instant('2028-11-03T00:00:00Z');
    expect([await signIn(world, first), await signIn(world, next)]).toEqual([401, 200]);
  });

  test('an operator that slept through the end is let in again by a bootstrap; one of before keeps the issuer’s', async () => {
    const world = await tenancyWorld({ at: AT });
    const { tenantId, clientId: appId } = world.operator;
    const issuers = (await world.identity.applicationSecret(appId))!;
    const applications = applicationStore(world.table);
    const before = (await applications.load({ tenantId, appId }))!;
    const secrets = [{ secretId: appId, hash: linkHash(issuers), createdAt: instant(AT) }];
    await world.table.write(applications.writes(before, { ...before, secrets }));
    expect((await again(world)).clientSecret).toBe(issuers);
    world.clock.now = instant('2030-01-01T00:00:00Z');
    expect(await signIn(world, issuers)).toBe(401);
    const { clientSecret } = await again(world);
    expect([clientSecret === issuers, await signIn(world, clientSecret)]).toEqual([false, 200]);
  });
});
