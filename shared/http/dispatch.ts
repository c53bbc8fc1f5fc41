import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { defaultLimits, type LimitSettings } from '../contracts/limits.ts';
import type { RefusalName } from '../contracts/refusals.ts';
import type { ContextRoutes, Route, RouteTable } from '../contracts/routes.ts';
import { type Table, WriteConflictError } from '../dynamo/table.ts';
import type { AccessRecords } from '../identity/access.ts';
import { actorOf, type Caller, type CallerLoader } from '../identity/caller.ts';
import type { Seal } from '../identity/seal.ts';
import type { TokenVerifier } from '../identity/token.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Refusal } from '../kernel/result.ts';
import { instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';
import { authorize, isWrite, relatedCustomer } from './authorize.ts';
import type { Call, CallBase, FileReply, Operations, Reply, StoredReply } from './call.ts';
import { type CallHeaders, callHeaders, checkIds } from './call-headers.ts';
import { beginLine, type CallLine, writeLine } from './call-log.ts';
import { BODY_BYTES_MAX, bodyBytes, type GatewayEvent, type GatewayReply } from './gateway.ts';
import { keepingHeaders } from './kept.ts';
import { limitOf } from './limited.ts';
import { type Limiter, limiter } from './limits.ts';
import { beginOnce } from './once.ts';
import { mfaReply, problemReply, RefusalError, refusing } from './problem.ts';
import { queryOf, validRequest } from './request.ts';
import { isPathAsRouted } from './routed-path.ts';
import { type RouteMatch, router } from './router.ts';
import { linkedToItself } from './self-link.ts';
import { whileRelated } from './while-related.ts';

/** What every API function is composed of. */
export interface ApiParts {
  readonly table: Table;
  /** Root of the API as it is configured: links and redirects lead there, whatever host a caller names. */
  readonly root: string;
  readonly records: AccessRecords;
  readonly callers: CallerLoader;
  readonly tokens: TokenVerifier;
  /** Seals what is stored of answers that hold secrets; needed where a route has them. */
  readonly seal?: Seal;
  /** A user's token needs a second factor (conventions 2.4): a deployment switch. */
  readonly mfaRequired: boolean;
  /** Header in which a front before the API tells the caller's address; without one nobody is believed. */
  readonly viewerAddressHeader?: string;
  /** Numbers of the deployment; {@link defaultLimits} when absent. */
  readonly limits?: LimitSettings;
  /** Checks every answer against its schema: in tests, where a wrong answer must fail. */
  readonly checkAnswers?: boolean;
  /** Makes ids of attempts and requests; a simulation hands in its own, so that its seed alone repeats it. */
  readonly newId?: () => string;
  readonly observability: Observability;
}

export type Dispatch = (event: GatewayEvent) => Promise<GatewayReply>;

/** Answers above this many bytes are compressed: a function hands back at most 6 MB. */
const PLAIN_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Turns gateway events into answers for one context: route, token, authorisation, validation, once, operation,
 * answer. In this order, so that nobody learns from a validation message what authorisation would have hidden.
 */
export function dispatcher<T extends RouteTable, Deps>(
  { context, routes }: ContextRoutes<T>,
  operations: Operations<T, Deps>,
  deps: Deps,
  parts: ApiParts,
): Dispatch {
  const ways = router(routes);
  for (const [name, { sealed }] of Object.entries<Route>(routes))
    invariant(!sealed || parts.seal, `what is stored of the answers of ${name} can be sealed`);
  const limits = limiter(parts.table, context, parts.limits ?? defaultLimits);
  return async (event) => {
    const base = callBase(event, parts);
    const line = beginLine();
    let reply: GatewayReply;
    let match: RouteMatch | undefined;
    try {
      match = matchRoute(ways, event);
      line.operation = match.operationId;
      const operation = operations[match.operationId as keyof T] as never;
      reply = await handle({ event, base, match, context, operation, deps, parts, limits, line });
    } catch (error) {
      reply = replyToError(error, base, match?.route, parts.observability);
    }
    const { requestId, correlationId } = base;
    const { method } = event.requestContext.http;
    writeLine(parts.observability, line, { method, status: reply.statusCode, requestId, correlationId });
    return finish(reply, event, base);
  };
}

interface Handling<Deps> {
  readonly event: GatewayEvent;
  readonly base: BaseCall;
  readonly match: RouteMatch;
  readonly context: ContextRoutes['context'];
  readonly operation: (call: Call, deps: Deps) => ReturnType<Operations<RouteTable, Deps>[string]>;
  readonly deps: Deps;
  readonly parts: ApiParts;
  readonly limits: Limiter;
  readonly line: CallLine;
}

type BaseCall = Omit<CallBase, 'once' | 'limits'> & Pick<CallHeaders, 'requestKey'>;

function matchRoute(ways: ReturnType<typeof router>, event: GatewayEvent): RouteMatch {
  const path = decodablePath(event.rawPath);
  if (!isPathAsRouted(event)) throw refusing('resource_not_found');
  const match = ways.find(event.requestContext.http.method, path);
  if (match) return match;
  throw refusing('resource_not_found', { allow: ways.methods(path) });
}

/** A path that cannot be decoded matches nothing. */
function decodablePath(path: string): string {
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    throw refusing('resource_not_found');
  }
}

async function handle<Deps>(handling: Handling<Deps>) {
  const { event, base, match, context, operation, deps, parts, limits, line } = handling;
  const { route, params } = match;
  parts.observability.annotate('operation', match.operationId);
  const caller = route.allow === 'public' ? undefined : await authenticate(route, event, base, parts);
  if (caller) line.caller = caller;
  if (caller && parts.mfaRequired && caller.tokenKind === 'user' && !caller.hasMfa) return mfaReply();
  if (caller) authorize(route, caller, base.at);
  const customer = caller && (await relatedCustomer(route, caller, params.customerId, parts.records));
  checkIds(event.headers);
  if (API_PATH.test(route.path)) checkContractVersion(event);
  const body = bodyBytes(event);
  if (body.length > BODY_BYTES_MAX) throw refusing('body_too_large');
  const request = validRequest(match, event, body, { caller, continuationToken: base.continuationToken });
  const attemptId = (parts.newId ?? randomUUID)();
  const accept = event.headers.accept ?? '';
  const within = await limitOf(limits, { ...base, ...request, route, caller, accept, attemptId });
  const replays = caller !== undefined && (route.replay ?? route.method === 'POST');
  const attempt = await beginOnce(parts.table, {
    context,
    tenantId: caller?.tenantId ?? 'anonymous',
    requestId: replays ? base.requestKey : undefined,
    method: route.method,
    path: event.rawQueryString ? `${event.rawPath}?${event.rawQueryString}` : event.rawPath,
    body,
    attemptId,
    at: base.at,
    inProgress: route.inProgress ?? 'request_in_progress',
    ...(route.sealed && parts.seal && { sealed: { seal: parts.seal, principalId: caller?.principalId } }),
  });
  if (attempt.replay) return toGatewayReply(attempt.replay, route, parts, event);
  try {
    const cause = causeOf(caller, base);
    const call = { ...base, ...request, once: attempt.once, limits, caller, cause };
    const related = () => caller && relatedCustomer(route, caller, params.customerId, parts.records);
    const result = await within(() =>
      whileRelated(customer, related, (now) => operation({ ...call, customer: now } as unknown as Call, deps)),
    );
    if (!result.ok) throw new RefusalError(result.refusal);
    if ('file' in result.value) await attempt.reopen();
    else await attempt.succeed(result.value as StoredReply);
    return toGatewayReply(result.value, route, parts, event);
  } catch (error) {
    await attempt.reopen();
    if (error instanceof WriteConflictError) throw refusing(route.inProgress ?? 'request_in_progress');
    throw error;
  }
}

const causeOf = (caller: Caller | undefined, { correlationId, requestId }: BaseCall) => ({
  actor: caller ? actorOf(caller) : { tenantId: 'anonymous', kind: 'user' as const },
  correlationId,
  causationId: requestId,
});

/** Who calls. What is written counts on the account as it is now, not on one remembered for a minute. */
async function authenticate(route: Route, event: GatewayEvent, base: BaseCall, parts: ApiParts): Promise<Caller> {
  const [scheme, token] = (event.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw refusing('unauthenticated');
  const claims = await parts.tokens.verify(token);
  const caller = claims && (await parts.callers.load(claims, Date.parse(base.at)));
  if (!caller) throw refusing('unauthenticated');
  if (!isWrite(route) && !route.newBusiness) return caller;
  const account = await parts.records.account(caller.tenantId);
  if (!account) throw refusing('unauthenticated');
  return { ...caller, account };
}

/** Token endpoints and pages have versions of their own, or none. */
const API_PATH = /^\/(v1|v1\.0|webhooks|auditactivity|partner)\//;

function checkContractVersion({ headers, rawQueryString }: GatewayEvent): void {
  const given = headers['ms-contract-version'] ?? new URLSearchParams(rawQueryString).get('api-version') ?? 'v1';
  if (given.toLowerCase() !== 'v1')
    throw refusing('invalid_input', { field: 'MS-Contract-Version', description: 'The only contract version is v1.' });
}

// --- request -------------------------------------------------------------------------------------------------------

function callBase(event: GatewayEvent, { root, viewerAddressHeader, newId = randomUUID }: ApiParts): BaseCall {
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

// --- answer --------------------------------------------------------------------------------------------------------

const isFileReply = (reply: object): reply is FileReply => 'file' in reply;

function toGatewayReply(reply: Reply | StoredReply, route: Route, parts: ApiParts, event: GatewayEvent): GatewayReply {
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
  if (parts.checkAnswers) checkAnswer(route, base.statusCode, body);
  const text = JSON.stringify(body, (_, value) => (value === null ? undefined : value));
  return { ...base, headers: { 'content-type': 'application/json; charset=utf-8', ...base.headers }, body: text };
}

/** @throws ZodError when an answer is not what its route declares. */
function checkAnswer(route: Route, status: number, body: unknown): void {
  const schema = route.response[status];
  if (schema && 'parse' in schema) schema.parse(body);
}

/** The log names the route, not the path: some paths are links whose token is a right. */
function replyToError(
  error: unknown,
  base: BaseCall,
  route: Route | undefined,
  { log, count }: Observability,
): GatewayReply {
  if (error instanceof RefusalError) return problemReply(error.refusal as Refusal<RefusalName>);
  count('UnexpectedError');
  log.error('request failed', {
    requestId: base.requestId,
    correlationId: base.correlationId,
    method: route?.method,
    route: route?.path,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return problemReply({ name: 'unexpected_error' });
}

/** Headers that every answer has, and compression of answers that would be too large for a function. */
function finish(reply: GatewayReply, event: GatewayEvent, base: BaseCall): GatewayReply {
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
