import { describe, expect, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import { activePartner, createdCustomer, tenancyWorld } from '../../../support/tenancy.ts';

const DELETED_AT = '2026-11-02T09:00:00.000Z';
const DUE_AT = '2026-12-02T09:00:00.000Z';
const JUST_BEFORE = '2026-12-02T08:59:59.999Z';
const inactive = encodeURIComponent('{"Field":"UserState","Value":"Inactive","Operator":"equals"}');

/** A customer whose user `pat` was deleted just now. */
async function deletedPat() {
  const world = await tenancyWorld({ at: DELETED_AT });
  const partner = await activePartner(world);
  const domain = 'contoso.onprogram.example';
  const { customerId } = await createdCustomer(world, partner, { domain });
  const users = `/v1/customers/${customerId}/users`;
  const userName = `pat@${domain}`;
  const token = partner.agent;
  const body = { userPrincipalName: userName, displayName: 'Pat', passwordProfile: { password: 'Given-1-password' } };
  const create = () => world.ask('POST', users, { token, body });
  const userId: string = (await create()).json.id;
  const path = `${users}/${userId}`;
  expect((await world.ask('DELETE', path, { token })).status).toBe(204);
  const run = (scheduledAt: string) => runJobToItsEnd(tenancyContext, 'purgeUsers', scheduledAt, world.deps);
  const itemsOf = (id: string) =>
    [...world.table.items.values()].filter(({ sk, record, state, outbox }) =>
      outbox
        ? false
        : [sk, (record as { principalId?: string })?.principalId, (state as { userId?: string })?.userId]
            .join()
            .includes(id),
    );
  const at = (now: string): void => {
    world.clock.now = now as never;
  };
  return { ...world, world, token, users, userName, create, userId, path, run, itemsOf, at };
}

describe('CUS-3: a deleted user is purged after thirty days', () => {
  test('CUS-3: the run leaves nothing of it, here and at the issuer, and frees the name', async () => {
    const { ask, run, userName, create, userId, path, token, users, identity, itemsOf, at, table } = await deletedPat();
    expect((await create()).json.code).toBe(980016);
    expect(await run(JUST_BEFORE)).toEqual({ purged: 0 });
    expect(identity.users.get(userName)?.userId).toBe(userId);
    expect(await run(DUE_AT)).toEqual({ purged: 1 });
    expect(itemsOf(userId)).toEqual([]);
    expect([...table.items.keys()].filter((key) => key.includes(`NAME#${userName}`))).toEqual([]);
    expect(identity.users.has(userName)).toBe(false);
    at(DUE_AT);
    expect((await ask('GET', path, { token })).json.code).toBe(60002);
    expect((await ask('PATCH', path, { token, body: { state: 'active' } })).json.code).toBe(60002);
    expect((await ask('GET', `${users}?filter=${inactive}`, { token })).json.items).toEqual([]);
    const again = await create();
    expect([again.status, again.json.id === userId]).toEqual([201, false]);
    expect(identity.users.get(userName)?.userId).toBe(again.json.id);
  });

  test.each([
    ['before any run', false],
    ['after the issuer knew and before the table did', true],
  ])('CUS-3: at the very moment, %s, the name is free and the user gone', async (_, isHalfDone) => {
    const { ask, userName, create, userId, path, token, users, identity, itemsOf, at } = await deletedPat();
    if (isHalfDone) await identity.deleteUser({ userPrincipalName: userName, userId });
    at(JUST_BEFORE);
    expect((await create()).json.code).toBe(980016);
    at(DUE_AT);
    expect((await ask('GET', path, { token })).json.code).toBe(60002);
    expect((await ask('GET', `${users}?filter=${inactive}`, { token })).json.items).toEqual([]);
    const again = await create();
    expect(again.status).toBe(201);
    expect(itemsOf(userId)).toEqual([]);
    expect(identity.users.get(userName)?.userId).toBe(again.json.id);
  });

  test('CUS-3: late, twice and twice at once it purges once, and touches nobody who took the name since', async () => {
    const { run, userName, create, identity, at } = await deletedPat();
    const runs = await Promise.all([run('2027-03-01T00:40:00.000Z'), run('2027-03-01T00:40:00.000Z')]);
    expect(runs.reduce((sum, { purged }) => sum + Number(purged), 0)).toBe(1);
    at('2027-03-01T09:00:00.000Z');
    const next = await create();
    expect(next.status).toBe(201);
    expect(await run('2027-03-02T00:40:00.000Z')).toEqual({ purged: 0 });
    expect(identity.users.get(userName)?.userId).toBe(next.json.id);
  });

  test('CUS-3: interrupted between the issuer and the table, the next run goes on', async () => {
    const { run, identity, itemsOf, userId } = await deletedPat();
    identity.failNext = true;
    await expect(run(DUE_AT)).rejects.toThrow('the issuer did not answer');
    expect(itemsOf(userId)).not.toEqual([]);
    expect(await run(DUE_AT)).toEqual({ purged: 1 });
  });

  test('CUS-3: a run that comes late finds no later user of the name at the issuer', async () => {
    const { run, create, identity, userName, userId, at } = await deletedPat();
    await run(DUE_AT);
    at(DUE_AT);
    const next = await create();
    await identity.deleteUser({ userPrincipalName: userName, userId });
    expect(identity.users.get(userName)?.userId).toBe(next.json.id);
  });

  test('CUS-3: who was restored in time stays, and is purged thirty days after it is deleted again', async () => {
    const { ask, run, path, token, at } = await deletedPat();
    at(JUST_BEFORE);
    expect((await ask('PATCH', path, { token, body: { state: 'active' } })).status).toBe(200);
    expect(await run('2027-06-01T00:40:00.000Z')).toEqual({ purged: 0 });
    await ask('DELETE', path, { token });
    expect(await run(DUE_AT)).toEqual({ purged: 0 });
    expect(await run('2027-01-01T08:59:59.999Z')).toEqual({ purged: 1 });
  });

  test('CUS-3: more than a page of them are found, over all partitions', async () => {
    const { ask, run, users, token } = await deletedPat();
    for (let index = 0; index < 30; index += 1) {
      const body = {
        userPrincipalName: `u${index}@contoso.onprogram.example`,
        displayName: `U${index}`,
        passwordProfile: { password: 'Given-1-password' },
      };
      const { json } = await ask('POST', users, { token, body });
      await ask('DELETE', `${users}/${json.id}`, { token });
    }
    expect(await run(DUE_AT)).toEqual({ purged: 31 });
    expect(await run(DUE_AT)).toEqual({ purged: 0 });
  });
});
