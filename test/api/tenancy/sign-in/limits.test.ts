import { beforeEach, describe, expect, test } from 'vitest';
import { applicationStore } from '../../../../functions/tenancy/people/store/application-store.ts';
import { registrationsKey } from '../../../../functions/tenancy/people/store/keys.ts';
import { tenancyRoutes } from '../../../../functions/tenancy/routes.ts';
import { defaultLimits } from '../../../../shared/contracts/limits.ts';
import type { Route } from '../../../../shared/contracts/routes.ts';
import { addSeconds, instant } from '../../../../shared/kernel/time.ts';
import {
  type Answer,
  type Ask,
  activePartner,
  eventsOfType,
  gatewayEvent,
  tenancyWorld,
  type World,
} from '../../../support/tenancy.ts';

/** Reads and writes of the table that calls cost, conditional writes that fail included: DynamoDB counts those, too. */
function counted() {
  const cost = { reads: 0, writes: 0 };
  const hooks = {
    beforeRead() {
      cost.reads += 1;
    },
    beforeWrite(writes: readonly unknown[]) {
      cost.writes += writes.length;
    },
  };
  const of = async (work: () => Promise<unknown>) => {
    const before = { ...cost };
    await work();
    return { reads: cost.reads - before.reads, writes: cost.writes - before.writes };
  };
  return { hooks, of };
}

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Array.from({ length: count }).reduce<Promise<T[]>>(
    async (done, _, index) => [...(await done), await work(index)],
    Promise.resolve([]),
  );
const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);
const many = (count: number, status: number): number[] => Array<number>(count).fill(status);

async function client(world: World) {
  const partner = await activePartner(world);
  const { admin: token } = partner;
  const { appId } = (await world.ask('POST', '/v1/partner/applications', { token, body: { displayName: 'Sync' } }))
    .json;
  const { secret } = (await world.ask('POST', `/v1/partner/applications/${appId}/secrets`, { token })).json;
  const path = `/${partner.partnerId}/oauth2/v2.0/token`;
  const form = { grant_type: 'client_credentials', client_id: appId, scope: 'https://graph.windows.net/.default' };
  const show = (client_secret: string, over: Record<string, string> = {}) =>
    world.ask('POST', path, { form: { ...form, client_secret, ...over } });
  return { ...partner, appId: appId as string, secret: secret as string, path, form, show };
}

describe('conventions 12: wrong secrets', () => {
  test('ten in a minute are answered, the next is 429 in the shape of OAuth; a minute later they are answered again', async () => {
    const world = await tenancyWorld();
    const { show } = await client(world);
    expect(statuses(await times(10, () => show('wrong')))).toEqual(many(10, 401));
    world.clock.now = addSeconds(world.clock.now, 20);
    const refused = await show('wrong');
    expect([refused.status, refused.json.error, refused.headers['retry-after']]).toEqual([
      429,
      'temporarily_unavailable',
      '40',
    ]);
    expect(refused.json.error_description).toContain('40 seconds');
    world.clock.now = addSeconds(world.clock.now, 39);
    expect((await show('wrong')).status).toBe(429);
    world.clock.now = addSeconds(world.clock.now, 1);
    expect(statuses(await times(11, () => show('wrong')))).toEqual([...many(10, 401), 429]);
  });

  test('a right secret passes however many were wrong; other clients of this tenant and of others notice nothing', async () => {
    const world = await tenancyWorld();
    const [attacked, other] = [await client(world), await client(world)];
    await times(12, () => attacked.show('wrong'));
    expect((await attacked.show(attacked.secret)).status).toBe(200);
    expect((await other.show('wrong')).status).toBe(401);
    const { appId } = (
      await world.ask('POST', '/v1/partner/applications', { token: attacked.admin, body: { displayName: 'Second' } })
    ).json;
    expect((await attacked.show('wrong', { client_id: appId })).status).toBe(401);
  });

  test('fifty at once pass the limit no further than one after another', async () => {
    const world = await tenancyWorld();
    const { show } = await client(world);
    const answers = statuses(await Promise.all(Array.from({ length: 50 }, () => show('wrong'))));
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.filter((status) => status === 429)).toHaveLength(40);
  });

  test('calls that overtake each other pass the limit no further: one that began earlier begins no count anew', async () => {
    const world = await tenancyWorld();
    const { show } = await client(world);
    const earlierAndEarlier = await times(15, () => {
      world.clock.now = instant(Date.parse(world.clock.now) - 1);
      return show('wrong');
    });
    expect(statuses(earlierAndEarlier)).toEqual([...many(10, 401), ...many(5, 429)]);
  });

  test('what it costs: a right one nothing, a wrong one a read and a write, a flood neither where the block is remembered', async () => {
    const { hooks, of } = counted();
    const world = await tenancyWorld({ hooks });
    const { show, secret, path, form } = await client(world);
    const checked = { reads: 2, writes: 0 };
    // The issuer's trigger reads client, caller and account besides.
    const issued = await of(() => show(secret));
    expect(issued.writes).toBe(0);
    expect(await of(() => show('wrong', { client_id: 'nobody' }))).toEqual({ reads: 1, writes: 0 });
    expect(await of(() => show('wrong'))).toEqual({ reads: checked.reads + 1, writes: 1 });
    await times(9, () => show('wrong'));
    expect(await of(() => show('wrong')), 'the first refusal finds out').toEqual({
      reads: checked.reads + 1,
      writes: 0,
    });
    expect(await of(() => times(100, () => show('wrong')))).toEqual({ reads: 100 * checked.reads, writes: 0 });
    expect(await of(() => show(secret))).toEqual(issued);
    const fresh = world.anotherFunction();
    const elsewhere = () =>
      fresh(gatewayEvent('POST', path, { form: { ...form, client_secret: 'wrong' } }, world.clock.now));
    expect(await of(elsewhere), 'another function looks once').toEqual({ reads: checked.reads + 1, writes: 0 });
    expect(await of(elsewhere)).toEqual(checked);
  });

  test('nothing grows: a client has one counter, in whatever window', async () => {
    const world = await tenancyWorld();
    const { show } = await client(world);
    await times(11, () => show('wrong'));
    const before = world.table.items.size;
    for (let minute = 0; minute < 5; minute += 1) {
      world.clock.now = addSeconds(world.clock.now, 60);
      await times(11, () => show('wrong'));
    }
    expect(world.table.items.size).toBe(before);
    const [item] = [...world.table.items.values()].filter(({ pk }) => pk.includes('#LIMIT#wrongSecrets'));
    expect(item!.expiresAt).toBe(Date.parse(item!.until as string) / 1000);
  });

  test('a block of a clock that has gone back since holds nobody', async () => {
    const world = await tenancyWorld({ at: '2027-11-02T09:00:00Z' });
    const { show } = await client(world);
    await times(11, () => show('wrong'));
    world.clock.now = instant('2027-11-01T09:00:00Z');
    expect((await show('wrong')).status).toBe(401);
  });
});

const linkRoutes = Object.entries<Route>(tenancyRoutes.routes).filter(([, { path }]) => path.includes('{token}'));

describe('conventions 12: guessed links', () => {
  test('every route whose path carries the token of a link is limited', () => {
    expect(linkRoutes.length).toBeGreaterThan(8);
    expect(linkRoutes.filter(([, { limit }]) => limit?.of !== 'guessedLinks').map(([name]) => name)).toEqual([]);
  });

  test.each(linkRoutes)(
    '%s: ten guesses in a minute, then 429 with exactly two members',
    async (_, { path, method, allow, accounts }) => {
      const world = await tenancyWorld();
      const programRole = accounts?.[0] ?? 'directPartner';
      const { admin: token } = await activePartner(world, { programRole });
      const guess = (index: number, over: Ask = {}) =>
        world.ask(method, path.replace('{token}', `guess-${index}`), {
          ...(allow !== 'public' && { token }),
          ...(method === 'POST' && { form: { csrf: 'x' } }),
          ...over,
        });
      expect(statuses(await times(10, (index) => guess(index)))).toEqual(many(10, 404));
      const refused = await guess(11);
      expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
      expect(refused.json).toEqual({ statusCode: 429, message: expect.stringContaining('60 seconds') });
      if (allow === 'public') expect((await guess(12, { sourceIp: '192.0.2.2' })).status, 'another address').toBe(404);
    },
  );

  test('a link that exists opens all the same, and a browser is shown a page', async () => {
    const world = await tenancyWorld();
    const partner = await activePartner(world);
    const { url } = (await world.ask('GET', '/v1/customers/relationshiprequests', { token: partner.agent })).json;
    await times(11, (index) => world.ask('GET', `/invitations/guess-${index}`));
    expect((await world.ask('GET', new URL(url).pathname)).status).toBe(200);
    const page = await world.ask('GET', '/invitations/guess', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers['retry-after'], page.headers['content-type']]).toEqual([
      429,
      '60',
      'text/html; charset=utf-8',
    ]);
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test('whoever owns a network of IPv6 is one address; all kinds of links count together', async () => {
    const world = await tenancyWorld();
    const paths = ['/invitations/guess', '/password/guess', '/partnerships/guess', '/v1/invitations/guess'];
    const guess = (index: number) =>
      world.ask('GET', paths[index % paths.length]!, { sourceIp: `2001:db8:0:7:${index}::${index + 1}` });
    expect(statuses(await times(11, guess)).at(-1)).toBe(429);
    expect((await world.ask('GET', '/invitations/guess', { sourceIp: '2001:db8:0:8::1' })).status).toBe(404);
  });

  test('a caller that guesses is refused, its neighbours at the same address are not', async () => {
    const world = await tenancyWorld();
    const [one, other] = [await activePartner(world), await activePartner(world)];
    const accept = (token: string) => world.ask('POST', '/v1/my/invitations/guess/acceptance', { token });
    expect(statuses(await times(11, () => accept(one.admin))).at(-1)).toBe(429);
    expect((await accept(other.admin)).status).toBe(404);
  });
});

describe('conventions 12: mails', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => `customer${index}@contoso.example`);
  const mail = (world: World, token: string, to: unknown, headers: Record<string, string> = {}) =>
    world.ask('POST', '/v1/customers/relationshiprequests/emails', { token, body: { to }, headers });
  let world: World;
  const { hooks, of } = counted();
  beforeEach(async () => {
    world = await tenancyWorld({ hooks });
  });

  test('sixty addressees in an hour for one partner; what goes beyond is not sent, and others notice nothing', async () => {
    const [partner, other] = [await activePartner(world), await activePartner(world)];
    world.clock.now = addSeconds(world.clock.now, 3600);
    expect((await mail(world, partner.agent, addresses(50))).status).toBe(202);
    expect((await mail(world, partner.agent, addresses(11))).status).toBe(429);
    expect((await mail(world, partner.agent, addresses(10).join(';'))).status).toBe(202);
    const sent = eventsOfType(world.table, 'InvitationMailRequested').length;
    const refused = await mail(world, partner.agent, 'one@contoso.example');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '3600']);
    expect(refused.json).toEqual({ statusCode: 429, message: expect.any(String) });
    const user = { userPrincipalName: 'x@fabrikam.example', displayName: 'X', agentRoles: [] };
    expect((await world.ask('POST', '/v1/partner/users', { token: partner.admin, body: user })).status).toBe(429);
    expect(eventsOfType(world.table, 'InvitationMailRequested')).toHaveLength(sent);
    expect((await mail(world, other.agent, addresses(50))).status).toBe(202);
    world.clock.now = addSeconds(world.clock.now, 3600);
    expect((await mail(world, partner.agent, 'one@contoso.example')).status).toBe(202);
  });

  test('a repeat of a call counts once; a flood of refused ones costs no write, not even of their request ids', async () => {
    const { agent } = await activePartner(world);
    world.clock.now = addSeconds(world.clock.now, 3600);
    const id = (index: number) => ({ 'ms-requestid': `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` });
    expect(statuses(await times(70, () => mail(world, agent, addresses(1), id(0))))).toEqual(many(70, 202));
    expect((await mail(world, agent, addresses(50), id(1))).status).toBe(202);
    expect((await mail(world, agent, addresses(9), id(2))).status).toBe(202);
    const flood = () => times(20, (index) => mail(world, agent, addresses(1), id(100 + index)));
    await mail(world, agent, addresses(1), id(3));
    // Each call reads the account, which writes are checked on.
    expect(await of(flood)).toEqual({ reads: 20, writes: 0 });
  });

  test('sixty and more at once: exactly sixty are sent', async () => {
    const { agent } = await activePartner(world);
    world.clock.now = addSeconds(world.clock.now, 3600);
    await mail(world, agent, addresses(40));
    const answers = statuses(await Promise.all(Array.from({ length: 40 }, () => mail(world, agent, addresses(1)))));
    expect(answers.filter((status) => status === 202)).toHaveLength(20);
    expect(answers.filter((status) => status === 429)).toHaveLength(20);
  });
});

describe('conventions 12: registrations of applications', () => {
  const register = (world: World, token: string) =>
    world.ask('POST', '/v1/partner/applications', { token, body: { displayName: 'Sync' } });

  test('fifty in an hour; the issuer is asked for no client beyond', async () => {
    const world = await tenancyWorld();
    const [partner, other] = [await activePartner(world), await activePartner(world)];
    expect(statuses(await times(51, () => register(world, partner.admin)))).toEqual([...many(50, 201), 429]);
    expect(world.identity.clients.size).toBe(51);
    expect((await register(world, other.admin)).status).toBe(201);
    world.clock.now = addSeconds(world.clock.now, 3600);
    expect((await register(world, partner.admin)).status).toBe(201);
  });

  test('a number in all, also for calls at once; a deletion makes room for one', async () => {
    const world = await tenancyWorld({ limits: { ...defaultLimits, registrationsKept: 5 } });
    const { admin: token } = await activePartner(world);
    const answers = await Promise.all(Array.from({ length: 12 }, () => register(world, token)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const [refused] = answers.filter(({ status }) => status === 429);
    expect(refused!.json).toEqual({ statusCode: 429, message: expect.stringContaining('delete one') });
    expect(world.identity.clients.size, 'no client is left at the issuer').toBe(6);
    const { appId } = answers.find(({ status }) => status === 201)!.json;
    expect((await world.ask('DELETE', `/v1/partner/applications/${appId}`, { token })).status).toBe(204);
    expect(statuses([await register(world, token), await register(world, token)])).toEqual([201, 429]);
  });

  test('a tenant whose registrations were never counted is counted at its next one', async () => {
    const world = await tenancyWorld({ limits: { ...defaultLimits, registrationsKept: 3 } });
    const { admin: token, partnerId } = await activePartner(world);
    const made = await times(3, () => register(world, token));
    await world.table.write([{ delete: registrationsKey(partnerId) }]);
    expect((await register(world, token)).status).toBe(429);
    await world.ask('DELETE', `/v1/partner/applications/${made[0]!.json.appId}`, { token });
    expect(await applicationStore(world.table).kept(partnerId)).toEqual({ count: 2, isStored: true });
    expect(statuses([await register(world, token), await register(world, token)])).toEqual([201, 429]);
  });
});
