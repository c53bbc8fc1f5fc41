import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { Route } from '../../shared/contracts/routes.ts';
import type { TestAnswer, TestRequest } from '../support/api.ts';
import { BAD_BODIES, BAD_SEGMENTS, BAD_TEXTS, bodyText, spoilt } from '../support/bad-input.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { expectedRefusal } from '../support/expected.ts';
import { goodBody, goodPath } from '../support/good-input.ts';
import type { Mark } from '../support/memory-table.ts';
import { requestId } from '../support/world.ts';

/** Bad input for every operation, from its schemas: the contract's error and no trace, never a failure of ours. */
let cast: Cast;
let start: Mark;
let requests = 0;
beforeAll(async () => {
  cast = await createCast();
  start = cast.world.program.table.mark();
});
beforeEach(() => start.undo());

/** What is stored otherwise than before, but the records of requests and what is counted of them. */
const trace = () => start.changes().filter(({ key }) => !/#REQUESTS|#LIMIT#/.test(`${key.pk} ${key.sk}`));

/** Who gets through to an operation. */
const playerFor = (route: Route): Player | undefined =>
  cast.players.find((player) => expectedRefusal(route, player, 'own') === undefined && hasCustomer(route, player));
const hasCustomer = (route: Route, player: Player): boolean =>
  route.customer === undefined || player.ownCustomer !== undefined;

/** Sends a request that must not fail on our side, and must leave no trace when it is refused. */
async function send(route: Route, player: Player, request: Partial<TestRequest>, what: string): Promise<TestAnswer> {
  const { program } = cast.world;
  const failures = program.observability.failures.length;
  const answer = await program.request({
    method: route.method,
    path: goodPath(cast, route, player),
    ...(player.as !== undefined && { as: player.as }),
    ...request,
    headers: { 'MS-RequestId': requestId(++requests + 1_000_000), ...request.headers },
  });
  const failure = program.observability.failures.at(failures);
  expect(answer.status, `${what} broke ${answer.text} ${failure ?? ''}`).toBeLessThan(500);
  if (answer.status >= 400 && route.allow !== 'public' && route.method !== 'HEAD') {
    expect(answer.body, what).toMatchObject({ code: expect.any(Number), data: expect.any(Array) });
    expect(answer.body.description.length, what).toBeGreaterThan(0);
    expect(answer.body.description.length, what).toBeLessThanOrEqual(1024);
  }
  if (program.table.writes === lastWrites) return answer;
  lastWrites = program.table.writes;
  if (answer.status >= 400) expect(trace(), `${what} was refused with ${answer.status} and left a trace`).toEqual([]);
  start.undo();
  return answer;
}
let lastWrites = -1;

const withBody = composedRoutes.filter(([, { request }]) => request?.body && !request.bodyIgnored);
const withFile = composedRoutes.filter(([, { request }]) => request?.file);
const withPath = composedRoutes.filter(([, { path }]) => path.includes('{'));
const withQuery = composedRoutes.filter(([, { request }]) => request?.query);

describe('API bad input in bodies', () => {
  it.each(withBody)('API bad input: %s refuses what is no body of its own', async (name, route) => {
    const player = playerFor(route)!;
    for (const [what, body] of BAD_BODIES) await send(route, player, { body }, `${name}: ${what}`);
  });

  it.each(withBody)('API bad input: %s takes no member that is spoilt', async (name, route) => {
    const player = playerFor(route)!;
    const sample = await goodBody(cast, name, route, player);
    await send(route, player, { body: bodyText(sample) }, `${name}: the body that is right`);
    for (const [what, body] of spoilt(sample)) {
      const answer = await send(route, player, { body: bodyText(body) }, `${name}: ${what}`);
      if (answer.status < 300)
        expect(route.response[answer.status], `${name}: ${what} is a declared answer`).toBeDefined();
    }
  });

  it.each(composedRoutes)('API bad input: %s takes at most 1 MB', async (name, route) => {
    const player = playerFor(route)!;
    for (const bytes of [1024 * 1024 + 1, 5 * 1024 * 1024]) {
      const body = `{"filler":"${'x'.repeat(bytes - 13)}"}`;
      const answer = await send(route, player, { body }, `${name}: ${bytes} bytes`);
      expect([answer.status, answer.body?.code]).toEqual([413, route.method === 'HEAD' ? undefined : 800002]);
    }
  });

  it.each(withFile)('API bad input: %s takes no file that is spoilt', async (name, route) => {
    const player = playerFor(route)!;
    const { mediaType } = route.request!.file!;
    for (const type of [mediaType, 'application/octet-stream', 'nonsense', ''])
      for (const body of ['', 'x', 'a,b\n1', '"', '\u0000', '=;&%', `a\n${'x'.repeat(100_000)}`, '%E0%A4%A'])
        await send(route, player, { body, headers: { 'Content-Type': type } }, `${name}: ${type} ${body.slice(0, 9)}`);
  });
});

const bodyFor = async (name: string, route: Route, player: Player): Promise<{ body?: string }> => {
  const body = await goodBody(cast, name, route, player);
  return body === undefined ? {} : { body: bodyText(body) };
};

describe('API bad input in addresses', () => {
  it.each(withPath)('API bad input: %s finds nothing at an id that is none', async (name, route) => {
    const player = playerFor(route)!;
    const body = await bodyFor(name, route, player);
    for (const [, parameter] of route.path.matchAll(/\{(\w+)\}/g))
      for (const segment of BAD_SEGMENTS) {
        const path = goodPath(cast, route, player, { path: { [parameter!]: segment } });
        await send(route, player, { path, ...body }, `${name}: ${parameter} ${segment.slice(0, 40)}`);
      }
  });

  it.each(withQuery)('API bad input: %s refuses or ignores a query that is none', async (name, route) => {
    const player = playerFor(route)!;
    const body = await bodyFor(name, route, player);
    for (const parameter of Object.keys(route.request!.query!.shape))
      for (const text of BAD_TEXTS) {
        const value = text.startsWith('%') ? text : encodeURIComponent(text);
        const path = goodPath(cast, route, player, { query: { [parameter]: value } });
        await send(route, player, { path, ...body }, `${name}: ${parameter}=${text.slice(0, 40)}`);
      }
  });

  it.each(composedRoutes)('API bad input: %s refuses or ignores headers that are none', async (name, route) => {
    const player = playerFor(route)!;
    const body = await bodyFor(name, route, player);
    for (const header of ['If-Match', 'MS-ContinuationToken', 'X-Locale', 'Accept', 'Content-Type', 'MS-RequestId'])
      for (const text of BAD_TEXTS)
        await send(route, player, { ...body, headers: { [header]: text } }, `${name}: ${header} ${text.slice(0, 40)}`);
  });
});

test('API bad input: somebody gets through to every operation, so that the tests above test it', () => {
  for (const [name, route] of composedRoutes)
    expect([name, playerFor(route)?.name]).toEqual([name, expect.any(String)]);
});
