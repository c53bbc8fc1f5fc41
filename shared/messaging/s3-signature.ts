import { createHash, createHmac } from 'node:crypto';

/**
 * Signs requests to S3 (AWS Signature Version 4). Documents need three calls and a link; the SDK's client for S3 is a
 * quarter of what an API function may weigh.
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
export interface SigningScope {
  readonly credentials: Credentials;
  readonly region: string;
  /** Real time: S3 refuses a signature that is minutes off. */
  readonly at: Date;
}

/** The body is not part of the signature: it travels by TLS, and hashing it would cost more than writing it. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** As RFC 3986 has it: `encodeURIComponent` leaves five characters that S3 wants encoded. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** Path of a key: its slashes stay. */
export const keyPath = (key: string): string => key.split('/').map(encoded).join('/');

const compact = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');
const scopeOf = ({ region, at }: SigningScope): string => `${compact(at).slice(0, 8)}/${region}/s3/aws4_request`;

function signature(scope: SigningScope, canonicalRequest: string): string {
  const { credentials, region, at } = scope;
  const text = ['AWS4-HMAC-SHA256', compact(at), scopeOf(scope), sha256(canonicalRequest)].join('\n');
  const day = hmac(`AWS4${credentials.secretAccessKey}`, compact(at).slice(0, 8));
  const key = hmac(hmac(hmac(day, region), 's3'), 'aws4_request');
  return hmac(key, text).toString('hex');
}

const byName = (pairs: Iterable<readonly [string, string]>): (readonly [string, string])[] =>
  [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

const canonicalQuery = (query: Iterable<readonly [string, string]>): string =>
  byName(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');

/** Headers to send: those given, and the signature over all of them. Names are in lower case. */
export function signedHeaders(
  scope: SigningScope,
  {
    method,
    url,
    headers,
    payload = UNSIGNED,
  }: {
    method: string;
    url: URL;
    headers: Readonly<Record<string, string>>;
    payload?: string;
  },
): Record<string, string> {
  const { sessionToken, accessKeyId } = scope.credentials;
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': payload,
    'x-amz-date': compact(scope.at),
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const pairs = byName(Object.entries(all));
  const names = pairs.map(([name]) => name).join(';');
  const request = [
    method,
    url.pathname,
    canonicalQuery(url.searchParams),
    ...pairs.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    payload,
  ].join('\n');
  const credential = `${accessKeyId}/${scopeOf(scope)}`;
  const { host: _, ...sent } = all;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature(scope, request)}`,
  };
}

/** A link that anybody may open for `seconds`. */
export function signedLink(
  scope: SigningScope,
  { url, seconds, query = {} }: { url: URL; seconds: number; query?: Readonly<Record<string, string>> },
): string {
  const { accessKeyId, sessionToken } = scope.credentials;
  const parameters = Object.entries({
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scopeOf(scope)}`,
    'X-Amz-Date': compact(scope.at),
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
  });
  const signed = canonicalQuery(parameters);
  const request = ['GET', url.pathname, signed, `host:${url.host}`, '', 'host', UNSIGNED].join('\n');
  return `${url.origin}${url.pathname}?${signed}&X-Amz-Signature=${signature(scope, request)}`;
}
