import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import { testToken } from '../../support/api.ts';
import type { Player } from '../../support/cast.ts';
import { goodBody, goodPath } from '../../support/good-input.ts';
import { playerFor, routesOf, type Stage } from './stage.ts';

/** One line for each call, of every route: who, what, and with which end; and nothing that opens anything. */
export function callLog(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  describe('the log of calls', () => {
    let lines: { message: string; facts: Readonly<Record<string, unknown>> }[];

    beforeAll(() => {
      const keep = (message: string, facts: Record<string, unknown> = {}) => void lines.push({ message, facts });
      const { observability } = on.cast.world.program;
      const [whole, log] = [{ ...observability }, { ...observability.log }];
      Object.assign(observability, { line: keep });
      Object.assign(observability.log, { info: keep, warn: keep, error: keep });
      return () => {
        Object.assign(observability, whole);
        Object.assign(observability.log, log);
      };
    });
    beforeEach(() => {
      lines = [];
    });

    const SECRETS = {
      path: 'token-in-the-path',
      query: 'code-in-the-query',
      body: 'password-in-the-body',
      cookie: 'session-in-a-cookie',
    };

    /** Calls a route with something secret in every place that may hold it. */
    async function call(name: string, route: Route, player: Player, path: string) {
      const isForm = route.request?.file?.mediaType.includes('form-urlencoded') ?? false;
      const body = isForm
        ? new URLSearchParams({ client_secret: SECRETS.body, password: SECRETS.body, csrf: SECRETS.body }).toString()
        : route.method !== 'GET' && {
            ...((await goodBody(on.cast, name, route, player)) as object),
            note: SECRETS.body,
          };
      lines = [];
      return on.cast.world.program.request({
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

    describe.each(routes)('%s', (name, route) => {
      test('One line says tenant, application, operation and status, and nothing secret', async () => {
        const player = playerFor(on.cast, route);
        const good = goodPath(on.cast, route, player);
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

    test('a call of no operation has its line, too, without its path', async () => {
      const answer = await on.cast.world.program.request({ path: `/v1/nothing/${SECRETS.path}?code=${SECRETS.query}` });
      expect(lines).toHaveLength(1);
      expect(lines[0]!.facts).toMatchObject({ operation: 'none', status: answer.status });
      expect(JSON.stringify(lines)).not.toMatch(/token-in|code-in/);
    });
  });
}
