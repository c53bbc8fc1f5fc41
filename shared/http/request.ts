import type * as z from 'zod';
import { isSought } from '../contracts/paging.ts';
import type { GeneralRefusal, RefusalTable } from '../contracts/refusals.ts';
import type { Route } from '../contracts/routes.ts';
import { enumKey } from '../contracts/wire.ts';
import type { Caller } from '../identity/caller.ts';
import type { Refusal } from '../kernel/result.ts';
import type { FileBody } from './call.ts';
import { decoded } from './charset.ts';
import type { GatewayEvent } from './gateway.ts';
import { normalizeNames } from './names.ts';
import { RefusalError, refusing } from './problem.ts';
import type { WayMatch } from './router.ts';
import { badToken, type Seeking, seekRequest } from './seek-request.ts';

/** Path, query and body of a request as its route's schemas have them. */

/** Query values by lower-case name without underscores; one client writes a second `?` instead of `&`. */
export function queryOf({ rawQueryString }: GatewayEvent): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString.replaceAll('?', '&'))) query.set(enumKey(name), value);
  return query;
}

/** Who asks, the token of a page that came with it, and what may be refused. */
interface Asking {
  readonly caller: Pick<Caller, 'tenantId' | 'principalId'> | undefined;
  readonly continuationToken: string | undefined;
  readonly refusals: RefusalTable;
}

export type ValidRequest = ReturnType<typeof validRequest>;

/** The route of a request, and how it was asked for. */
export interface RouteMatch extends WayMatch {
  readonly route: Route;
}

/** What an operation gets of a request. `body` is its bytes. @throws RefusalError with the field that is wrong. */
export function validRequest(match: RouteMatch, event: GatewayEvent, body: Buffer, asking: Asking) {
  const { route, params } = match;
  const parse = parser(asking.refusals);
  const path = route.request?.path && parse(route.request.path, params, 'resource_not_found');
  return { path, ...validQuery(match, event, path, asking), ...validBody(route, event, body, parse) };
}

/** Only a sought list has pages that a token leads to: none is dropped in silence. */
function validQuery(
  { route, operationId }: RouteMatch,
  event: GatewayEvent,
  path: unknown,
  { caller, continuationToken, refusals }: Asking,
): { query?: unknown; seek?: Seeking } {
  const parse = parser(refusals);
  const schema = route.request?.query;
  const given = schema && declaredValues(schema, event);
  if (isSought(schema) && caller) {
    const { tenantId, principalId } = caller;
    const { values, seek } = seekRequest(
      schema,
      given!,
      { operationId, path, tenantId, principalId },
      continuationToken,
    );
    return { query: parse(schema, values, 'invalid_input'), seek };
  }
  if (route.method === 'GET' && continuationToken !== undefined) throw badToken('No token leads through this.');
  return schema ? { query: parse(schema, given, 'invalid_input') } : {};
}

function declaredValues(schema: z.ZodObject, event: GatewayEvent): Record<string, string> {
  const query = queryOf(event);
  const names = Object.keys(schema.shape).filter((name) => query.has(enumKey(name)));
  return Object.fromEntries(names.map((name) => [name, query.get(enumKey(name))!]));
}

function validBody(route: Route, event: GatewayEvent, body: Buffer, parse: Parse): { file?: FileBody; body?: unknown } {
  const { request } = route;
  const mediaType = (event.headers['content-type'] ?? 'application/json').split(';')[0]!.trim().toLowerCase();
  if (request?.file && (!request.body || mediaType === request.file.mediaType))
    return { file: { mediaType, text: fileText(mediaType, textOf(event, body)) } };
  if (!request?.body || request.bodyIgnored) return {};
  const json = parseJson(textOf(event, body));
  if (json === undefined || json === null) {
    if (request.bodyOptional) return {};
    throw refusing('invalid_input', { description: 'The request needs a JSON body.' });
  }
  const invalid = route.refusals.includes('invalid_property') ? 'invalid_property' : 'invalid_input';
  return { body: parse(request.body, normalizeNames(request.body, json), invalid) };
}

/** The text of a body, which the gateway hands on as text or as bytes. @throws RefusalError for bytes that are none. */
function textOf({ body = '', headers, isBase64Encoded }: GatewayEvent, bytes: Buffer): string {
  const text = isBase64Encoded ? decoded(bytes, headers['content-type']) : body.replace(/^\uFEFF/, '');
  if (text !== undefined) return text;
  throw refusing('invalid_property', {
    field: 'Content-Type',
    description:
      'The body is not of the charset that its Content-Type declares (utf-8 when none): send utf-8, utf-16, iso-8859-1 or windows-1252, and say which.',
  });
}

/** The percent-encoding of a form may hide bytes that are no text. */
function fileText(mediaType: string, text: string): string {
  if (mediaType !== 'application/x-www-form-urlencoded') return text;
  for (const [name, value] of new URLSearchParams(text))
    if (`${name}${value}`.includes('\uFFFD'))
      throw refusing('invalid_property', {
        field: name,
        description: `${name.slice(0, 100)}: is not encoded as UTF-8.`,
      });
  return text;
}

/** @throws RefusalError for text that is no JSON. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refusing('invalid_input', { description: 'The body is not valid JSON.' });
  }
}

/** Validates one part. @throws RefusalError with the field. */
type Parse = (schema: z.ZodType, value: unknown, otherwise: GeneralRefusal) => unknown;

const parser =
  (refusals: RefusalTable): Parse =>
  (schema, value, otherwise) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const refusal = issueOf(parsed.error.issues[0]!, value, { refusals, otherwise });
    throw refusal.name === 'resource_not_found' ? refusing(refusal.name) : new RefusalError(refusal);
  };

/** What an issue of a value is refused as; of `refusals` it may name its own (`params.refusal`). */
export function issueOf(
  first: z.core.$ZodIssue,
  value: unknown,
  { refusals, otherwise }: { readonly refusals: RefusalTable; readonly otherwise: GeneralRefusal },
): Refusal & { readonly field: string } {
  const issue = deepest(first);
  const field = fieldPath(issue.path);
  if (isNullMember(value, issue.path))
    return { name: 'invalid_property', field, description: `${field}: is null, and must have a value` };
  const named = (issue as { params?: { refusal?: string } }).params?.refusal;
  const name = named !== undefined && Object.hasOwn(refusals, named) ? named : otherwise;
  return { name, field, description: `${field || 'The body'}: ${issue.message}` };
}

/** Of a value that fits no shape of several, what is wrong with it in the shape that it comes nearest to. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flatMap(([first]) => (first ? [deepest(first)] : []));
  const nearest = inner.reduce<z.core.$ZodIssue>((best, each) => (each.path.length > best.path.length ? each : best), {
    ...issue,
    path: [],
  });
  return nearest.path.length === 0 ? issue : { ...nearest, path: [...issue.path, ...nearest.path] };
}

/** Null for a member that must have a value is wrong in the same way everywhere (conventions 5). */
const isNullMember = (value: unknown, path: readonly PropertyKey[]): boolean =>
  typeof path.at(-1) === 'string' &&
  path.reduce<unknown>((part, name) => (part as Record<PropertyKey, unknown> | undefined)?.[name], value) === null;

const fieldPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  );
