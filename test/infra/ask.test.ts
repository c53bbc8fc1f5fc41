import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsV4Signer } from 'aws4fetch';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ask, askForJson } from '../../shared/identity/ask.ts';
import { jsonService } from '../../shared/identity/json-service.ts';

interface Got {
  readonly request: IncomingMessage;
  readonly body: string;
}

let got: Got[] = [];
let answer: { status: number; text: string };
let server: Server;
let address: string;

beforeEach(async () => {
  got = [];
  answer = { status: 200, text: '{"a":"ü"}' };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push({ request, body });
    if (request.url === '/broken')
      response.writeHead(200, { 'content-length': '99' }).write('{', () => request.socket.destroy());
    else response.writeHead(answer.status).end(answer.text);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

describe('OPS-1: another service is asked', () => {
  test('with method, headers and body; its answer is what it says, whatever its status', async () => {
    answer = { status: 418, text: 'nö' };
    expect(await ask(`${address}/a?b=c`, { method: 'POST', headers: { 'x-y': 'z' }, body: 'ä=1' })).toEqual(answer);
    const [{ request, body }] = got as [Got];
    expect([request.method, request.url, request.headers['x-y'], body]).toEqual(['POST', '/a?b=c', 'z', 'ä=1']);
  });

  test('for a document, which there is or is not', async () => {
    expect(await askForJson(address)).toEqual({ a: 'ü' });
    answer = { status: 503, text: '{}' };
    await expect(askForJson(address)).rejects.toThrow('503');
  });

  test('half an answer is none', async () => {
    await expect(ask(`${address}/broken`)).rejects.toThrow();
  });

  test('nobody answers', async () => {
    await new Promise((done) => server.close(done));
    await expect(ask(address)).rejects.toThrow('ECONNREFUSED');
  });

  test.each([undefined, 'token/+='])(
    'what is asked of AWS is signed as AWS signs it, with the session %s',
    async (session) => {
      vi.stubEnv('AWS_ENDPOINT_URL', `${address}/`);
      vi.stubEnv('AWS_REGION', 'eu-west-1');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      vi.stubEnv('AWS_SESSION_TOKEN', session);
      await jsonService('ssm', 'AmazonSSM')('GetParameters', { Names: ['/ä'] });
      const [{ request, body }] = got as [Got];
      const { authorization, ...headers } = request.headers as Record<string, string>;
      const names = /SignedHeaders=([^,]+)/.exec(authorization!)![1]!.split(';');
      expect(names).toEqual(expect.arrayContaining(['content-type', 'host', 'x-amz-date', 'x-amz-target']));
      const signer = new AwsV4Signer({
        method: 'POST',
        url: `${address}/`,
        body,
        headers: Object.fromEntries(names.map((name) => [name, headers[name]!])),
        accessKeyId: 'key',
        secretAccessKey: 'secret',
        service: 'ssm',
        region: 'eu-west-1',
        datetime: headers['x-amz-date']!,
        allHeaders: true,
      });
      expect(authorization).toBe(await signer.authHeader());
      expect(headers['x-amz-security-token']).toBe(session);
    },
  );
});
