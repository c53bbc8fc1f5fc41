import { describe, expect, it } from 'vitest';
import { routeSelector } from '../../infra/local/gateway/routes.ts';

const keys = [
  'GET /v1/customers',
  'GET /v1/customers/{customerId}',
  'POST /v1/customers/relationshiprequests',
  'ANY /v1/customers/{customerId}/orders/{proxy+}',
  'GET /v1/customers/{customerId}/orders/{orderId}',
  'ANY /v1/operator/{proxy+}',
  'GET /v1/operator/health',
  'ANY /{tenant}/oauth2/token',
  '$default',
];
const select = routeSelector(keys.map((key) => ({ key, target: key })));

describe('OPS-1: the gateway selects the most specific route', () => {
  it.each<[string, string, string, Record<string, string>, string]>([
    ['GET', '/v1/customers', 'GET /v1/customers', {}, 'it is spelt out'],
    [
      'GET',
      '/v1/customers/c-1',
      'GET /v1/customers/{customerId}',
      { customerId: 'c-1' },
      'a variable takes one segment',
    ],
    [
      'POST',
      '/v1/customers/relationshiprequests',
      'POST /v1/customers/relationshiprequests',
      {},
      'a fixed word beats a variable',
    ],
    [
      'GET',
      '/v1/customers/relationshiprequests',
      'GET /v1/customers/{customerId}',
      { customerId: 'relationshiprequests' },
      'the fixed word has another method',
    ],
    [
      'GET',
      '/v1/customers/c/orders/o',
      'GET /v1/customers/{customerId}/orders/{orderId}',
      { customerId: 'c', orderId: 'o' },
      'a variable beats a greedy one',
    ],
    [
      'PUT',
      '/v1/customers/c/orders/o',
      'ANY /v1/customers/{customerId}/orders/{proxy+}',
      { customerId: 'c', proxy: 'o' },
      'ANY takes every method',
    ],
    [
      'GET',
      '/v1/customers/c/orders/o/lines/1',
      'ANY /v1/customers/{customerId}/orders/{proxy+}',
      { customerId: 'c', proxy: 'o/lines/1' },
      'a greedy variable takes the rest',
    ],
    ['GET', '/v1/operator/health', 'GET /v1/operator/health', {}, 'a fixed word beats a greedy variable'],
    ['GET', '/v1/operator', '$default', {}, 'a greedy variable takes at least one segment'],
    ['GET', '/v1//customers', '$default', {}, 'an empty segment is no word'],
    ['GET', '/v1/Customers', '$default', {}, 'case counts at the gateway'],
    ['GET', '/v1/customers/', '$default', {}, 'a trailing slash is an empty segment'],
    [
      'GET',
      '/v1/customers/a%20b',
      'GET /v1/customers/{customerId}',
      { customerId: 'a b' },
      'path variables arrive decoded',
    ],
    [
      'GET',
      '/v1/customers/%E0%A4%A',
      'GET /v1/customers/{customerId}',
      { customerId: '%E0%A4%A' },
      'what cannot be decoded stays',
    ],
    ['POST', '/t/oauth2/token', 'ANY /{tenant}/oauth2/token', { tenant: 't' }, 'fixed words may follow a variable'],
  ])('%s %s: %s %o, because %s', (method, path, key, pathParameters) => {
    const selected = select(method, path);
    expect({ key: selected?.route.key, pathParameters: selected?.pathParameters }).toEqual({ key, pathParameters });
  });

  it('selects nothing where no route fits and none is the default', () => {
    expect(routeSelector([{ key: 'GET /a', target: 1 }])('GET', '/b')).toBeUndefined();
  });

  it('refuses two routes with one key', () => {
    const twice = ['GET /a/{x}', 'GET /a/{y}'].map((key) => ({ key, target: key }));
    expect(() => routeSelector(twice)).toThrow('GET /a/{y}');
  });
});
