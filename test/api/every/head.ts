import { describe, expect, test } from 'vitest';
import type { ContextName } from '../../../shared/contracts/routes.ts';
import type { Player } from '../../support/cast.ts';
import { goodPath } from '../../support/good-input.ts';
import { playerFor, routesOf, type Stage } from './stage.ts';

/** HEAD of whatever can be read. */
export function head(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  const send = (method: 'GET' | 'HEAD', path: string, as?: Player['as']) =>
    on.cast.world.program.request({ method, path, ...(as !== undefined && { as }) });

  /** What is stored otherwise than before, but for the counts of calls: guesses count whatever the method. */
  const changed = () => on.start.changes().filter(({ key }) => !key.pk.includes('#LIMIT#'));

  const read = routes.filter(([, { method }]) => method === 'GET');
  describe.each(read)('%s', (_, route) => {
    test('API-1: HEAD answers as GET did, without a body, and changes nothing', async () => {
      const player = playerFor(on.cast, route);
      const path = goodPath(on.cast, route, player);
      const get = await send('GET', path, player.as);
      const after = changed();
      const head = await send('HEAD', path, player.as);
      expect(changed()).toEqual(after);
      expect([head.status, head.headers['content-type'], head.text]).toEqual([
        get.status,
        get.headers['content-type'],
        '',
      ]);
    });
  });
}
