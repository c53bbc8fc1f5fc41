import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Method, reservedPaths } from '../../shared/contracts/routes.ts';
import { type Cast, createCast, type Player } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
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
