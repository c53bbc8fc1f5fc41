import { AwsClient } from 'aws4fetch';
import { invariant } from '../kernel/invariant.ts';
import {
  attachment,
  checksumOf,
  type FileAbout,
  FilesError,
  inParts,
  PRECONDITION_FAILED,
  partsOf,
  type S3Request,
  type Send,
  UPLOAD_PART_BYTES,
  uploadOf,
} from './uploads.ts';

export { type FileAbout, FilesError, UPLOAD_PART_BYTES };

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
  /**
   * The same of what comes piece by piece, {@link UPLOAD_PART_BYTES} of it in memory at a time. `pieces` are asked for again where
   * somebody else is at it, or was: they are compared with what is there.
   * @throws FilesError as {@link Files.putOnce} does.
   */
  putStreamOnce(key: string, pieces: () => AsyncIterable<Uint8Array>, about: FileAbout): Promise<void>;
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

/** How often a request is repeated after 429 and 5xx; after a lost connection it is repeated once. */
const RETRIES = 3;
const FIRST_PAUSE_MS = 100;

/** The object has no byte at the place asked for. */
const NO_SUCH_RANGE = 416;
/** Somebody is writing the same key at this moment. */
const CONFLICT = 409;

/** A write takes no name that is taken; the caller deals with a refusal. */
const IF_ABSENT = { headers: { 'if-none-match': '*' }, expected: [PRECONDITION_FAILED, CONFLICT] };

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
  const write: Write = async (key, body, { contentType, fileName }, condition = {}) => {
    const headers = {
      'content-type': contentType,
      'x-amz-checksum-sha256': checksumOf(body),
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
  const { range, copy } = piecesOf(bucket, send);
  return {
    async put(key, body, about) {
      await write(key, body, about);
    },
    async putStream(key, pieces, about) {
      await inParts(pieces, uploadOf(key, about, { send, put: (body) => write(key, body, about), condition: {} }));
    },
    ...onceOf({ send, write, get, range }),
    get,
    async size(key) {
      const answer = await send(key, { method: 'HEAD' });
      return answer && Number(answer.headers.get('content-length'));
    },
    async remove(key) {
      await send(key, { method: 'DELETE' });
    },
    range,
    copy,
    ...linksOf(client, urlOf),
  };
}

type Write = (
  key: string,
  body: Uint8Array,
  about: FileAbout,
  condition?: { headers?: Readonly<Record<string, string>>; expected?: readonly number[] },
) => Promise<number>;

/** What is written for good. */
function onceOf({
  send,
  write,
  get,
  range,
}: { send: Send; write: Write } & Pick<Files, 'get' | 'range'>): Pick<Files, 'putOnce' | 'putStreamOnce'> {
  return {
    async putOnce(key, body, about) {
      await writtenOnce(
        key,
        () => write(key, body, about, IF_ABSENT),
        async () => sameBytes(await get(key), body),
      );
    },
    async putStreamOnce(key, pieces, about) {
      const put = (body: Uint8Array): Promise<number> => write(key, body, about, IF_ABSENT);
      const upload = uploadOf(key, about, { send, put, condition: IF_ABSENT });
      await writtenOnce(
        key,
        () => inParts(pieces(), upload),
        () => samePieces(key, pieces(), range),
      );
    },
  };
}

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

/** Whether an object is what comes piece by piece, compared a part at a time. */
async function samePieces(key: string, pieces: AsyncIterable<Uint8Array>, range: Files['range']): Promise<boolean> {
  let start = 0;
  for await (const part of partsOf(pieces)) {
    if (!sameBytes(await range(key, start, part.length), part)) return false;
    start += part.length;
  }
  // It has no byte more.
  return (await range(key, start, 1))?.length === 0;
}

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
