import type { Route } from '../../contracts/routes.ts';
import { isWrite } from '../authorize.ts';
import type { FileReply, Reply, StoredReply } from '../call.ts';
import type { GatewayEvent, GatewayReply } from '../gateway.ts';
import { linkedToItself } from '../self-link.ts';
import type { Step } from './exchange.ts';

/** Makes what the operation answers an answer of the gateway. `isChecked`: it must be what its route declares. */
export const answerStep = (isChecked: boolean): Step => ({
  after(request) {
    const { response, event, context } = request;
    request.response = toGatewayReply(response as Reply | StoredReply, context.match.route, event, isChecked);
  },
});

const isFileReply = (reply: object): reply is FileReply => 'file' in reply;

function toGatewayReply(
  reply: Reply | StoredReply,
  route: Route,
  event: GatewayEvent,
  isChecked: boolean,
): GatewayReply {
  const base = {
    statusCode: reply.status as number,
    headers: { ...reply.headers },
    ...('cookies' in reply && reply.cookies && { cookies: [...reply.cookies] }),
  };
  if (isFileReply(reply)) {
    const { bytes, mediaType } = reply.file;
    const headers = { 'content-type': mediaType, ...base.headers };
    if (typeof bytes === 'string') return { ...base, headers, body: bytes };
    return { ...base, headers, body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
  }
  const said = (reply as StoredReply).body;
  if (said === undefined) return base;
  const body = isWrite(route) || typeof said !== 'object' ? said : linkedToItself(said as object, event);
  if (isChecked) checkAnswer(route, base.statusCode, body);
  const text = JSON.stringify(body, (_, value) => (value === null ? undefined : value));
  return { ...base, headers: { 'content-type': 'application/json; charset=utf-8', ...base.headers }, body: text };
}

/** @throws ZodError when an answer is not what its route declares. */
function checkAnswer(route: Route, status: number, body: unknown): void {
  const schema = route.response[status];
  if (schema && 'parse' in schema) schema.parse(body);
}
