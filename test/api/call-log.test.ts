import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Route } from '../../shared/contracts/routes.ts';
import { testToken } from '../support/api.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { expectedRefusal } from '../support/expected.ts';
import { goodBody, goodPath } from '../support/good-input.ts';
import type { Mark } from '../support/memory-table.ts';

/** One line for each call, of every route: who, what, and with which end; and nothing that opens anything. */
let cast: Cast;
let start: Mark;
let lines: { message: string; facts: Readonly<Record<string, unknown>> }[];

beforeAll(async () => {
  cast = await createCast();
  start = cast.world.program.table.mark();
  const keep = (message: string, facts: Record<string, unknown> = {}) => void lines.push({ message, facts });
  const { observability } = cast.world.program;
  Object.assign(observability, { line: keep });
  Object.assign(observability.log, { info: keep, warn: keep, error: keep });
});
beforeEach(() => {
  lines = [];
  start.undo();
});

const SECRETS = {
  path: 'token-in-the-path',
  query: 'code-in-the-query',
  body: 'password-in-the-body',
  cookie: 'session-in-a-cookie',
};

const playerFor = (route: Route): Player =>
  cast.players.find(
    (player) =>
      expectedRefusal(route, player, 'own') === undefined &&
      (route.customer === undefined || player.ownCustomer !== undefined),
  ) ?? cast.players[0]!;

/** Calls a route with something secret in every place that may hold it. */
async function call(name: string, route: Route, player: Player, path: string) {
  const isForm = route.request?.file?.mediaType.includes('form-urlencoded') ?? false;
  const body = isForm
    ? new URLSearchParams({ client_secret: SECRETS.body, password: SECRETS.body, csrf: SECRETS.body }).toString()
    : route.method !== 'GET' && { ...((await goodBody(cast, name, route, player)) as object), note: SECRETS.body };
  lines = [];
  return cast.world.program.request({
    method: route.method,
    path: `${path}${path.includes('?') ? '&' : '?'}code=${SECRETS.query}`,
    ...(player.as !== undefined && { as: player.as }),
    ...(body !== false && { body }),
    headers: {
      cookie: `csp-session=${SECRETS.cookie}`,
      ...(isForm && { 'content-type': route.request!.file!.mediaType }),
    },
  });
}

describe.each(composedRoutes)('%s', (name, route) => {
  test('One line says tenant, application, operation and status, and nothing secret', async () => {
    const player = playerFor(route);
    const good = goodPath(cast, route, player);
    const guessed = route.path.replaceAll(/\{\w+\}/g, SECRETS.path);
    for (const [as, path] of [
      [player, good],
      [player, guessed],
      [{ ...player, as: 'a-token-that-does-not-verify' }, good],
    ] as const) {
      const answer = await call(name, route, as, path);
      const said = lines.filter(({ message }) => message === 'call');
      expect(said).toHaveLength(1);
      const claims = typeof as.as === 'object' && route.allow !== 'public' ? as.as : undefined;
      expect(said[0]!.facts).toMatchObject({
        operation: name.split(' ')[1],
        method: route.method,
        status: answer.status,
        requestId: answer.headers['ms-requestid'],
        correlationId: answer.headers['ms-correlationid'],
        durationMs: expect.any(Number),
        ...(claims && { tenantId: claims.tenantId, applicationId: claims.applicationId }),
      });
      expect('tenantId' in said[0]!.facts).toBe(claims !== undefined);
      const text = JSON.stringify(lines);
      for (const secret of [...Object.values(SECRETS), 'a-token-that-does-not-verify', claims && testToken(claims)])
        if (secret) expect(text).not.toContain(secret);
    }
  });
});

test('A call of no operation has its line, too, without its path', async () => {
  const answer = await cast.world.program.request({ path: `/v1/nothing/${SECRETS.path}?code=${SECRETS.query}` });
  expect(lines).toHaveLength(1);
  expect(lines[0]!.facts).toMatchObject({ operation: 'none', status: answer.status });
  expect(JSON.stringify(lines)).not.toMatch(/token-in|code-in/);
});
