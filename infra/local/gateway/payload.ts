import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';

/** Content types whose bodies an HTTP API hands on as text; everything else arrives as Base64. */
const textTypes = /^(?:text\/|application\/(?:json|xml|javascript)\b)/i;

/**
 * A body of another charset than UTF-8 is handed on whole, in Base64: what an HTTP API makes of one is not documented, and
 * text would lose what it says for good.
 */
const isTextBody = (body: Buffer, contentType: string): boolean =>
  textTypes.test(contentType) && !/;\s*charset\s*=\s*"?(?!utf-?8\b)/i.test(contentType) && isUtf8(body);

const answerBytesMax = 6 * 1024 * 1024;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Makes the event of payload format 2.0 of a request. `now` is the time of the request. */
export function toEvent(
  request: IncomingMessage,
  body: Buffer,
  {
    routeKey,
    pathParameters,
    apiId,
    now,
  }: { routeKey: string; pathParameters: Readonly<Record<string, string>>; apiId: string; now: Date },
) {
  const { method = 'GET', url = '/' } = request;
  const question = url.indexOf('?');
  const rawPath = decodedPath(question < 0 ? url : url.slice(0, question));
  const rawQueryString = question < 0 ? '' : url.slice(question + 1);
  const { cookie, ...otherHeaders } = request.headersDistinct;
  const given: Record<string, string> = Object.fromEntries(
    Object.entries(otherHeaders).map(([name, values]) => [name, (values ?? []).join(',')]),
  );
  const headers: Record<string, string> = { ...given, ...forwarded(request, given['x-forwarded-for']) };
  const isText = body.length === 0 || isTextBody(body, headers['content-type'] ?? '');
  const host = headers.host ?? '127.0.0.1';
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie ? { cookies: cookie.flatMap((line) => line.split(/;\s*/)) } : {}),
    headers,
    ...(rawQueryString ? { queryStringParameters: queryParameters(rawQueryString) } : {}),
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    requestContext: {
      accountId: 'anonymous',
      apiId,
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: !isText,
  };
}

/** How the request reached the gateway. What a client says of it itself does not count. */
const forwarded = ({ socket }: IncomingMessage, forBefore: string | undefined) => ({
  'x-forwarded-for': [forBefore, socket.remoteAddress ?? '127.0.0.1'].filter(Boolean).join(', '),
  'x-forwarded-port': String(socket.localPort ?? 80),
  'x-forwarded-proto': socket instanceof TLSSocket ? 'https' : 'http',
});

/** An HTTP API hands on the path decoded, whatever the field's name says, and ends it at a decoded question mark. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\?.*$/s, '');
  } catch {
    return path;
  }
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

/** `25/Nov/2026:08:00:00 +0000` */
function clfTime(at: Date): string {
  const day = `${String(at.getUTCDate()).padStart(2, '0')}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${at.toISOString().slice(11, 19)} +0000`;
}

export type Answer = {
  statusCode: number;
  headers?: Record<string, string | number | boolean>;
  multiValueHeaders?: Record<string, string[]>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

/** What a function returned, if an HTTP API could answer with it. */
export function readAnswer(payload: unknown): Answer | undefined {
  const answer = payload as Answer | null | undefined;
  if (typeof answer?.statusCode !== 'number') return undefined;
  if (answer.body !== undefined && typeof answer.body !== 'string') return undefined;
  return Buffer.byteLength(answer.body ?? '') > answerBytesMax ? undefined : answer;
}

/** Writes a function's answer. */
export function sendAnswer(response: ServerResponse, answer: Answer, requestId: string): void {
  const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
  response.statusCode = answer.statusCode;
  response.setHeader('apigw-requestid', requestId);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, String(value));
  if (answer.cookies?.length) response.setHeader('set-cookie', answer.cookies);
  if (!response.hasHeader('content-type') && body.length > 0)
    response.setHeader('content-type', 'text/plain;charset=UTF-8');
  response.setHeader('content-length', body.length);
  response.end(body);
}
