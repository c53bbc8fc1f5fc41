import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { jsonService } from '../../shared/identity/json-service.ts';
import { patiently } from '../../shared/identity/patiently.ts';
import { readSecrets } from '../../shared/identity/secrets.ts';

// AWS's answers, played: SSM and Cognito say with status 400 that too much is asked, and that is no refusal.
let answers: { status: number; body: object }[] = [];
let asked = 0;
let server: Server;

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const { status, body } = answers[Math.min(asked, answers.length - 1)]!;
      asked += 1;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

const refusal = (__type: string) => ({ status: 400, body: { __type, message: 'Rate exceeded' } });

describe('OPS-1: what is throttled is asked again, later', () => {
  test('a function starts although SSM throttles its secrets', async () => {
    const secrets = { status: 200, body: { Parameters: [{ Name: '/a/link-secret', Value: 's3' }] } };
    answers = [refusal('ThrottlingException'), refusal('com.amazonaws.ssm#ThrottlingException'), secrets];
    expect(await readSecrets(['/a/link-secret'])).toEqual({ '/a/link-secret': 's3' });
    expect(asked).toBe(3);
  });

  test.each`
    name                          | times | because
    ${'TooManyRequestsException'} | ${2}  | ${'Cognito calls it so'}
    ${'TooManyUpdates'}           | ${2}  | ${'SSM calls it so where somebody else writes'}
    ${'UserNotFoundException'}    | ${1}  | ${'a refusal stays one'}
    ${'LimitExceededException'}   | ${1}  | ${'so does a quota, which no wait raises'}
  `('$name is asked $times times, because $because', async ({ name, times }) => {
    answers = [refusal(name), { status: 200, body: {} }];
    await jsonService('cognito-idp', 'AWSCognitoIdentityProviderService')('AdminGetUser', {}).catch(() => undefined);
    expect(asked).toBe(times);
  });

  test.each([500, 503, 429])('a service that answers %i may answer a moment later', async (status) => {
    answers = [
      { status, body: {} },
      { status: 200, body: { User: 'found' } },
    ];
    const found = await jsonService('cognito-idp', 'AWSCognitoIdentityProviderService')('AdminGetUser', {});
    expect(found).toEqual({ User: 'found' });
    expect(asked).toBe(2);
  });

  test('waits grow, differ between callers, and end', async () => {
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const failing = () =>
      patiently(
        () => Promise.reject(new Error('throttled')),
        () => true,
        wait,
      );
    await expect(failing()).rejects.toThrow('throttled');
    expect(waits).toHaveLength(5);
    for (const [index, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(100 * 2 ** index);
      expect(ms).toBeLessThanOrEqual(200 * 2 ** index);
    }
    const first = waits.splice(0);
    await failing().catch(() => undefined);
    expect(waits).not.toEqual(first);
  });
});
