import { gzipSync } from 'node:zlib';
import type { GatewayEvent, GatewayReply } from '../gateway.ts';
import { keepingHeaders } from '../kept.ts';
import type { Answer, Step, Unfinished } from './exchange.ts';

/** Answers above this many bytes are compressed: a function hands back at most 6 MB. */
const PLAIN_BYTES_MAX = 4 * 1024 * 1024;

/** Headers that every answer has (conventions 4), and compression of answers that would be too large for a function. */
export function headersStep(): Step {
  const finish = (request: {
    event: GatewayEvent;
    context: Unfinished;
    response?: Answer | null | undefined;
  }): void => {
    request.response = finished(request.response as GatewayReply, request.event, request.context);
  };
  return { after: finish, onError: finish };
}

function finished(reply: GatewayReply, event: GatewayEvent, { base }: Unfinished): GatewayReply {
  reply.headers['ms-requestid'] ??= base.requestId;
  reply.headers['ms-correlationid'] ??= base.correlationId;
  Object.assign(reply.headers, keepingHeaders(event.rawPath, reply.headers));
  if (event.headers['x-locale'] !== undefined) reply.headers['x-locale'] = base.locale;
  if (event.requestContext.http.method === 'HEAD') {
    const { body: _, isBase64Encoded: __, ...head } = reply;
    return head;
  }
  const isLarge = reply.body !== undefined && !reply.isBase64Encoded && Buffer.byteLength(reply.body) > PLAIN_BYTES_MAX;
  if (!isLarge || !/\bgzip\b/.test(event.headers['accept-encoding'] ?? '')) return reply;
  return {
    ...reply,
    headers: { ...reply.headers, 'content-encoding': 'gzip' },
    body: gzipSync(reply.body!).toString('base64'),
    isBase64Encoded: true,
  };
}
