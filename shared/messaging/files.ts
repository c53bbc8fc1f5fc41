import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { invariant } from '../kernel/invariant.ts';

/** Documents in S3: invoices, reconciliation parts, imports. */
export interface Files {
  put(key: string, body: Uint8Array, about: FileAbout): Promise<void>;
  /**
   * Writes what comes piece by piece, {@link UPLOAD_PART_BYTES} of it in memory at a time. It appears whole or, if the pieces
   * end with an error, not at all; the bucket clears away what was begun.
   */
  putStream(key: string, pieces: AsyncIterable<Uint8Array>, about: FileAbout): Promise<void>;
  /**
   * Writes what never changes any more. The same bytes again are fine.
   * @throws FilesError when other bytes have the key: nothing was written, and somebody must look.
   */
  putOnce(key: string, body: Uint8Array, about: FileAbout): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** As many bytes from `start` on as there are, `length` at most; undefined where the object is not there. */
  range(key: string, start: number, length: number): Promise<Uint8Array | undefined>;
  size(key: string): Promise<number | undefined>;
  /** It is gone afterwards, whether it was there or not. */
  remove(key: string): Promise<void>;
  /** Copies an object within the bucket, without reading it. False where it is not there. */
  copy(from: string, to: string): Promise<boolean>;
  /** A link that lives `seconds` (300 by default). */
  link(key: string, options?: { seconds?: number; fileName?: string }): Promise<string>;
  /** A link that takes one PUT of exactly so many bytes of that type, and lives `seconds`. */
  uploadLink(key: string, upload: UploadLink): Promise<string>;
}

export interface FileAbout {
  readonly contentType: string;
  /** Under which name it is saved by whoever follows a link to it. */
  readonly fileName?: string;
}

export interface UploadLink {
  readonly contentType: string;
  readonly bytes: number;
  readonly seconds: number;
}

/** Where and as whom a bucket is reached. */
export interface S3Settings {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another endpoint than AWS's own; the bucket is then part of the path. */
  readonly endpoint?: string;
}

/** S3 answered what no repeat mends. */
export class FilesError extends Error {
  override readonly name = 'FilesError';
}

/** S3 takes parts of an upload from 5 MiB on, and 10,000 of them: 80 GB. */
export const UPLOAD_PART_BYTES = 8 * 1024 * 1024;

/** How often a request is repeated after 429 and 5xx; after a lost connection it is repeated once. */
const RETRIES = 3;
const FIRST_PAUSE_MS = 100;

const PRECONDITION_FAILED = 412;
/** The object has no byte at the place asked for. */
const NO_SUCH_RANGE = 416;
/** Somebody is writing the same key at this moment. */
const CONFLICT = 409;

type S3Request = RequestInit & { readonly method: string; readonly query?: string };

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

const sameBytes = (stored: Uint8Array | undefined, given: Uint8Array): boolean =>
  stored !== undefined && Buffer.compare(stored, given) === 0;

/**
 * Documents of one bucket. The SDK's client for S3 alone is half of what an API function may weigh, and four calls need
 * little of it: requests are signed and repeated by aws4fetch.
 */
export function s3Files(bucket: string, settings: S3Settings = settingsOfFunction()): Files {
  const { region, credentials, endpoint } = settings;
  const base = endpoint ? `${endpoint}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
  const client = new AwsClient({
    ...credentials,
    region,
    service: 's3',
    retries: RETRIES,
    initRetryMs: FIRST_PAUSE_MS,
  });
  const urlOf = (key: string, query = ''): URL =>
    new URL(`${base}/${key.split('/').map(encodeURIComponent).join('/')}${query}`);
  /** Undefined: it is not there. `expected`: statuses of a refusal that the caller deals with. */
  const send = async (
    key: string,
    request: S3Request,
    expected: readonly number[] = [],
  ): Promise<Response | undefined> => {
    const { query, ...init } = request;
    const ask = (): Promise<Response> => client.fetch(urlOf(key, query), init);
    const answer = await ask().catch(ask);
    if (answer.ok || expected.includes(answer.status)) return answer;
    if (answer.status === 404) return undefined;
    throw new FilesError(`${request.method} ${key}: ${answer.status} ${await answer.text()}`);
  };
  /** The checksum is told because a bucket with object lock takes nothing without one. */
  const write = async (
    key: string,
    body: Uint8Array,
    { contentType, fileName }: FileAbout,
    condition: { headers?: Readonly<Record<string, string>>; expected?: readonly number[] } = {},
  ): Promise<number> => {
    const headers = {
      'content-type': contentType,
      'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'),
      ...(fileName !== undefined && { 'content-disposition': attachment(fileName) }),
      ...condition.headers,
    };
    const request = { method: 'PUT', headers, body: body as Uint8Array<ArrayBuffer> };
    const answer = await send(key, request, condition.expected);
    if (!answer) throw new FilesError(`the bucket ${bucket} does not exist`);
    return answer.status;
  };
  const get = async (key: string): Promise<Uint8Array | undefined> => {
    const answer = await send(key, { method: 'GET' });
    return answer && new Uint8Array(await answer.arrayBuffer());
  };
  return {
    async put(key, body, about) {
      await write(key, body, about);
    },
    putStream: (key, pieces, about) =>
      inParts(pieces, uploadOf(key, about, { send, put: (body) => write(key, body, about) })),
    async putOnce(key, body, about) {
      const ifAbsent = { headers: { 'if-none-match': '*' }, expected: [PRECONDITION_FAILED, CONFLICT] };
      await writtenOnce(
        key,
        () => write(key, body, about, ifAbsent),
        async () => sameBytes(await get(key), body),
      );
    },
    get,
    async size(key) {
      const answer = await send(key, { method: 'HEAD' });
      return answer && Number(answer.headers.get('content-length'));
    },
    async remove(key) {
      await send(key, { method: 'DELETE' });
    },
    ...piecesOf(bucket, send),
    ...linksOf(client, urlOf),
  };
}

type Send = (key: string, request: S3Request, expected?: readonly number[]) => Promise<Response | undefined>;

/** What is done with objects that are never in memory as a whole. */
const piecesOf = (bucket: string, send: Send): Pick<Files, 'range' | 'copy'> => ({
  async range(key, start, length) {
    const headers = { range: `bytes=${start}-${start + length - 1}` };
    const answer = await send(key, { method: 'GET', headers }, [NO_SUCH_RANGE]);
    if (answer?.status === NO_SUCH_RANGE) return new Uint8Array();
    return answer && new Uint8Array(await answer.arrayBuffer());
  },
  /** S3 may answer 200 and tell of an error in the body. */
  async copy(from, to) {
    const answer = await send(to, { method: 'PUT', headers: { 'x-amz-copy-source': encodeURI(`/${bucket}/${from}`) } });
    const text = (await answer?.text()) ?? '';
    if (text.includes('<Error>')) throw new FilesError(`${from} was not copied: ${text}`);
    return answer !== undefined;
  },
});

/** Links are signed by the query, so that whoever has one needs nothing else. */
const linksOf = (client: AwsClient, urlOf: (key: string) => URL): Pick<Files, 'link' | 'uploadLink'> => ({
  async link(key, { seconds = 300, fileName } = {}) {
    const url = urlOf(key);
    url.searchParams.set('X-Amz-Expires', String(seconds));
    if (fileName !== undefined) url.searchParams.set('response-content-disposition', attachment(fileName));
    return (await client.sign(url, { method: 'GET', aws: { signQuery: true } })).url;
  },
  async uploadLink(key, { contentType, bytes, seconds }) {
    const url = urlOf(key);
    url.searchParams.set('X-Amz-Expires', String(seconds));
    // Signed headers are what S3 holds the sender to: another length or type does not fit the signature.
    const headers = { 'content-type': contentType, 'content-length': String(bytes) };
    return (await client.sign(url, { method: 'PUT', headers, aws: { signQuery: true, allHeaders: true } })).url;
  },
});

/** Repeats a write on condition that nothing is there, while somebody else is at it. @throws FilesError */
async function writtenOnce(key: string, write: () => Promise<number>, isThere: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt <= RETRIES; attempt += 1) {
    const status = await write();
    if (status === CONFLICT) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS << attempt));
    else if (status !== PRECONDITION_FAILED || (await isThere())) return;
    else throw new FilesError(`${key} is written for good, with other bytes than these: find out who wrote it`);
  }
  throw new FilesError(`${key} is being written by somebody else all the time`);
}

interface UploadPorts {
  send(key: string, request: S3Request): Promise<Response | undefined>;
  put(body: Uint8Array): Promise<unknown>;
}

/** What S3 calls a multipart upload. */
function uploadOf(key: string, { contentType, fileName }: FileAbout, { send, put }: UploadPorts): Upload {
  const ask = async (request: S3Request): Promise<Response> => {
    const answer = await send(key, request);
    if (!answer) throw new FilesError(`the upload of ${key} is gone`);
    return answer;
  };
  return {
    async small(body) {
      await put(body);
    },
    async begin() {
      const headers = {
        'content-type': contentType,
        ...(fileName !== undefined && { 'content-disposition': attachment(fileName) }),
      };
      const answer = await (await ask({ method: 'POST', query: '?uploads=', headers })).text();
      const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer)?.[1];
      if (id === undefined) throw new FilesError(`S3 began no upload of ${key}`);
      return id;
    },
    async part(id, number, body) {
      const query = `?partNumber=${number}&uploadId=${encodeURIComponent(id)}`;
      const answer = await ask({ method: 'PUT', query, body: body as Uint8Array<ArrayBuffer> });
      return answer.headers.get('etag') ?? '';
    },
    /** S3 may answer 200 and tell of an error in the body. */
    async complete(id, etags) {
      const parts = etags.map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
      const query = `?uploadId=${encodeURIComponent(id)}`;
      const headers = { 'content-type': 'application/xml' };
      const answer = await (await ask({ method: 'POST', query, headers, body })).text();
      if (answer.includes('<Error>')) throw new FilesError(`the upload of ${key} was not completed: ${answer}`);
    },
  };
}

interface Upload {
  small(body: Uint8Array): Promise<void>;
  begin(): Promise<string>;
  part(id: string, number: number, body: Uint8Array): Promise<string>;
  complete(id: string, etags: readonly string[]): Promise<void>;
}

/** What is smaller than a part goes at once, everything else as an upload, a part after the other. */
async function inParts(pieces: AsyncIterable<Uint8Array>, upload: Upload): Promise<void> {
  let id: string | undefined;
  const etags: string[] = [];
  for await (const part of partsOf(pieces)) {
    if (id === undefined && part.length < UPLOAD_PART_BYTES) return upload.small(part);
    id ??= await upload.begin();
    etags.push(await upload.part(id, etags.length + 1, part));
  }
  if (id !== undefined) await upload.complete(id, etags);
}

/** Pieces joined to parts of {@link UPLOAD_PART_BYTES} at least; the last, and one of nothing at all, may be shorter. */
async function* partsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let isFirst = true;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < UPLOAD_PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes, isFirst] = [[], 0, false];
  }
  if (isFirst || bytes > 0) yield Buffer.concat(held);
}
