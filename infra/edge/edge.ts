import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readLimits } from '../../shared/contracts/limits.ts';
import { BODY_BYTES_MAX, bodyBytes, type GatewayEvent, type GatewayReply } from '../../shared/http/gateway.ts';
import { keepingHeaders } from '../../shared/http/kept.ts';
import { problemReply } from '../../shared/http/problem.ts';
import { echoedId } from '../../shared/http/request-key.ts';
import { isPathAsRouted } from '../../shared/http/routed-path.ts';
import { withLimits } from './limits.ts';
import { mender } from './mend.ts';
import { type Pages, pages } from './pages.ts';
import type { Way } from './ways.ts';

/**
 * The gateway's `$default` function. It gets what no route matches: another case, repeated slashes, unknown paths, and
 * the reference pages.
 */
export interface EdgeParts {
  readonly ways: readonly Way[];
  readonly pages: Pages;
  /** Hands an event to an API function and answers what that answers. */
  readonly pass: (api: Way['api'], event: GatewayEvent) => Promise<GatewayReply>;
}

export function edge({ ways, pages: show, pass }: EdgeParts): (event: GatewayEvent) => Promise<GatewayReply> {
  const mend = mender(ways);
  return async (event) => {
    const { method } = event.requestContext.http;
    if (!isPathAsRouted(event)) return withIds(problemReply({ name: 'resource_not_found' }), event);
    const page = show(event);
    if (page) return withIds(page, event);
    const found = mend(method, event.rawPath);
    if (found.kind === 'unknown') {
      const { allow = [] } = found;
      return withIds(problemReply({ name: 'resource_not_found', allow }), event);
    }
    if (bodyBytes(event).length > BODY_BYTES_MAX) return withIds(problemReply({ name: 'body_too_large' }), event);
    return pass(found.way.api, { ...event, routeKey: '$default', pathParameters: {}, rawPath: found.rawPath });
  };
}

/** Every answer names its request, those of nobody's requests too. */
function withIds(reply: GatewayReply, { headers, rawPath, requestContext }: GatewayEvent): GatewayReply {
  const id = (name: string): string => echoedId(headers[name], randomUUID);
  const named = {
    ...reply,
    headers: {
      ...reply.headers,
      ...keepingHeaders(rawPath, reply.headers),
      'ms-requestid': id('ms-requestid'),
      'ms-correlationid': id('ms-correlationid'),
    },
  };
  if (requestContext.http.method !== 'HEAD') return named;
  const { body: _, isBase64Encoded: __, ...head } = named;
  return head;
}

/** Passes on by Lambda's own interface; what a function does not survive is an unexpected error to the caller. */
export const lambdaPass =
  (functions: Readonly<Record<string, string>>, client = new LambdaClient({})): EdgeParts['pass'] =>
  async (api, event) => {
    const call = new InvokeCommand({ FunctionName: functions[api], Payload: Buffer.from(JSON.stringify(event)) });
    const answer = await client.send(call).catch((error: unknown) => {
      console.error(JSON.stringify({ level: 'ERROR', message: 'a function took no call', api, error: String(error) }));
      return { FunctionError: 'NotCalled', Payload: undefined };
    });
    if (answer.FunctionError !== undefined || !answer.Payload)
      return withIds(problemReply({ name: 'unexpected_error' }), event);
    return JSON.parse(Buffer.from(answer.Payload).toString('utf8')) as GatewayReply;
  };

const readBeside = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

let ready: ((event: GatewayEvent) => Promise<GatewayReply>) | undefined;

/** Entry of the edge function. */
export const handler = (event: GatewayEvent): Promise<GatewayReply> => {
  ready ??= edge({
    ways: JSON.parse(readBeside('ways.json')) as Way[],
    pages: pages((file) =>
      existsSync(join(import.meta.dirname, file))
        ? withLimits(readBeside(file), readLimits(process.env.API_LIMITS ?? '{}'))
        : undefined,
    ),
    pass: lambdaPass(JSON.parse(process.env.API_FUNCTIONS ?? '{}') as Record<string, string>),
  });
  return ready(event);
};
