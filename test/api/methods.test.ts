import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Method, type Route, reservedPaths } from '../../shared/contracts/routes.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { expectedRefusal } from '../support/expected.ts';
import { goodPath } from '../support/good-input.ts';
import type { Mark } from '../support/memory-table.ts';

let cast: Cast;
let start: Mark;
beforeAll(async () => {
  cast = await createCast();
  start = cast.world.program.table.mark();
});
beforeEach(() => start.undo());

const send = (method: string, path: string, as?: Player['as']) =>
  cast.world.program.request({ method: method as Method, path, ...(as !== undefined && { as }) });
const playerFor = (route: Route): Player =>
  cast.players.find(
    (player) =>
      expectedRefusal(route, player, 'own') === undefined &&
      (route.customer === undefined || player.ownCustomer !== undefined),
  )!;

/** What is stored, but for the counts of calls: guesses count whatever the method. */
const stored = (): readonly Item[] =>
  [...cast.world.program.table.items.values()].filter(({ pk }) => !String(pk).includes('#LIMIT#'));

const read = composedRoutes.filter(([, { method }]) => method === 'GET');
describe.each(read)('%s', (_, route) => {
  test('API-1: HEAD answers as GET did, without a body, and changes nothing', async () => {
    const player = playerFor(route);
    const path = goodPath(cast, route, player);
    const get = await send('GET', path, player.as);
    const after = stored();
    const head = await send('HEAD', path, player.as);
    expect(stored()).toEqual(after);
    expect([head.status, head.headers['content-type'], head.text]).toEqual([
      get.status,
      get.headers['content-type'],
      '',
    ]);
  });
});

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const methodsOf = new Map<string, Set<string>>();
for (const [, { method, path, aliases = [] }] of composedRoutes)
  for (const each of [path, ...aliases]) {
    const key = each.replaceAll(/\{\w+\}/g, '{}').toLowerCase();
    const known = methodsOf.get(key) ?? new Set();
    methodsOf.set(key, known.add(method));
    if (method === 'GET') known.add('HEAD');
  }

test('API-1: a path without the method answers 404/1000 and says in Allow what it takes', async () => {
  for (const [path, taken] of methodsOf)
    for (const method of METHODS.filter((each) => !taken.has(each))) {
      const answer = await send(method, path.replaceAll('{}', '99999999-9999-4999-8999-999999999999'));
      const allow = (answer.headers.allow ?? '').split(', ').sort();
      expect([method, path, answer.status, allow]).toEqual([method, path, 404, [...taken].sort()]);
      if (method !== 'HEAD') expect(answer.body.code).toBe(1000);
    }
});

test('API-1: the fixed word of a path is never an id, whether the path is served or not', async () => {
  const admin = cast.players.find(({ roles, account }) => account === 'partner' && roles.includes('AdminAgent'))!;
  for (const reserved of reservedPaths) {
    const path = reserved.replace('{customerId}', cast.ownCustomer);
    const taken = methodsOf.get(reserved.replaceAll(/\{\w+\}/g, '{}')) ?? new Set();
    for (const spelt of [path, path.toUpperCase().replace('/V1', '/v1')])
      for (const method of METHODS.filter((each) => !taken.has(each))) {
        const answer = await send(method, spelt, admin.as);
        expect([method, spelt, answer.status, answer.text && answer.body.code]).toEqual([
          method,
          spelt,
          404,
          method === 'HEAD' ? '' : 1000,
        ]);
      }
  }
});
