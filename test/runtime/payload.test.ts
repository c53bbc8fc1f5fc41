import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer, sendAnswer, toEvent } from '../../infra/local/gateway/payload.ts';
import { readBody } from '../../infra/local/net/backend.ts';

const now = new Date('2026-11-05T08:09:10.123Z');
type Event = ReturnType<typeof toEvent>;
type Wanted = { path?: string; headers?: Record<string, string | string[]>; body?: string | Buffer; answer?: object };

let port: number;
let answer: object = {};
const events: Event[] = [];
const server = createServer(async (incoming, response) => {
  const routing = { routeKey: '$default', pathParameters: {}, apiId: 'api', now };
  events.push(toEvent(incoming, await readBody(incoming), routing));
  sendAnswer(response, readAnswer(answer) ?? { statusCode: 500 }, 'request-1');
});

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** Sends a request through the gateway's translation and gives the event it became and the answer that came back. */
function exchange({ path = '/', headers = {}, body, answer: wanted = { statusCode: 204 } }: Wanted) {
  answer = wanted;
  return new Promise<{ event: Event; status: number; headers: Record<string, unknown>; body: Buffer }>(
    (done, failed) => {
      const outgoing = request({ port, host: '127.0.0.1', path, headers, method: body === undefined ? 'GET' : 'POST' });
      outgoing.once('error', failed);
      outgoing.once('response', async (incoming) => {
        const received = await readBody(incoming);
        done({ event: events.at(-1)!, status: incoming.statusCode!, headers: incoming.headers, body: received });
      });
      outgoing.end(body);
    },
  );
}

describe('OPS-1: requests become events of payload format 2.0', () => {
  it.each<[string, Wanted, object]>([
    [
      'the path keeps its slashes and arrives decoded, the query does not',
      { path: '/v1//a%20b/?x=1&y=%20' },
      { rawPath: '/v1//a b/', rawQueryString: 'x=1&y=%20' },
    ],
    [
      'how it came is for the gateway to say',
      { headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' } },
      { headers: { 'x-forwarded-proto': 'http', 'x-forwarded-for': '192.0.2.1, 127.0.0.1' } },
    ],
    ['a decoded question mark ends the path', { path: '/v1/a%3Fb?c=1' }, { rawPath: '/v1/a', rawQueryString: 'c=1' }],
    ['what cannot be decoded stays', { path: '/v1/50%' }, { rawPath: '/v1/50%' }],
    [
      'query values are decoded, repeated ones joined',
      { path: '/?a=1&b=%C3%BC&a=2' },
      { queryStringParameters: { a: '1,2', b: 'ü' } },
    ],
    ['cookies stand apart', { headers: { cookie: 'a=1; b=2' } }, { cookies: ['a=1', 'b=2'] }],
    [
      'text arrives as text',
      { body: '{"a":"ü"}', headers: { 'content-type': 'application/json; charset=utf-8' } },
      { body: '{"a":"ü"}', isBase64Encoded: false },
    ],
    [
      'forms arrive in Base64',
      { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { body: 'YT0x', isBase64Encoded: true },
    ],
    ['so does what has no type', { body: Buffer.from([0, 255]) }, { body: 'AP8=', isBase64Encoded: true }],
    ['a request without body has none', {}, { isBase64Encoded: false }],
  ])('%s', async (_what, wanted, expected) => {
    expect((await exchange(wanted)).event).toMatchObject(expected);
  });

  it('joins repeated headers with commas and writes names in lower case', async () => {
    const { event } = await exchange({ headers: { 'X-Thing': ['a', 'b'] } });
    expect(event.headers['x-thing']).toBe('a,b');
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('dates the request by the clock it is given', async () => {
    const { event } = await exchange({});
    expect(event.requestContext).toMatchObject({
      timeEpoch: now.getTime(),
      time: '05/Nov/2026:08:09:10 +0000',
      stage: '$default',
    });
    expect(event.requestContext.http).toMatchObject({
      method: 'GET',
      path: '/',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
    });
  });
});

describe('OPS-1: what a function returns becomes the answer', () => {
  it.each<[string, object, number, string]>([
    ['text', { statusCode: 200, body: 'ü' }, 200, 'ü'],
    ['Base64', { statusCode: 201, body: 'w7w=', isBase64Encoded: true }, 201, 'ü'],
    ['nothing', { statusCode: 204 }, 204, ''],
    ['no status', { body: 'x' }, 500, ''],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }, 500, ''],
    ['more than 6 MB', { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) }, 500, ''],
  ])('%s', async (_what, returned, status, body) => {
    const received = await exchange({ answer: returned });
    expect({ status: received.status, body: received.body.toString() }).toEqual({ status, body });
  });

  it('passes headers and cookies on', async () => {
    const returned = {
      statusCode: 200,
      headers: { etag: '"1"', 'x-count': 2 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '',
    };
    const { headers } = await exchange({ answer: returned });
    expect(headers).toMatchObject({
      etag: '"1"',
      'x-count': '2',
      'set-cookie': ['a=1; Path=/', 'b=2'],
      'apigw-requestid': 'request-1',
    });
  });
});
