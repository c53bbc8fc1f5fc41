import { randomUUID } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import type { Caller } from '../../identity/caller.ts';
import type { TokenClaims } from '../../identity/token.ts';
import { instant } from '../../kernel/time.ts';
import type { ApiParts } from '../api-parts.ts';
import type { CallBase, RelatedCustomer, Reply, StoredReply } from '../call.ts';
import { type CallHeaders, callHeaders } from '../call-headers.ts';
import { beginLine, type CallLine } from '../call-log.ts';
import type { GatewayEvent, GatewayReply } from '../gateway.ts';
import type { WithinLimit } from '../limited.ts';
import type { OnceAttempt } from '../once.ts';
import { queryOf, type RouteMatch, type ValidRequest } from '../request.ts';
import type { Served } from '../served.ts';

export type BaseCall = Omit<CallBase, 'once' | 'limits'> & Pick<CallHeaders, 'requestKey'>;

/** What a request gathers on its way through the steps. Each member is there once the step that it names is done. */
export interface Exchange {
  /** Ids, time and headers: from the start. */
  readonly base: BaseCall;
  /** The line of the log, from the start. */
  readonly line: CallLine;
  /** `route` */
  match: RouteMatch & Served<never>;
  /** `token`; undefined on a public route. */
  claims: TokenClaims | undefined;
  /** `caller`; undefined on a public route. */
  caller: Caller | undefined;
  /** `seen`: settled when nobody need wait for the note of the request any more; it never fails. */
  noted?: Promise<void>;
  /** `customer`; undefined where the route has none. */
  customer: RelatedCustomer | undefined;
  /** `validation`: path, query and body as the route's schemas have them, and the body's bytes. */
  request: ValidRequest;
  body: Buffer;
  /** `limits`: unique to this attempt, and what carries the operation out within the limit of its route. */
  attemptId: string;
  within: WithinLimit;
  /** `once` */
  attempt: OnceAttempt;
}

/** An exchange of which nobody knows how far it came. */
export type Unfinished = Pick<Exchange, 'base' | 'line'> & Partial<Exchange>;

/**
 * One step of a request, a middleware of middy. The exchange travels as middy's context, which every step and the
 * operation see; the answer as its response.
 */
export type Step = MiddlewareObj<GatewayEvent, Answer, Error, Exchange>;

/** What the operation answers, until the step `answer` has made it one of the gateway's. */
export type Answer = Reply | StoredReply | GatewayReply;

/** An exchange at its start. */
export const exchangeOf = (event: GatewayEvent, parts: ApiParts): Unfinished => ({
  base: baseOf(event, parts),
  line: beginLine(),
});

function baseOf(event: GatewayEvent, { root, viewerAddressHeader, newId = randomUUID }: ApiParts): BaseCall {
  const told = viewerAddressHeader && event.headers[viewerAddressHeader];
  return {
    at: instant(event.requestContext.timeEpoch),
    root,
    ...callHeaders(event.headers, queryOf(event), newId),
    headers: event.headers,
    cookies: event.cookies ?? [],
    rawPath: event.rawPath,
    rawQuery: event.rawQueryString,
    sourceIp: told || (event.requestContext.http.sourceIp ?? ''),
  };
}
