import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { routeTable } from '../../shared/contracts/routes.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import { networkOf } from '../../shared/http/limited.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { ids, storePartner, storeUser } from '../support/access.ts';
import { gatewayEvent, readAnswer, TEST_ROOT, testCallers, testTokenVerifier } from '../support/api.ts';
import { type Cast, createCast } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { expectedRefusal } from '../support/expected.ts';
import { goodBody, goodPath } from '../support/good-input.ts';
import { type MemoryTable, memoryTable } from '../support/memory-table.ts';
import { storedText } from '../support/rights-in-clear.ts';

const routes = routeTable('support', {
  importBoxes: {
    method: 'POST',
    path: '/v1/boxes',
    summary: 'Import boxes, or make one.',
    allow: ['AdminAgent'],
    limit: { of: 'imports' },
    request: { body: z.object({ label: z.string() }), file: { mediaType: 'text/csv', description: 'Boxes.' } },
    response: { 200: null },
    refusals: ['wrong_state'],
  },
});

describe('conventions 12: imports at once', () => {
  let table: MemoryTable;
  let agent: TokenClaims;
  let other: TokenClaims;
  /** Imports that have begun and wait to be let go. */
  let running: ((outcome: 'done' | 'refused' | 'failed') => void)[];
  let send: (as: TokenClaims, csv?: boolean, seconds?: number) => ReturnType<typeof ask>;

  const parts = () => {
    const records = accessRecords(table);
    const callers = testCallers(records);
    const observability = silentObservability();
    return { table, root: TEST_ROOT, records, callers, tokens: testTokenVerifier, mfaRequired: true, observability };
  };
  const dispatch = () =>
    dispatcher(
      routes,
      {
        importBoxes: async ({ file }) => {
          const outcome = file ? await new Promise((resolve) => running.push(resolve)) : 'done';
          if (outcome === 'failed') throw new Error('it broke');
          return outcome === 'done' ? ok({ status: 200 }) : refuse('wrong_state');
        },
      },
      {},
      parts(),
    );
  const ask = async (to: ReturnType<typeof dispatch>, as: TokenClaims, csv: boolean, seconds: number) => {
    const at = new Date(Date.parse('2026-03-10T12:00:00Z') + seconds * 1000).toISOString();
    const body = csv ? 'label\nred' : { label: 'red' };
    const headers = { 'content-type': csv ? 'text/csv' : 'application/json' };
    return readAnswer(await to(gatewayEvent({ method: 'POST', path: '/v1/boxes', as, body, headers }, at)));
  };
  /** Turns of the queue of promises: more than any call needs to come to its operation. */
  const begun = async (count: number) => {
    for (let turn = 0; turn < 1000 && running.length < count; turn += 1) await Promise.resolve();
    expect(running).toHaveLength(count);
  };

  beforeEach(async () => {
    table = memoryTable();
    running = [];
    await storePartner(table, ids.partner);
    await storePartner(table, ids.otherPartner);
    agent = await storeUser(table, ids.partner, ['AdminAgent']);
    other = await storeUser(table, ids.otherPartner, ['AdminAgent']);
    const to = dispatch();
    send = (as, csv = true, seconds = 0) => ask(to, as, csv, seconds);
  });

  test('five work, the sixth is told when to come back; other tenants and single things pass', async () => {
    const five = Array.from({ length: 5 }, () => send(agent));
    await begun(5);
    const sixth = await send(agent);
    expect([sixth.status, sixth.headers['retry-after']]).toEqual([429, '30']);
    expect(sixth.body).toEqual({ statusCode: 429, message: expect.stringContaining('30 seconds') });
    expect((await send(agent, false)).status).toBe(200);
    const theirs = send(other);
    await begun(6);
    for (const go of running) go('done');
    expect((await Promise.all([...five, theirs])).map(({ status }) => status)).toEqual(Array(6).fill(200));
  });

  test('one that began earlier and comes later finds no room either', async () => {
    const five = Array.from({ length: 5 }, () => send(agent));
    await begun(5);
    expect((await send(agent, true, -1)).status).toBe(429);
    for (const go of running) go('done');
    expect((await Promise.all(five)).map(({ status }) => status)).toEqual(Array(5).fill(200));
  });

  test.each(['done', 'refused', 'failed'] as const)('an import that is %s gives its place back', async (outcome) => {
    const first = Array.from({ length: 5 }, () => send(agent));
    await begun(5);
    running[2]!(outcome);
    await first[2];
    const next = send(agent);
    await begun(6);
    expect((await send(agent)).status).toBe(429);
    for (const go of running) go('done');
    expect((await next).status).toBe(200);
    await Promise.all(first);
    expect([...table.items.keys()].filter((key) => key.includes('#LIMIT#'))).toEqual([]);
  });

  test('places of functions that died are free after half a minute; who wakes up late takes nobody else’s away', async () => {
    const dead = Array.from({ length: 5 }, () => send(agent));
    await begun(5);
    expect((await send(agent, true, 29)).status).toBe(429);
    const next = Array.from({ length: 5 }, () => send(agent, true, 30));
    await begun(10);
    for (const go of running.slice(0, 5)) go('done');
    await Promise.all(dead);
    expect((await send(agent, true, 31)).status).toBe(429);
    for (const go of running) go('done');
    await Promise.all(next);
  });

  test('twenty at once: exactly five work', async () => {
    const all = Array.from({ length: 20 }, () => send(agent));
    await begun(5);
    const refused = await Promise.race(all.map(async (answer) => (await answer).status));
    expect(refused).toBe(429);
    for (const go of running) go('done');
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });
});

describe('conventions 12: what is limited', () => {
  const MAILS = ['InvitationMailRequested', 'SignInMailRequested'];

  test('every operation that mails an invitation or a sign-in link for a partner is; so is every import of files', async () => {
    const cast = await createCast();
    const start = cast.world.program.table.mark();
    const mailing: string[] = [];
    for (const [name, route] of composedRoutes) {
      if (await asksForMail(cast, name, route)) mailing.push(name);
      start.undo();
    }
    expect(mailing).toContain('tenancy mailInvitation');
    const limited = composedRoutes.filter(([, { limit }]) => limit?.of === 'mails').map(([name]) => name);
    expect(limited.sort()).toEqual(mailing.sort());
    const files = composedRoutes.filter(([, { request }]) => request?.file?.mediaType === 'text/csv');
    // Imports that go on behind their call are counted by the list of those under way, until they are over.
    const counted = ['commerce startImport'];
    expect(files.filter(([, { limit }]) => limit?.of !== 'imports').map(([name]) => name)).toEqual(counted);
  });

  /** Whether a partner that may call the route makes the program send such a mail. */
  async function asksForMail(cast: Cast, name: string, route: (typeof composedRoutes)[number][1]): Promise<boolean> {
    const player = cast.players.find(
      (found) => found.account === 'partner' && expectedRefusal(route, found, 'own') === undefined,
    );
    if (route.allow === 'public' || !player || route.method === 'GET') return false;
    const { program } = cast.world;
    const body = await goodBody(cast, name, route, player);
    const start = program.table.mark();
    await program.request({
      method: route.method,
      path: goodPath(cast, route, player),
      ...(player.as !== undefined && { as: player.as }),
      ...(body !== undefined && { body }),
    });
    return start.changes().some(({ after }) => after && MAILS.some((type) => storedText(after).includes(type)));
  }
});

describe('conventions 12: an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:0:7:1:2:3:4', '2001:db8:0:7::/64'],
    ['2001:DB8::7:1:2:3:4', '2001:db8:0:7::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0007::', '2001:db8:0:7::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', 'unknown'],
  ])('%j counts as %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
