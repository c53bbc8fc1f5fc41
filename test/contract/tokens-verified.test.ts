import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type TokenVerifier, tokenVerifier } from '../../shared/identity/token.ts';

/** The real verifier with the keys of an issuer on this machine: what it takes, and what forgers try (conventions 2.2). */
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64url = (content: object | Buffer): string =>
  (Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))).toString('base64url');

let server: Server;
let issuer: string;
let verifier: TokenVerifier;
beforeAll(async () => {
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
  server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  verifier = tokenVerifier({ issuer, mfaEnforced: true });
});
afterAll(() => void server.close());

type Signature = (content: Buffer) => Buffer;
const rs256 =
  (key: KeyObject): Signature =>
  (content) =>
    sign('sha256', content, key);
const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

function tokenWith(
  claims: object,
  { header = {}, signature = rs256(keys.privateKey) }: { header?: object; signature?: Signature } = {},
): string {
  const whole = {
    iss: issuer,
    tid: 'T1',
    appid: 'a1',
    token_use: 'access',
    iat: seconds(0),
    exp: seconds(3600),
    ...claims,
  };
  const content = `${base64url({ alg: 'RS256', kid: 'one', typ: 'JWT', ...header })}.${base64url(whole)}`;
  return `${content}.${base64url(signature(Buffer.from(content)))}`;
}

test('conventions 2.2: a token of the issuer is taken, at the first look and the second', async () => {
  const token = tokenWith({ nbf: seconds(-5) });
  const claims = { tenantId: 't1', applicationId: 'a1', hasMfa: true };
  expect([await verifier.verify(token), await verifier.verify(token)]).toEqual([claims, claims]);
});

describe('conventions 2.2: times', () => {
  it.each<[object, string]>([
    [{ exp: undefined }, 'no end'],
    [{ exp: null }, 'an end that is nothing'],
    [{ exp: 'tomorrow' }, 'an end that is a word'],
    [{ exp: '99999999999' }, 'an end that is a text'],
    [{ exp: seconds(-1) }, 'an end that is past'],
    [{ exp: 0 }, 'an end long ago'],
    [{ nbf: seconds(600) }, 'a beginning that is to come'],
    [{ iat: seconds(600) }, 'made in the future'],
    [{ iat: 'yesterday' }, 'made at a word'],
  ])('conventions 2.2: %j is refused: %s', async (claims, _because) => {
    expect(await verifier.verify(tokenWith(claims))).toBeUndefined();
  });
});

describe('conventions 2.2: forgeries', () => {
  const publicPem = (): string => keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const hs256 =
    (secret: string): Signature =>
    (content) =>
      createHmac('sha256', secret).update(content).digest();
  it.each<[string, () => string]>([
    ['alg none', () => tokenWith({}, { header: { alg: 'none' }, signature: () => Buffer.alloc(0) })],
    ['alg None with a signature', () => tokenWith({}, { header: { alg: 'None' } })],
    [
      'HS256 keyed with the public key',
      () => tokenWith({}, { header: { alg: 'HS256' }, signature: hs256(publicPem()) }),
    ],
    ['HS256 that says RS256', () => tokenWith({}, { signature: hs256(publicPem()) })],
    ['another key', () => tokenWith({}, { signature: rs256(stranger.privateKey) })],
    [
      'a key that the token brings',
      () => {
        const jwk = stranger.publicKey.export({ format: 'jwk' });
        return tokenWith({}, { header: { jwk, kid: 'two' }, signature: rs256(stranger.privateKey) });
      },
    ],
    ['an address of keys that the token brings', () => tokenWith({}, { header: { jku: issuer, kid: 'two' } })],
    ['no signature', () => tokenWith({}, { signature: () => Buffer.alloc(0) })],
    ['another issuer', () => tokenWith({ iss: 'https://issuer.example' })],
    ['an id token', () => tokenWith({ token_use: 'id' })],
    ['no tenant', () => tokenWith({ tid: undefined })],
    [
      'claims changed after signing',
      () => tokenWith({}).replace(/\.[^.]+\./, `.${base64url({ iss: issuer, tid: 'T2' })}.`),
    ],
  ])('conventions 2.2: %s is refused', async (_, token) => {
    expect(await verifier.verify(token())).toBeUndefined();
  });
});
