import { describe, expect, test } from 'vitest';
import { programRefusals as refusals } from '../../../infra/manifests.ts';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import type { TestAnswer } from '../../support/api.ts';
import type { Player } from '../../support/cast.ts';
import { AUTHORISATION, expectedRefusal } from '../../support/expected.ts';
import { routesOf, type Stage } from './stage.ts';

/** Every route × every caller, from the manifests: nobody gets in where it is not declared (ROL-4). */
export function roles(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999';

  const pathOf = (route: Route, customerId: string): string =>
    route.path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'customerId' ? customerId : UNKNOWN_ID));

  const call = (route: Route, player: Player, customerId: string): Promise<TestAnswer> =>
    on.cast.world.program.request({
      method: route.method,
      path: pathOf(route, customerId),
      ...(player.as !== undefined && { as: player.as }),
      ...(route.method !== 'GET' && { body: {} }),
    });

  function check(answer: TestAnswer, expected: string | undefined, route: Route): void {
    expect(answer.status, answer.text).toBeLessThan(500);
    if (expected === 'mfa') {
      expect([answer.status, answer.text]).toEqual([401, '']);
      return;
    }
    if (expected !== undefined) {
      if (route.method === 'HEAD') {
        expect([answer.status, answer.text]).toEqual([refusals[expected]!.status, '']);
        return;
      }
      expect([answer.status, answer.body?.code, answer.body?.errorName]).toEqual([
        refusals[expected]!.status,
        refusals[expected]!.code,
        expect.any(String),
      ]);
      return;
    }
    const foreign = AUTHORISATION.filter((name) => !route.refusals.includes(name)).map((name) => refusals[name]!.code);
    if (answer.status === 401 || answer.status === 403) expect(foreign).not.toContain(answer.body?.code);
  }

  describe.each(routes)('ROL-4 %s', (_, route) => {
    test('ROL-4: lets in those it declares and refuses everybody else as the contract says', async () => {
      for (const player of on.cast.players)
        for (const customer of ['own', 'foreign', 'malformed'] as const) {
          const customerId = { own: player.ownCustomer, foreign: foreignTo(player), malformed: 'fabrikam' }[customer];
          if (customerId === undefined) continue;
          const answer = await call(route, player, customerId);
          const expected = expectedRefusal(route, player, customer);
          try {
            check(answer, expected, route);
          } catch (cause) {
            throw new Error(`${player.name}, ${customer} customer: expected ${expected ?? 'to get through'}`, {
              cause,
            });
          }
          on.start.undo();
          if (route.customer === undefined) break;
        }
    });
  });

  const foreignTo = ({ ownCustomer }: Player): string =>
    ownCustomer === on.cast.foreignCustomer ? on.cast.ownCustomer : on.cast.foreignCustomer;
}
