import { beforeEach, describe, expect, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import {
  type Answer,
  activePartner,
  eventsOfType,
  partnerUser,
  signedIn,
  tenancyWorld,
  tokenOf,
  tokenOfLink,
} from '../../../support/tenancy.ts';

const PASSWORD = 'My-0wn-choice-9';

async function partnerWithPat() {
  const between: { act?: (() => Promise<unknown>) | undefined } = {};
  const beforeWrite = async (): Promise<void> => {
    const { act } = between;
    between.act = undefined;
    await act?.();
  };
  const world = await tenancyWorld({ hooks: { beforeWrite } });
  const partner = await activePartner(world);
  const { partnerId, admin } = partner;
  const userId = await partnerUser(world, { token: admin, partnerId, roles: ['AdminAgent'] });
  const path = `/v1/partner/users/${userId}`;
  const { json } = await world.ask('GET', path, { token: admin });
  const userName: string = json.userPrincipalName;
  const remove = (id = userId, token = admin): Promise<Answer> =>
    world.ask('DELETE', `/v1/partner/users/${id}`, { token });
  const subject = linkSubjects.password({ tenantId: partnerId, userId });
  const link = () =>
    world.ask('POST', `/password/${tokenOfLink({ kind: 'password', subject, generation: 1 })}`, {
      form: { password: PASSWORD, repeat: PASSWORD },
    });
  const itemsOf = (id: string) =>
    [...world.table.items.values()].filter(
      ({ pk, sk }) => !sk.startsWith('OUTBOX#') && !pk.startsWith('TENANCY#LINK#') && `${pk} ${sk}`.includes(id),
    );
  const later = () => {
    world.clock.now = instant('2026-11-02T09:02:00Z');
  };
  return { ...world, world, between, ...partner, path, userId, userName, remove, link, itemsOf, later };
}
let d: Awaited<ReturnType<typeof partnerWithPat>>;
beforeEach(async () => {
  d = await partnerWithPat();
});

describe('ROL-3: deleting a user of the own tenant', () => {
  test('ROL-3: nothing is left of it, here and at the issuer, and its name is free', async () => {
    const { ask, admin, path, userId, userName, remove, itemsOf, identity, table } = d;
    expect((await remove()).status).toBe(204);
    expect(itemsOf(userId)).toEqual([]);
    expect(identity.users.has(userName)).toBe(false);
    expect((await ask('GET', path, { token: admin })).json.code).toBe(60002);
    const list = (await ask('GET', '/v1/partner/users', { token: admin })).json.items;
    expect(list.map(({ id }: { id: string }) => id)).not.toContain(userId);
    const told = eventsOfType(table, 'PartnerUserChanged').filter(({ aggregateId }) => aggregateId === userId);
    expect(told.map(({ detail }) => detail.isActive)).toEqual([true, false]);
    const body = { userPrincipalName: userName, displayName: 'Next' };
    const next = await ask('POST', '/v1/partner/users', { token: admin, body });
    expect([next.status, next.json.id === userId]).toEqual([201, false]);
    expect((await remove()).json.code).toBe(60002);
  });

  test('ROL-3: its tokens and its sign-ins end within a minute, and no link brings it back', async () => {
    const { ask, world, userName, remove, link, later, identity } = d;
    expect((await link()).status).toBe(200);
    const token = (await signedIn(world, userName, PASSWORD))!;
    const see = async () => (await ask('GET', '/v1/customers', { token })).status;
    expect(await see()).toBe(200);
    await remove();
    later();
    expect(await see()).toBe(401);
    expect(await signedIn(world, userName, PASSWORD)).toBeUndefined();
    expect([(await link()).status < 400, identity.users.has(userName)]).toEqual([false, false]);
  });

  test('ROL-1: the last global admin stays, also when two delete each other at once', async () => {
    const { ask, admin, adminId, remove, userId, path } = d;
    const last = await remove(adminId);
    expect([last.status, last.json.code]).toEqual([409, 980025]);
    await ask('PATCH', path, { token: admin, body: { ownTenantRole: 'globalAdmin' } });
    const pat = tokenOf({ tenantId: d.partnerId, userId, sessions: 1 });
    // The one is deleted after the other was seen to stay, and before that counts.
    d.between.act = async () => expect((await remove(userId, admin)).status).toBe(204);
    const second = await remove(adminId, pat);
    expect([second.status, second.json.code]).toEqual([409, 980025]);
  });

  test('ROL-3: only a global admin deletes, and only in its own tenant', async () => {
    const { world, agent, remove, userId } = d;
    expect((await remove(userId, agent)).json.code).toBe(900150);
    const other = await activePartner(world);
    expect((await remove(userId, other.admin)).json.code).toBe(60002);
  });

  test.each([
    ['a repeat', ({ remove }) => remove()],
    [
      'the daily run',
      ({ world }) => runJobToItsEnd(tenancyContext, 'purgeUsers', '2026-11-03T00:40:00.000Z', world.deps),
    ],
    [
      'whoever wants the name',
      ({ ask, admin, userName }) =>
        ask('POST', '/v1/partner/users', { token: admin, body: { userPrincipalName: userName, displayName: 'N' } }),
    ],
  ] satisfies [string, (at: typeof d) => Promise<unknown>][])(
    'ROL-3: interrupted before the issuer knew, it is gone all the same, and %s ends it',
    async (_, heal) => {
      const { identity, remove, ask, admin, path, userId, itemsOf } = d;
      identity.failNext = true;
      expect((await remove()).status).toBe(500);
      expect((await ask('GET', path, { token: admin })).json.code).toBe(60002);
      expect((await ask('PATCH', path, { token: admin, body: { state: 'active' } })).json.code).toBe(60002);
      await heal(d);
      expect(itemsOf(userId)).toEqual([]);
      const { items } = (await ask('GET', '/v1/partner/users', { token: admin })).json;
      expect(items.map(({ id }: { id: string }) => id)).not.toContain(userId);
    },
  );

  test('ROL-3: one that was only made inactive can be deleted, too', async () => {
    const { ask, admin, path, remove, itemsOf, userId } = d;
    await ask('PATCH', path, { token: admin, body: { state: 'inactive' } });
    expect((await remove()).status).toBe(204);
    expect(itemsOf(userId)).toEqual([]);
  });

  test('ROL-3: an application that is bound to it stops, and works again for whom it is bound to next', async () => {
    const { ask, admin, userId, partnerId, agentId, remove, later } = d;
    const body = { displayName: 'Nightly', boundUserId: userId };
    const { json: app } = await ask('POST', '/v1/partner/applications', { token: admin, body });
    const token = tokenOf({ tenantId: partnerId, appId: app.appId });
    const see = async () => (await ask('GET', '/v1/customers', { token })).status;
    expect(await see()).toBe(200);
    await remove();
    later();
    expect(await see()).toBe(401);
    const path = `/v1/partner/applications/${app.appId}`;
    expect((await ask('PATCH', path, { token: admin, body: { boundUserId: agentId } })).status).toBe(200);
    expect(await see()).toBe(200);
  });
});
