import { describe, expect, it } from 'vitest';
import { GATEWAY_ROUTES_MAX, gatewayRoutes } from '../../infra/constructs/gateway-routes.ts';
import { waysOf } from '../../infra/edge/ways.ts';
import { routeSelector } from '../../infra/local/gateway/routes.ts';
import { type Api, apis } from '../../infra/manifests.ts';
import type { Route } from '../../shared/contracts/routes.ts';

/** API functions by their paths: `GET /v1/a`. */
const apisOf = (paths: Partial<Record<Api['api'], readonly string[]>>): Api[] =>
  Object.entries(paths).map(([api, keys]) => ({
    api: api as Api['api'],
    routes: Object.fromEntries(
      keys.map((key, index) => {
        const [method, path] = key.split(' ');
        return [`${api}${index}`, { method, path, summary: '', allow: 'public', response: {}, refusals: [] } as never];
      }),
    ) as Record<string, Route>,
  }));

const keysOf = (paths: Parameters<typeof apisOf>[0]): string[] =>
  gatewayRoutes(apisOf(paths)).map(({ key, api }) => `${key} → ${api}`);

describe('API-1: routes of the gateway', () => {
  it('one greedy route takes what belongs to one context', () => {
    expect(
      keysOf({ tenancy: ['GET /v1/a', 'POST /v1/a', 'GET /v1/a/{id}', 'GET /v1/a/{id}/b'], billing: ['GET /v1/b'] }),
    ).toEqual(['ANY /v1/a → tenancy', 'ANY /v1/a/{proxy+} → tenancy', 'ANY /v1/b → billing']);
  });

  it('contexts that share a path are told apart by method', () => {
    expect(keysOf({ tenancy: ['GET /v1/a/{id}'], billing: ['PUT /v1/a/{id}'] })).toEqual([
      'GET /v1/a/{id} → tenancy',
      'PUT /v1/a/{id} → billing',
    ]);
  });

  it('contexts below the same id each have their own', () => {
    expect(
      keysOf({
        tenancy: ['GET /v1/c/{id}/users/{user}'],
        commerce: ['GET /v1/c/{id}/orders', 'GET /v1/c/{id}/orders/{order}'],
      }),
    ).toEqual([
      'ANY /v1/c/{id}/users/{proxy+} → tenancy',
      'ANY /v1/c/{id}/orders → commerce',
      'ANY /v1/c/{id}/orders/{proxy+} → commerce',
    ]);
  });

  it('a variable does not take the fixed word of another context in another case: the edge tells them apart', () => {
    expect(keysOf({ tenancy: ['GET /v1/c/{id}'], billing: ['GET /v1/c/usage'] })).toEqual([
      'ANY /v1/c/usage → billing',
    ]);
  });

  it('a variable at the root is not greedy over everything', () => {
    expect(
      keysOf({ tenancy: ['POST /{tenant}/oauth2/token', 'GET /{tenant}/oauth2/authorize'], billing: ['GET /v1/b/c'] }),
    ).toEqual(['ANY /{tenant}/oauth2/{proxy+} → tenancy', 'ANY /v1/{proxy+} → billing']);
  });
});

describe('API-1: the program’s own routes', () => {
  const routes = gatewayRoutes(apis);
  const select = routeSelector([
    ...routes.map(({ key, api }) => ({ key, target: api as string })),
    { key: '$default', target: 'edge' },
  ]);
  const target = (method: string, path: string): string => select(method, path)!.route.target;
  const ways = waysOf(apis);
  const filled = (path: string): string => path.replace(/\{\w+\}/g, 'a1b2');

  it('are fewer than an HTTP API takes', () => {
    expect(routes.length + 1).toBeLessThan(GATEWAY_ROUTES_MAX);
  });

  it('are declared once each', () => {
    const keys = routes.map(({ key }) => key.replace(/\{\w+\}/g, '{}'));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('lead every operation to its context, or to the edge, which knows them all', () => {
    const astray = ways
      .map(({ api, method, path }) => ({ api, path, found: target(method, filled(path)) }))
      .filter(({ api, found }) => found !== api && found !== 'edge');
    expect(astray).toEqual([]);
  });

  it.each`
    spelt                          | respell
    ${'with capitals'}             | ${(path: string) => path.replace(/(?<=\/)[a-z]/g, (letter) => letter.toUpperCase())}
    ${'in upper case'}             | ${(path: string) => path.toUpperCase()}
    ${'with a slash at the end'}   | ${(path: string) => `${path}/`}
    ${'with the first one twice'}  | ${(path: string) => `/${path}`}
    ${'with the second one twice'} | ${(path: string) => path.replace(/(?<=.)\//, '//')}
    ${'with the last one twice'}   | ${(path: string) => path.replace(/\/(?=[^/]*$)/, '//')}
  `('lead no operation to another context when its path is spelt $spelt', ({ respell }) => {
    const astray = ways
      .map(({ api, method, path }) => ({ api, path, found: target(method, respell(filled(path))) }))
      .filter(({ api, found }) => found !== api && found !== 'edge');
    expect(astray).toEqual([]);
  });

  it('nearly all operations reach their context without the edge', () => {
    const byEdge = ways.filter(({ method, path }) => target(method, filled(path)) === 'edge');
    expect(byEdge.length).toBeLessThanOrEqual(Math.ceil(ways.length * 0.05));
  });
});
