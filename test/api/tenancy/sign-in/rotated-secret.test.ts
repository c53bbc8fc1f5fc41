import { describe, expect, test } from 'vitest';
import { linkPaths, linkSubjects, linkToken } from '../../../../shared/identity/links.ts';
import { inForceAt, readHistory, rotated, type SecretInForce } from '../../../../shared/identity/rotation.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { activePartner, eventsOfType, otherCustomer, tenancyWorld, type World } from '../../../support/tenancy.ts';

const ROTATED_AT = instant('2026-11-02T12:00:00Z');
const history = rotated(readHistory('old'), 'new', { at: ROTATED_AT });

/** Tenancy whose link secret is replaced at noon of the second day; it counts by the world's clock. */
async function rotatingWorld(): Promise<World> {
  const world = await tenancyWorld({ at: '2026-11-02T09:00:00Z' });
  const linkSecret: SecretInForce = {
    get current() {
      return inForceAt(history, world.clock.now).current;
    },
    get accepted() {
      return inForceAt(history, world.clock.now).accepted;
    },
  };
  Object.assign(world.deps, { linkSecret });
  return world;
}
const moveTo = (world: World, at: string): void => {
  world.clock.now = instant(at);
};

async function invitation(world: World, token: string): Promise<string> {
  const { json, status } = await world.ask('GET', '/v1/customers/relationshiprequests', { token });
  expect(status).toBe(200);
  return (json.url as string).split('/invitations/')[1]!.split('?')[0]!;
}
const statusOf = async (world: World, token: string): Promise<number> =>
  (await world.ask('GET', `/invitations/${token}`)).status;

describe('REL-1: links live on while their secret is replaced', () => {
  test('REL-1: the old link works for a day more, the new one from its first look; both for the same invitation', async () => {
    const world = await rotatingWorld();
    const { agent } = await activePartner(world);
    const old = await invitation(world, agent);
    moveTo(world, '2026-11-02T12:09:59Z');
    expect(await invitation(world, agent)).toBe(old);
    moveTo(world, '2026-11-02T12:10:00Z');
    const fresh = await invitation(world, agent);
    expect(fresh).not.toBe(old);
    expect(await invitation(world, agent)).toBe(fresh);
    expect([await statusOf(world, old), await statusOf(world, fresh)]).toEqual([200, 200]);
    const { admin } = await otherCustomer(world);
    const acceptance = `/v1/my/invitations/${old}/acceptance`;
    expect((await world.ask('POST', acceptance, { token: admin, body: { acknowledged: true } })).status).toBe(201);
    moveTo(world, '2026-11-03T12:10:00Z');
    expect([await statusOf(world, old), await statusOf(world, fresh)]).toEqual([404, 200]);
  });

  test('REL-1: who withdraws a link withdraws it under both secrets', async () => {
    const world = await rotatingWorld();
    const { agent } = await activePartner(world);
    const old = await invitation(world, agent);
    moveTo(world, '2026-11-02T12:30:00Z');
    const fresh = await invitation(world, agent);
    const rotation = await world.ask('POST', '/v1/customers/relationshiprequests/rotation', { token: agent });
    expect(rotation.status, rotation.text).toBe(201);
    expect([await statusOf(world, old), await statusOf(world, fresh)]).toEqual([404, 404]);
    expect(await statusOf(world, await invitation(world, agent))).toBe(200);
  });

  test('REL-1: many looks at once after the replacement enter the new token once', async () => {
    const world = await rotatingWorld();
    const { agent } = await activePartner(world);
    await invitation(world, agent);
    moveTo(world, '2026-11-02T12:30:00Z');
    const seen = await Promise.all(Array.from({ length: 8 }, () => invitation(world, agent)));
    expect(new Set(seen).size).toBe(1);
  });

  test('CUS-3: a mailed link to set a password fits the secret of the moment at which it was asked for', async () => {
    const world = await rotatingWorld();
    const created = async () => {
      await activePartner(world);
      const event = eventsOfType(world.table, 'SignInMailRequested').at(-1)!;
      const { tenantId, userId, generation } = event.detail as { tenantId: string; userId: string; generation: number };
      const secret = inForceAt(history, instant(event.occurredAt)).current;
      const subject = linkSubjects.password({ tenantId: tenantId ?? event.tenantId, userId });
      return linkPaths.password(linkToken(secret, { kind: 'password', subject, generation }));
    };
    const before = await created();
    moveTo(world, '2026-11-02T12:10:00Z');
    const after = await created();
    const statuses = async () => [(await world.ask('GET', before)).status, (await world.ask('GET', after)).status];
    expect(await statuses()).toEqual([200, 200]);
    moveTo(world, '2026-11-03T12:10:00Z');
    expect(await statuses()).toEqual([404, 200]);
  });
});
