import { beforeAll, expect, it, test } from 'vitest';
import type { Route } from '../../shared/contracts/routes.ts';
import { type Cast, createCast } from '../support/cast.ts';
import { composedRoutes } from '../support/contexts.ts';
import { expectedRefusal } from '../support/expected.ts';
import { goodPath } from '../support/good-input.ts';

/** Every list of the manifests, asked for as a client would. */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const isCollection = ({ method, response }: Route): boolean => {
  const shape = (response[200] as { shape?: Record<string, { shape?: object }> } | null)?.shape;
  return (
    method === 'GET' && shape !== undefined && ['items', 'totalCount', 'attributes'].every((name) => name in shape)
  );
};
const lists = composedRoutes.filter(([, route]) => isCollection(route));

it.each(lists)('API-1: %s links to itself, and what it links to is the same', async (_, route) => {
  const player = cast.players.find(
    (each) => expectedRefusal(route, each, 'own') === undefined && (!route.customer || each.ownCustomer),
  )!;
  const as = player.as === undefined ? {} : { as: player.as };
  const country = 'country' in (route.request?.query?.shape ?? {}) ? { query: { country: 'US' } } : {};
  const asked = await cast.world.program.request({ path: goodPath(cast, route, player, country), ...as });
  expect(asked.status, asked.text).toBe(200);
  const { uri, method, headers } = asked.body.links.self;
  expect([method, headers]).toEqual(['GET', []]);
  expect(uri).toMatch(/^\/(?!v1\/)/);
  const again = await cast.world.program.request({ path: `/v1${uri}`, ...as });
  expect(again.body).toEqual(asked.body);
});

test('API-1: the lists that the test above asks for are many', () => {
  expect(lists.length).toBeGreaterThan(30);
});
