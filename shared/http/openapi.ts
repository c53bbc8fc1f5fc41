import * as z from 'zod';
import { type ComponentRegistry, createComponents, createRegistry } from 'zod-openapi/api';
import { type Limit, type LimitName, limits } from '../contracts/limits.ts';
import { isSought } from '../contracts/paging.ts';
import { type RefusalDefinition, type RefusalName, refusals } from '../contracts/refusals.ts';
import type { ContextRoutes, FileContent, Role, Route, RouteTable } from '../contracts/routes.ts';

/**
 * Writes the OpenAPI 3.1 document of the routes (API-2). All of it is derived: what the dispatcher checks and answers
 * is what the document says.
 */
export interface DocumentAbout {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Schemas by name, per context: what is used of them becomes a component of the document. */
  readonly schemas?: readonly NamedSchemas[];
}
export interface NamedSchemas {
  readonly context: string;
  readonly schemas: Readonly<Record<string, unknown>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [kind: string]: unknown };
  /** What is limited, with the numbers of the deployment. */
  readonly 'x-limits': Readonly<Record<LimitName, Limit>>;
  readonly [member: string]: unknown;
}
export type JsonSchema = Readonly<Record<string, unknown>>;
export interface OpenApiParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema;
}
/** Examples by name: a value, or one of the document's own. */
export type OpenApiExamples = Readonly<Record<string, { readonly value?: unknown; readonly $ref?: string }>>;
export interface OpenApiContent {
  readonly [mediaType: string]: { readonly schema?: JsonSchema; readonly examples?: OpenApiExamples };
}
export interface OpenApiAnswer {
  readonly description: string;
  readonly content?: OpenApiContent;
  readonly headers?: unknown;
}
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly object[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly description?: string;
    readonly content: OpenApiContent;
  };
  readonly responses: Readonly<Record<string, OpenApiAnswer>>;
  /** Roles that may call, or `public`. */
  readonly 'x-roles': readonly string[] | 'public';
  /** `app`: an application's own token will do. */
  readonly 'x-token'?: string;
  readonly 'x-accounts'?: readonly string[];
  readonly 'x-requirements'?: readonly string[];
  /** Name of the limit in the document's `x-limits` that it is held to. */
  readonly 'x-limit'?: LimitName;
  readonly 'x-error-codes': readonly ErrorCode[];
}
export interface ErrorCode {
  readonly name: RefusalName;
  readonly status: number;
  readonly code: number;
  readonly description: string;
}

/** The error answer (conventions 11): two documented shapes at once. */
const ErrorAnswer = z
  .object({
    code: z.number().int().meta({ description: 'Tells the reason; see the codes of the operation.' }),
    description: z.string().meta({ description: 'The reason in words.' }),
    data: z.array(z.unknown()).meta({ description: 'What else belongs to the reason; most often nothing.' }),
    source: z.string().meta({ description: 'Who refused.' }),
    message: z.string().meta({ description: 'The same text as `description`.' }),
    errorName: z.string().meta({ description: 'Name of the reason.' }),
    isRetryable: z.boolean().meta({ description: 'Whether the same call may succeed later.' }),
    parameters: z
      .object({ field: z.string().optional().meta({ description: 'Member or parameter that is wrong.' }) })
      .meta({ description: 'What the reason is about.' }),
  })
  .meta({ id: 'Error', description: 'What every refusal answers.' });

/** The answer to too many requests (conventions 12). */
const ThrottledAnswer = z
  .object({
    statusCode: z.literal(429).meta({ description: 'The status once more.' }),
    message: z.string().meta({ description: 'Says in how many seconds to try again, as `Retry-After` does.' }),
  })
  .meta({ id: 'Throttled', description: 'What is answered beyond a limit.' });

const commonHeaders = {
  requestId: {
    name: 'MS-RequestId',
    description:
      'Id of this logical call: a GUID in any spelling, or 1 to 128 visible ASCII characters. Repeat a call whose answer was lost with the same id: a POST is then carried out once.',
  },
  correlationId: { name: 'MS-CorrelationId', description: 'Groups calls for tracing; written like MS-RequestId.' },
  locale: { name: 'X-Locale', description: 'Language of localized text, such as `en-US`.' },
  ifMatch: {
    name: 'If-Match',
    description: 'ETag of the state that the change is meant for.',
  },
  pageToken: {
    name: 'MS-ContinuationToken',
    description:
      'Token of the page that the caller has, for its `Next` or `Previous`; it is bound to list, caller and query, and says all of that query. It may stand in the query instead.',
  },
} as const;
type CommonHeader = keyof typeof commonHeaders;

const isWrite = ({ method }: Route): boolean => method !== 'GET' && method !== 'HEAD';
const partnerRoles: readonly Role[] = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent', 'GlobalAdmin'];

/** Every refusal that a route may answer: its own, and those of the checks that its declaration asks for. */
export function refusalsOf(route: Route): readonly RefusalName[] {
  const names: RefusalName[] = [...callerRefusals(route)];
  if (route.customer !== undefined)
    names.push(route.refusals.includes('invalid_customer_id') ? 'invalid_customer_id' : 'no_relationship');
  if (route.customer !== undefined) names.push('no_relationship');
  if (route.delegatedAdmin) names.push('delegated_admin_required');
  const { path, query, body, file } = route.request ?? {};
  if (path) names.push('resource_not_found');
  if (query || body || file) names.push('invalid_input');
  if (body) names.push('invalid_property');
  if (body || file) names.push('body_too_large');
  if (isWrite(route)) names.push(route.inProgress ?? 'request_in_progress');
  if (route.limit && route.response[429] === undefined) names.push('too_many_requests');
  return [...new Set([...names, ...route.refusals, 'unexpected_error' as const])];
}

function callerRefusals(route: Route): readonly RefusalName[] {
  const { allow } = route;
  if (allow === 'public') return [];
  const names: RefusalName[] = ['unauthenticated', 'access_denied'];
  if (allow.some((role) => role !== 'Operator')) names.push('role_lacks_right');
  if (!allow.some((role) => partnerRoles.includes(role))) return names;
  if (route.accounts && route.accountRefusal) names.push(route.accountRefusal);
  if ((isWrite(route) || route.newBusiness) && !route.beforeAgreement) names.push('program_agreement_unsigned');
  if (route.newBusiness) names.push('account_not_active');
  return names;
}

const errorCodesOf = (route: Route): readonly ErrorCode[] =>
  refusalsOf(route)
    .map((name) => ({ name, ...(refusals[name] as RefusalDefinition) }))
    .sort((a, b) => a.status - b.status || a.code - b.code);

/** @throws TypeError when two contexts have an operation of the same name. */
export function openApiDocument(
  contexts: readonly ContextRoutes<RouteTable>[],
  { title, version, description, schemas = [] }: DocumentAbout,
): OpenApiDocument {
  nameSchemas(schemas);
  const registry = createRegistry({
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Access token of `POST /{tenant}/oauth2/v2.0/token`.',
      },
    },
  });
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const { context, routes } of contexts)
    for (const [operationId, route] of Object.entries(routes))
      [route.path, ...(route.aliases ?? [])].forEach((path, index) => {
        const id = index === 0 ? operationId : `${operationId}Alias${index}`;
        const operation = operationOf(registry, { context, operationId: id, path, route });
        paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
      });
  refuseRepeatedIds(paths);
  const components = createComponents(registry, {}, '3.1.0') as OpenApiDocument['components'];
  return structuredClone({
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [{ url: '/' }],
    tags: contexts.map(({ context }) => ({ name: context })),
    paths: sorted(paths),
    'x-limits': limits,
    components: { ...components, schemas: sorted(components.schemas), parameters: headerParameters() },
  }) as OpenApiDocument;
}

const sorted = <T>(record: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function refuseRepeatedIds(paths: OpenApiDocument['paths']): void {
  const seen = new Set<string>();
  for (const { operationId } of Object.values(paths).flatMap((path) => Object.values(path))) {
    if (seen.has(operationId)) throw new TypeError(`two operations are called ${operationId}: rename one`);
    seen.add(operationId);
  }
}

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType;

/** Gives schemas the names under which contexts export them; one that is taken gets its context before it. */
function nameSchemas(sets: readonly NamedSchemas[]): void {
  const taken = new Map<string, z.ZodType>([
    ['Error', ErrorAnswer],
    ['Throttled', ThrottledAnswer],
  ]);
  for (const { context, schemas } of sets)
    for (const [name, schema] of Object.entries(schemas)) {
      if (!isSchema(schema)) continue;
      const meta = z.globalRegistry.get(schema) ?? {};
      if (meta.id !== undefined) {
        taken.set(meta.id, schema);
        continue;
      }
      const plain = name.charAt(0).toUpperCase() + name.slice(1);
      const id = taken.has(plain) ? context.charAt(0).toUpperCase() + context.slice(1) + plain : plain;
      taken.set(id, schema);
      z.globalRegistry.add(schema, { ...meta, id });
    }
}

// --- one operation -------------------------------------------------------------------------------------------------

interface Described {
  readonly context: string;
  readonly operationId: string;
  readonly path: string;
  readonly route: Route;
}

function operationOf(registry: ComponentRegistry, described: Described): OpenApiOperation {
  const { context, operationId, path, route } = described;
  const isPublic = route.allow === 'public';
  const errors = errorCodesOf(route);
  const requestBody = requestBodyOf(registry, described);
  return {
    operationId,
    tags: [context],
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    security: isPublic ? [] : [{ bearer: [] }],
    parameters: parametersOf(registry, described),
    ...(requestBody && { requestBody }),
    responses: { ...successes(registry, described), ...failures(registry, errors, `${route.method} ${path}`) },
    'x-roles': route.allow,
    ...(!isPublic && { 'x-token': route.token ?? 'app' }),
    ...(route.accounts && { 'x-accounts': route.accounts }),
    ...(route.requirements && { 'x-requirements': route.requirements }),
    ...(route.limit && { 'x-limit': route.limit.of }),
    'x-error-codes': errors,
  };
}

function parametersOf(registry: ComponentRegistry, { operationId, path, route }: Described): OpenApiParameter[] {
  const query = route.request?.query?.shape ?? {};
  const shape = route.request?.path?.shape ?? {};
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]): OpenApiParameter => {
    const schema = shape[name!];
    const parameter = schema
      ? addParameter(registry, { operationId, in: 'path', name: name! }, schema)
      : { name: name!, in: 'path', schema: { type: 'string' } };
    return { ...parameter, required: true };
  });
  const inQuery = Object.entries(query).map(([name, schema]) =>
    addParameter(registry, { operationId, in: 'query', name }, schema),
  );
  return [...inPath, ...inQuery, ...headersOf(route)];
}

const addParameter = (
  registry: ComponentRegistry,
  at: { operationId: string; in: 'path' | 'query'; name: string },
  schema: z.core.$ZodType,
): OpenApiParameter =>
  registry.addParameter(schema, [at.operationId, 'parameters'], {
    location: { in: at.in, name: at.name },
  }) as OpenApiParameter;

function headersOf(route: Route): OpenApiParameter[] {
  const names: CommonHeader[] = ['requestId', 'correlationId', 'locale'];
  if (route.refusals.includes('stale_etag')) names.push('ifMatch');
  if (isSought(route.request?.query)) names.push('pageToken');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }) as unknown as OpenApiParameter);
}

const headerParameters = () =>
  Object.fromEntries(
    Object.entries(commonHeaders).map(([key, { name, description }]) => [
      key,
      {
        name,
        in: 'header',
        required: false,
        description,
        schema: name.endsWith('Id') ? { type: 'string', minLength: 1, maxLength: 128 } : { type: 'string' },
      },
    ]),
  );

function requestBodyOf(
  registry: ComponentRegistry,
  { operationId, route }: Described,
): OpenApiOperation['requestBody'] {
  const { body, file, bodyOptional = false, bodyIgnored = false } = route.request ?? {};
  if (bodyIgnored || (!body && !file)) return undefined;
  const json = body && {
    'application/json': { schema: schemaOf(registry, body, [operationId, 'request']) },
  };
  return {
    required: !bodyOptional,
    ...(file && { description: file.description }),
    content: { ...json, ...(file && { [file.mediaType]: { schema: fileSchema(file) } }) },
  };
}

/** Both what is sent and what is answered is described as it is on the wire: before it is parsed. */
const schemaOf = (registry: ComponentRegistry, schema: z.ZodType, path: string[]): JsonSchema =>
  registry.addSchema(schema, path, { io: 'input', source: { type: 'mediaType' } }) as JsonSchema;

const fileSchema = ({ mediaType }: FileContent): JsonSchema =>
  mediaType.startsWith('text/') || mediaType.includes('form-urlencoded')
    ? { type: 'string' }
    : { type: 'string', format: 'binary' };

const statusTexts: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted; it is carried out later.',
  204: 'Done; nothing to answer.',
  302: 'Goes on elsewhere.',
  303: 'Goes on elsewhere.',
  429: 'Too many; `Retry-After` says when to try again.',
};

function successes(registry: ComponentRegistry, { operationId, route }: Described): Record<string, OpenApiAnswer> {
  return Object.fromEntries(
    Object.entries(route.response).map(([status, shape]) => {
      const description = statusTexts[Number(status)] ?? `Answer ${status}.`;
      if (shape === null) return [status, { description }];
      if (!isSchema(shape))
        return [
          status,
          { description: shape.description, content: { [shape.mediaType]: { schema: fileSchema(shape) } } },
        ];
      const schema = schemaOf(registry, shape, [operationId, 'answer', status]);
      return [status, { description, content: { 'application/json': { schema } } }];
    }),
  );
}

/** One answer per status; its text lists the codes. */
function failures(
  registry: ComponentRegistry,
  errors: readonly ErrorCode[],
  at: string,
): Record<string, OpenApiAnswer> {
  const byStatus = Map.groupBy(errors, ({ status }) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map(({ code, description }) => `${code}: ${description}`).join('\n'),
        content: {
          'application/json': {
            schema: schemaOf(registry, status === 429 ? ThrottledAnswer : ErrorAnswer, [at, 'refusal', String(status)]),
          },
        },
      },
    ]),
  );
}
