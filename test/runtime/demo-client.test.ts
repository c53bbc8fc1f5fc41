import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientWith } from '../../infra/local/demo/client.ts';

describe('OPS-1: while the service is not there, the demo', () => {
  let asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers['ms-requestid'] ?? ''}`.trim());
    response.statusCode = asked.length === 1 ? 503 : 200;
    response.setHeader('content-type', 'application/json').end('{}');
  });
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => new Promise<void>((closed) => server.close(() => closed())));
  beforeEach(() => {
    asked = [];
  });
  const client = () =>
    clientWith(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'tenant', () => Promise.resolve('token'));

  test.each([
    ['asks again what only reads', 'GET /v1/customers', undefined, ['GET', 'GET'], 200],
    ['sends a write again under its request id', 'POST /v1/customers', 'id-1', ['POST id-1', 'POST id-1'], 200],
    ['sends no write again that has none', 'PATCH /v1/customers/1', undefined, ['PATCH'], 503],
  ])('%s', async (_title, call, requestId, calls, status) => {
    const answer = await client().ask(call, requestId === undefined ? {} : { requestId });
    expect([answer.status, asked]).toEqual([status, calls]);
  });
});
