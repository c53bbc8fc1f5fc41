import { describe, expect, it, test } from 'vitest';
import { isSought } from '../../../shared/contracts/paging.ts';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import type { TestAnswer, TestRequest } from '../../support/api.ts';
import { BAD_BODIES, BAD_SEGMENTS, BAD_TEXTS, bodyText, spoilt } from '../../support/bad-input.ts';
import type { Player } from '../../support/cast.ts';
import { composedRoutes } from '../../support/contexts.ts';
import { goodBody, goodPath } from '../../support/good-input.ts';
import { requestId } from '../../support/world.ts';
import { bodyCheck } from './body-refused.ts';
import { playerFor, routesOf, type Stage } from './stage.ts';

/** Bad input for every operation, from its schemas: the contract's error and no trace, never a failure of ours. */
export function badInput(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  let requests = 0;

  /** What is stored otherwise than before, but the records of requests and what is counted of them. */
  const trace = () => on.start.changes().filter(({ key }) => !/#REQUESTS|#LIMIT#/.test(`${key.pk} ${key.sk}`));

  /** Sends a request that must not fail on our side, and must leave no trace when it is refused. */
  async function send(route: Route, player: Player, request: Partial<TestRequest>, what: string): Promise<TestAnswer> {
    const { program } = on.cast.world;
    const failures = program.observability.failures.length;
    const answer = await program.request({
      method: route.method,
      path: goodPath(on.cast, route, player),
      ...(player.as !== undefined && { as: player.as }),
      ...request,
      headers: { 'MS-RequestId': requestId(++requests + 1_000_000), ...request.headers },
    });
    const failure = program.observability.failures.at(failures);
    if (answer.status >= 500) expect.fail(`${what} broke ${answer.text} ${failure ?? ''}`);
    if (answer.status >= 400 && route.allow !== 'public' && route.method !== 'HEAD') expectError(answer, what);
    if (program.table.writes === lastWrites) return answer;
    lastWrites = program.table.writes;
    if (answer.status >= 400) expect(trace(), `${what} was refused with ${answer.status} and left a trace`).toEqual([]);
    on.start.undo();
    return answer;
  }
  let lastWrites = -1;

  /** Looked at before it is expected: expecting takes longer than answering does. */
  function expectError({ body }: Pick<TestAnswer, 'body'>, what: string): void {
    const { code, data, description } = body ?? {};
    const isError = typeof code === 'number' && Array.isArray(data) && description?.length > 0;
    if (!isError || description.length > 1024)
      expect.fail(`${what} is refused with ${JSON.stringify(body)?.slice(0, 300)}`);
  }

  const check = bodyCheck(context);

  const withBody = routes.filter(([, { request }]) => request?.body && !request.bodyIgnored);
  const withFile = routes.filter(([, { request }]) => request?.file);
  const ofEachKind = [...new Map(composedRoutes.map((entry) => [kindOf(entry[1]), entry])).values()].filter((entry) =>
    routes.includes(entry),
  );
  const withPath = routes.filter(([, { path }]) => path.includes('{'));
  const withQuery = routes.filter(([, { request }]) => request?.query);

  describe('API bad input in bodies', () => {
    it.each(withBody)('API bad input: %s refuses what is no body of its own', async (name, route) => {
      const player = playerFor(on.cast, route);
      for (const [what, body] of BAD_BODIES) await send(route, player, { body }, `${name}: ${what}`);
    });

    it.each(withBody)('API bad input: %s takes no member that is spoilt', async (name, route) => {
      const player = playerFor(on.cast, route);
      const sample = await goodBody(on.cast, name, route, player);
      await send(route, player, { body: bodyText(sample) }, `${name}: the body that is right`);
      const path = goodPath(on.cast, route, player);
      const sent = new Set<string>();
      for (const [what, bad, member] of spoilt(sample)) {
        const body = bodyText(bad);
        const refused = check(name, route, { method: route.method, path, body });
        if (refused) expectError(refused, `${name}: ${what}`);
        // Of each member all that its schema takes goes to the operation, and of what it refuses the first.
        if (refused && sent.has(member)) continue;
        if (refused) sent.add(member);
        const answer = await send(route, player, { body }, `${name}: ${what}`);
        if (refused) expect([what, answer.status, answer.body]).toEqual([what, refused.status, refused.body]);
        if (answer.status < 300)
          expect(route.response[answer.status], `${name}: ${what} is a declared answer`).toBeDefined();
      }
    });

    it.each(ofEachKind)('API bad input: %s takes at most 1 MB', async (name, route) => {
      const player = playerFor(on.cast, route);
      for (const bytes of [1024 * 1024 + 1, 5 * 1024 * 1024]) {
        const body = `{"filler":"${'x'.repeat(bytes - 13)}"}`;
        const answer = await send(route, player, { body }, `${name}: ${bytes} bytes`);
        expect([answer.status, answer.body?.code]).toEqual([413, route.method === 'HEAD' ? undefined : 800002]);
      }
    });

    it.each(withFile)('API bad input: %s takes no file that is spoilt', async (name, route) => {
      const player = playerFor(on.cast, route);
      const { mediaType } = route.request!.file!;
      for (const type of [mediaType, 'application/octet-stream', 'nonsense', ''])
        for (const body of ['', 'x', 'a,b\n1', '"', '\u0000', '=;&%', `a\n${'x'.repeat(100_000)}`, '%E0%A4%A'])
          await send(
            route,
            player,
            { body, headers: { 'Content-Type': type } },
            `${name}: ${type} ${body.slice(0, 9)}`,
          );
    });
  });

  const bodyFor = async (name: string, route: Route, player: Player): Promise<{ body?: string }> => {
    const body = await goodBody(on.cast, name, route, player);
    return body === undefined ? {} : { body: bodyText(body) };
  };

  describe('API bad input in addresses', () => {
    it.each(withPath)('API bad input: %s finds nothing at an id that is none', async (name, route) => {
      const player = playerFor(on.cast, route);
      const body = await bodyFor(name, route, player);
      for (const [, parameter] of route.path.matchAll(/\{(\w+)\}/g))
        for (const segment of BAD_SEGMENTS) {
          const path = goodPath(on.cast, route, player, { path: { [parameter!]: segment } });
          await send(route, player, { path, ...body }, `${name}: ${parameter} ${segment.slice(0, 40)}`);
        }
    });

    it.each(withQuery)('API bad input: %s refuses or ignores a query that is none', async (name, route) => {
      const player = playerFor(on.cast, route);
      const body = await bodyFor(name, route, player);
      for (const parameter of Object.keys(route.request!.query!.shape))
        for (const text of BAD_TEXTS) {
          const value = text.startsWith('%') ? text : encodeURIComponent(text);
          const path = goodPath(on.cast, route, player, { query: { [parameter]: value } });
          await send(route, player, { path, ...body }, `${name}: ${parameter}=${text.slice(0, 40)}`);
        }
    });

    const headers = [
      ...ofEachKind.map((entry) => [...entry, HEADERS, BAD_TEXTS] as const),
      ...routes.filter(takesVersion).map((entry) => [...entry, ['If-Match'], BAD_VERSIONS] as const),
    ];
    it.each(headers)(
      'API bad input: %s refuses or ignores headers that are none',
      async (name, route, names, texts) => {
        const player = playerFor(on.cast, route);
        const body = await bodyFor(name, route, player);
        for (const header of names)
          for (const text of texts)
            await send(
              route,
              player,
              { ...body, headers: { [header]: text } },
              `${name}: ${header} ${text.slice(0, 40)}`,
            );
      },
    );
  });

  test('API bad input: somebody gets through to every operation, so that the tests above test it', () => {
    for (const [name, route] of routes)
      expect([name, playerFor(on.cast, route)?.name]).toEqual([name, expect.any(String)]);
  });
}

/** A version is compared as it is, and never read: it is there or not, is one or not, and is long or not. */
const BAD_VERSIONS = ['', 'x', 'a'.repeat(3000)];

const HEADERS = ['If-Match', 'MS-ContinuationToken', 'X-Locale', 'Accept', 'Content-Type', 'MS-RequestId'];

/** The version that a write rests on is looked at by its operation, every other header by the dispatcher. */
const takesVersion = ([, { method }]: readonly [string, Route]): boolean => ['PUT', 'PATCH', 'DELETE'].includes(method);

/** All by which the dispatcher tells routes apart when it reads headers and lengths: one of each kind stands for all. */
const kindOf = ({ method, allow, request = {}, response, files, replay, sealed, limit }: Route): string =>
  JSON.stringify([
    [method, allow === 'public', replay, sealed, limit?.of],
    [Boolean(request.body), request.file?.mediaType, request.bodyOptional, request.bodyIgnored],
    [isSought(request.query), Object.values({ ...response, ...files }).map((answer) => mediaTypeOf(answer))],
  ]);
const mediaTypeOf = (answer: object | null): unknown =>
  answer && 'mediaType' in answer ? answer.mediaType : answer === null ? 'none' : 'json';
