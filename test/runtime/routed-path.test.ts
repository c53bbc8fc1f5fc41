import type { IncomingMessage } from 'node:http';
import { describe, expect, it, test } from 'vitest';
import { gatewayRoutes } from '../../infra/constructs/gateway-routes.ts';
import { toEvent } from '../../infra/local/gateway/payload.ts';
import { routeSelector } from '../../infra/local/gateway/routes.ts';
import { apis } from '../../infra/manifests.ts';
import { EDGE_ROUTES } from '../../infra/stacks/gateway-stack.ts';
import type { GatewayEvent } from '../../shared/http/gateway.ts';
import { isPathAsRouted } from '../../shared/http/routed-path.ts';
import { composedRoutes } from '../support/contexts.ts';

/** A request as the gateway hands it on, with the route that it chose. */
const select = routeSelector(
  [...gatewayRoutes(apis).map(({ key }) => key), ...EDGE_ROUTES].map((key) => ({
    key,
    target: key,
  })),
);
function eventOf(method: string, url: string): GatewayEvent | undefined {
  const selected = select(method, url.replace(/\?.*$/s, ''));
  if (!selected) return undefined;
  const request = { method, url, headersDistinct: {}, httpVersion: '1.1', socket: {} } as unknown as IncomingMessage;
  const { route, pathParameters } = selected;
  return toEvent(request, Buffer.alloc(0), { routeKey: route.key, pathParameters, apiId: 'api', now: new Date(0) });
}

const withVariables = composedRoutes.filter(([, { path }]) => path.includes('{'));
const filled = (path: string, to = (value: string): string => value): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => to(`some-${name}`));

describe('API-1 a path reaches what it says', () => {
  it.each(withVariables)(
    'API-1: %s is reached by its own path, with whatever its variables are',
    (_, { method, path }) => {
      for (const value of ['abc', 'a%20b', 'a%40b.example', '%C3%A9', 'a+b', 'a%2Bb', '50%25', "it's", 'a:b'])
        expect([
          path,
          value,
          isPathAsRouted(
            eventOf(
              method,
              filled(path, () => value),
            )!,
          ),
        ]).toEqual([path, value, true]);
    },
  );

  it.each(composedRoutes)('API-1: %s is reached by no path with an encoded question mark', (_, { method, path }) => {
    for (const tail of ['%3F', '%3Fx=1', '%3F/more', '%3f'])
      for (const url of [
        `${filled(path)}${tail}`,
        filled(path, (value) => `${value}${tail}`),
        `${filled(path)}/${tail}`,
      ].filter((each) => /%3f/i.test(each))) {
        const event = eventOf(method, url);
        expect([url, event && isPathAsRouted(event)]).toEqual([url, false]);
      }
  });

  test('API-1: an encoded slash in a variable of one word is no path of ours', () => {
    const url = '/v1/customers/a%2Fsubscriptions';
    const chosen = { routeKey: 'GET /v1/customers/{customerId}', pathParameters: { customerId: 'a/subscriptions' } };
    expect(isPathAsRouted({ ...eventOf('GET', url)!, ...chosen })).toBe(false);
  });
});
