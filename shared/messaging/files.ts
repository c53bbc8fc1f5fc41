import { setTimeout as pause } from 'node:timers/promises';
import { invariant } from '../kernel/invariant.ts';
import { type Credentials, keyPath, type SigningScope, signedHeaders, signedLink } from './s3-signature.ts';

/** Documents in S3: invoices, reconciliation parts, imports. */
export interface Files {
  put(key: string, body: Uint8Array, about: { contentType: string; fileName?: string }): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  size(key: string): Promise<number | undefined>;
  /** A link that lives `seconds` (300 by default). */
  link(key: string, options?: { seconds?: number; fileName?: string }): Promise<string>;
}

/** Where and as whom a bucket is reached. */
export interface S3Settings {
  readonly region: string;
  readonly credentials: Credentials;
  /** Another endpoint than AWS's own; the bucket is then part of the path. */
  readonly endpoint?: string;
}

/** S3 answered what no repeat mends. */
export class FilesError extends Error {
  override readonly name = 'FilesError';
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;

const attachment = (fileName: string): string => `attachment; filename="${fileName}"`;

/** What Lambda gives every function. @throws InvariantError outside one. */
function settingsOfFunction(): S3Settings {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL } = process.env;
  invariant(AWS_REGION && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY, 'a function has a region and credentials');
  return {
    region: AWS_REGION,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
    ...(AWS_ENDPOINT_URL && { endpoint: AWS_ENDPOINT_URL }),
  };
}

export function s3Files(bucket: string, settings: S3Settings = settingsOfFunction()): Files {
  const { region, credentials, endpoint } = settings;
  const base = endpoint ? `${endpoint}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
  const urlOf = (key: string): URL => new URL(`${base}/${keyPath(key)}`);
  const scope = (): SigningScope => ({ credentials, region, at: new Date() });
  const send = (method: string, key: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
    answered(() => {
      const url = urlOf(key);
      const signed = signedHeaders(scope(), { method, url, headers });
      return fetch(url, { method, headers: signed, ...(body && { body: body as Uint8Array<ArrayBuffer> }) });
    }, `${method} ${key}`);
  return {
    async put(key, body, { contentType, fileName }) {
      const headers = {
        'content-type': contentType,
        ...(fileName !== undefined && { 'content-disposition': attachment(fileName) }),
      };
      const answer = await send('PUT', key, headers, body);
      if (!answer) throw new FilesError(`the bucket ${bucket} does not exist`);
    },
    async get(key) {
      const answer = await send('GET', key);
      return answer && new Uint8Array(await answer.arrayBuffer());
    },
    async size(key) {
      const answer = await send('HEAD', key);
      return answer && Number(answer.headers.get('content-length'));
    },
    link: async (key, { seconds = 300, fileName } = {}) =>
      signedLink(scope(), {
        url: urlOf(key),
        seconds,
        ...(fileName !== undefined && { query: { 'response-content-disposition': attachment(fileName) } }),
      }),
  };
}

/**
 * The answer of a request that may be repeated: after a lost connection, too many requests or a failure of S3's own.
 * Undefined for what is not there. @throws FilesError
 */
async function answered(ask: () => Promise<Response>, what: string): Promise<Response | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask().catch((cause: unknown) => cause as Error);
    if (answer instanceof Response && answer.ok) return answer;
    const status = answer instanceof Response ? answer.status : undefined;
    if (status === 404) return undefined;
    const isPassing = status === undefined || status === 429 || status >= 500;
    if (!isPassing || attempt === ATTEMPTS)
      throw new FilesError(`${what}: ${answer instanceof Response ? await answer.text() : answer.message}`, {
        cause: answer,
      });
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}
