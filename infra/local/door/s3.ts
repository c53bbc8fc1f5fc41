import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Usage } from '../control/usage.ts';
import { secretOf } from '../functions/secret.ts';
import { callBackend } from '../net/backend.ts';
import { type Deployment, region } from '../template/deployment.ts';
import { authorise, type Call, type DoorService, ServiceError } from './call.ts';
import { backendHeaders } from './json-service.ts';
import type { Access } from './policy.ts';

type S3Options = {
  readonly endpoint: string;
  readonly usage: Usage;
  readonly now: () => Date;
  /** Buckets with object lock: nothing in them is replaced or removed. */
  readonly locked: ReadonlySet<string>;
};

/**
 * S3 behind the door, path style. Bodies pass through without being kept. A presigned link is a call in the name of the
 * function that signed it, also when it comes from outside. The emulator holds uploads to S3's rules (sizes and order of
 * parts), but knows neither object lock nor `If-None-Match`, so the door keeps what is there.
 */
export function s3Service(options: S3Options): DoorService {
  const absence = absentObjects(options.endpoint);
  return async (call) => {
    let release = (): void => {};
    try {
      refuseExpired(call.url, options.now());
      await refuseChanged(call);
      authorise(call.caller, s3Accesses(call));
      refuseUnlocking(call, options.locked);
      if (isConditional(call)) release = await absence.claim(call.url.pathname);
      await pass(call, options);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sendXmlError(call, error);
    } finally {
      release();
    }
  };
}

async function pass(call: Call, options: S3Options): Promise<void> {
  const { method = 'GET', url = '/' } = call.request;
  const reads = method === 'GET' || method === 'HEAD';
  const lists = reads && keyOf(call.url) === '';
  if (method !== 'DELETE') {
    const units = { [reads && !lists ? 'readRequests' : 'writeRequests']: 1 };
    options.usage.count({ service: 's3', fn: call.caller.name, action: `${method}${lists ? ' list' : ''}`, units });
  }
  const length = call.request.headers['content-length'];
  const headers = {
    ...backendHeaders(call.request, 'AWS4-HMAC-SHA256 local'),
    ...(length ? { 'content-length': length } : {}),
  };
  const answer = await callBackend({
    endpoint: options.endpoint,
    method,
    path: withoutSignature(url),
    headers,
    body: call.request,
  });
  if (reads && !lists && answer.statusCode === 404 && !mayList(call)) {
    answer.resume();
    sendXmlError(call, new ServiceError('AccessDenied', 'Access Denied', 403));
    return;
  }
  const { connection: _connection, 'keep-alive': _keepAlive, ...answerHeaders } = answer.headers;
  call.response.writeHead(answer.statusCode ?? 500, { ...answerHeaders, ...wishedHeaders(call.url) });
  // Whoever asked may have gone away meanwhile; that is no fault of ours.
  await pipeline(answer, call.response).catch(() => answer.destroy());
}

/** Whether a request makes an object appear: a PUT, or the last word of an upload in parts. */
const isCreation = ({ request: { method }, url: { searchParams } }: Call): boolean =>
  (method === 'PUT' && !searchParams.has('uploadId')) || (method === 'POST' && searchParams.has('uploadId'));

const isConditional = (call: Call): boolean => isCreation(call) && call.request.headers['if-none-match'] === '*';

/** An upload that is begun, or one part of it: nobody sees anything of it yet. */
const isOfUpload = (call: Call): boolean =>
  !isCreation(call) &&
  ((call.request.method === 'POST' && call.url.searchParams.has('uploads')) ||
    (call.request.method === 'PUT' && call.url.searchParams.has('uploadId')));

/** As the bucket's policy and its lock: only new names, no removal, and nothing without a checksum. */
function refuseUnlocking(call: Call, locked: ReadonlySet<string>): void {
  const { method, headers } = call.request;
  const isWrite = method === 'PUT' || method === 'POST' || method === 'DELETE';
  if (!isWrite || !locked.has(call.url.pathname.split('/')[1] ?? '')) return;
  if (!isConditional(call) && !isOfUpload(call))
    throw new ServiceError('AccessDenied', 'what is issued is written once, with If-None-Match, and stays', 403);
  const isTold = Object.keys(headers).some(
    (name) => name === 'content-md5' || /^x-amz-checksum-(?!algorithm)/.test(name),
  );
  if (method === 'PUT' && !isTold)
    throw new ServiceError('InvalidRequest', 'A bucket with object lock takes nothing without a checksum', 400);
}

/** Names that a conditional write may take: absent, and nobody else is at it. */
function absentObjects(endpoint: string) {
  const claimed = new Set<string>();
  return {
    /** @throws ServiceError as S3 refuses: 412 for what is there, 409 while another one is written. */
    async claim(path: string): Promise<() => void> {
      if (claimed.has(path)) throw new ServiceError('ConditionalRequestConflict', 'The key is being written', 409);
      claimed.add(path);
      const release = (): void => void claimed.delete(path);
      try {
        const headers = { authorization: 'AWS4-HMAC-SHA256 local' };
        const found = await callBackend({ endpoint, method: 'HEAD', path, headers });
        found.resume();
        if (found.statusCode === 404) return release;
        throw new ServiceError('PreconditionFailed', 'The object exists', 412);
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

/** Who may not list a bucket does not learn from S3 what is missing in it. */
function mayList({ caller, url }: Call): boolean {
  const decision = caller.policy.decide({
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${url.pathname.split('/')[1]}`,
  });
  if (decision.allowed) return true;
  process.stderr.write(
    `denied: ${caller.name} found no ${url.pathname}, which S3 tells only to those who may s3:ListBucket\n`,
  );
  return false;
}

/** A link may say with which headers its object is to arrive: `response-content-disposition` and others. */
function wishedHeaders({ searchParams }: URL): Record<string, string> {
  const wishes = [...searchParams].filter(([name]) => name.startsWith('response-'));
  return Object.fromEntries(wishes.map(([name, value]) => [name.slice('response-'.length), value]));
}

const keyOf = (url: URL) => decodeURIComponent(url.pathname.split('/').slice(2).join('/'));

function s3Accesses({ request, url }: Call): Access[] {
  const bucket = `arn:aws:s3:::${url.pathname.split('/')[1] ?? ''}`;
  const key = keyOf(url);
  const object = `${bucket}/${key}`;
  const query = url.searchParams;
  const { method = 'GET' } = request;
  if (key === '' && method === 'GET') {
    return [
      {
        action: 's3:ListBucket',
        resource: bucket,
        context: { 's3:prefix': query.has('prefix') ? [query.get('prefix')!] : [] },
      },
    ];
  }
  if (key === '' && method === 'HEAD') return [{ action: 's3:ListBucket', resource: bucket }];
  if (key === '' && method === 'POST' && query.has('delete'))
    return [{ action: 's3:DeleteObject', resource: `${bucket}/*` }];
  if (key === '') return [{ action: `s3:${method}Bucket`, resource: bucket }];
  switch (method) {
    case 'GET':
    case 'HEAD':
      return [{ action: query.has('tagging') ? 's3:GetObjectTagging' : 's3:GetObject', resource: object }];
    case 'PUT':
    case 'POST':
      return [...copySource(request.headers['x-amz-copy-source']), { action: 's3:PutObject', resource: object }];
    default:
      return [{ action: query.has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject', resource: object }];
  }
}

function copySource(header: string | string[] | undefined): Access[] {
  if (typeof header !== 'string') return [];
  return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${decodeURIComponent(header).replace(/^\//, '')}` }];
}

/**
 * Refuses a presigned link after its time. Links signed by the real clock end by it; links signed at a moved clock, which
 * lies ahead, end by that.
 */
function refuseExpired(url: URL, now: Date): void {
  const signed = url.searchParams.get('X-Amz-Date');
  const seconds = url.searchParams.get('X-Amz-Expires');
  if (!signed || !seconds) return;
  const signedAt = Date.parse(signed.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const clock = signedAt > Date.now() + 60_000 ? now.getTime() : Date.now();
  if (clock > signedAt + Number(seconds) * 1000) throw new ServiceError('AccessDenied', 'Request has expired', 403);
}

/**
 * Holds whoever follows a presigned link to the headers that were signed with it: a link to upload takes the length and the
 * type that it was made for, and nothing else.
 */
async function refuseChanged({ caller, request, url }: Call): Promise<void> {
  const signature = url.searchParams.get('X-Amz-Signature');
  const named = (url.searchParams.get('X-Amz-SignedHeaders') ?? '').split(';').filter((name) => name !== 'host');
  if (!signature || named.length === 0) return;
  const headers = Object.fromEntries(named.map((name) => [name, String(request.headers[name] ?? '')]));
  const unsigned = new URL(request.url ?? '/', `http://${request.headers.host}`);
  unsigned.searchParams.delete('X-Amz-Signature');
  const signer = new AwsV4Signer({
    method: request.method ?? 'GET',
    url: unsigned.href,
    headers,
    accessKeyId: caller.name,
    secretAccessKey: secretOf(caller.name),
    service: 's3',
    region,
    signQuery: true,
    allHeaders: true,
    datetime: url.searchParams.get('X-Amz-Date') ?? '',
  });
  const signed = (await signer.sign()).url.searchParams.get('X-Amz-Signature');
  if (signed !== signature)
    throw new ServiceError('SignatureDoesNotMatch', 'The request is not the one that was signed', 403);
}

/** The emulator verifies signatures of its own kind; the door has already decided. */
function withoutSignature(target: string): string {
  const [path = '/', query] = target.split('?');
  const kept = (query ?? '')
    .split('&')
    .filter((part) => part && !/^x-amz-(?!copy|meta)/i.test(part) && !part.startsWith('x-id='));
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}

function sendXmlError({ response }: Call, { name, message, status }: ServiceError): void {
  const code = name === 'AccessDeniedException' ? 'AccessDenied' : name;
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  response.writeHead(code === 'AccessDenied' ? 403 : status, {
    'content-type': 'application/xml',
    connection: 'close',
  });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${text}</Message></Error>`);
}

/** Names of the buckets whose objects stay as they are. */
export const lockedBuckets = (deployment: Deployment): ReadonlySet<string> =>
  new Set(
    deployment
      .ofType('AWS::S3::Bucket')
      .filter(({ properties }) => properties.ObjectLockEnabled === true)
      .map(({ name }) => name),
  );
