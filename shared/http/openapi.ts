import * as z from 'zod';
import { type ComponentRegistry, createComponents, createRegistry } from 'zod-openapi/api';
import { type Limit, type LimitName, limits } from '../contracts/limits.ts';
import { isSought } from '../contracts/paging.ts';
import type { RefusalTable } from '../contracts/refusals.ts';
import type { ContextName, ContextRoutes, Route, RouteTable } from '../contracts/routes.ts';
import {
  answersOf,
  answersOfAny,
  ErrorAnswer,
  type ErrorCode,
  fileSchema,
  GatewayAnswer,
  headerComponents,
  type JsonSchema,
  type OpenApiAnswer,
  type OpenApiContent,
  schemaOf,
  ThrottledAnswer,
} from './openapi-answers.ts';
import { refusalsOf } from './route-refusals.ts';

export type { ErrorCode, JsonSchema, OpenApiAnswer, OpenApiContent, OpenApiExamples } from './openapi-answers.ts';

/**
 * Writes the OpenAPI 3.1 document of the routes (API-2). All of it is derived: what the dispatcher checks and answers
 * is what the document says.
 */
export interface DocumentAbout {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly license: { readonly name: string; readonly identifier: string };
  /** Groups of operations, as they are shown: those that operations are in become the document's tags. */
  readonly areas: readonly DocumentTag[];
  /** Names the area that an operation is in. */
  readonly areaOf: (place: OperationPlace) => string;
  /** Schemas by name, per context: what is used of them becomes a component of the document. */
  readonly schemas?: readonly NamedSchemas[];
}
export interface NamedSchemas {
  readonly context: string;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** A group of operations. */
export interface DocumentTag {
  readonly name: string;
  readonly description: string;
}
export interface OperationPlace {
  readonly path: string;
  readonly context: ContextName;
  readonly operation: Pick<OpenApiOperation, 'responses' | 'x-roles'>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Pick<DocumentAbout, 'title' | 'version' | 'description' | 'license'>;
  /** Those that operations have. */
  readonly tags: readonly DocumentTag[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [kind: string]: unknown };
  /** What is limited, with the numbers of the deployment. */
  readonly 'x-limits': Readonly<Record<LimitName, Limit>>;
  /** Every refusal that an operation names, by its name. */
  readonly 'x-error-codes': Readonly<Record<string, Omit<ErrorCode, 'name'>>>;
  readonly [member: string]: unknown;
}
export interface OpenApiParameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema;
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
  /** Names of the refusals that it may answer, of those in the document's `x-error-codes`. */
  readonly 'x-error-codes': readonly string[];
}

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

/** What an operation may refuse with, by status and code. */
export const errorCodesOf = (
  document: Pick<OpenApiDocument, 'x-error-codes'>,
  operation: Pick<OpenApiOperation, 'x-error-codes'>,
): readonly ErrorCode[] => operation['x-error-codes'].map((name) => ({ name, ...document['x-error-codes'][name]! }));

const errorsOf = (route: Route, refusals: RefusalTable): readonly ErrorCode[] =>
  refusalsOf(route)
    .map((name) => ({ name, ...refusals[name]! }))
    .sort((a, b) => a.status - b.status || a.code - b.code);

/** @throws TypeError when two contexts have an operation of the same name. */
export function openApiDocument(
  contexts: readonly ContextRoutes<RouteTable>[],
  { title, version, description, license, areas, areaOf, schemas = [] }: DocumentAbout,
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
  const responses = answersOfAny(registry);
  const codes: Record<string, Omit<ErrorCode, 'name'>> = {};
  for (const { context, routes, refusals } of contexts)
    for (const [operationId, route] of Object.entries(routes))
      [route.path, ...(route.aliases ?? [])].forEach((path, index) => {
        const id = index === 0 ? operationId : `${operationId}Alias${index}`;
        const errors = errorsOf(route, refusals);
        for (const { name, ...code } of errors) codes[name] = code;
        const described = operationOf(registry, { operationId: id, path, route, errors }, responses);
        const operation = { ...described, tags: [areaOf({ path, context, operation: described })] };
        paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
      });
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  refuseRepeatedIds(operations);
  const { schemas: named, ...components } = createComponents(registry, {}, '3.1.0') as OpenApiDocument['components'];
  return structuredClone({
    openapi: '3.1.0',
    info: { title, version, description, license },
    servers: [{ url: '/' }],
    tags: areas
      .filter(({ name }) => operations.some(({ tags }) => tags.includes(name)))
      .map(({ name, description: text }) => ({ name, description: text })),
    paths: sorted(paths),
    'x-limits': limits,
    'x-error-codes': sorted(codes),
    components: {
      ...components,
      schemas: sorted(named),
      parameters: headerParameters(),
      headers: headerComponents,
      responses: sorted(responses),
    },
  }) as OpenApiDocument;
}

const sorted = <T>(record: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function refuseRepeatedIds(operations: readonly OpenApiOperation[]): void {
  const seen = new Set<string>();
  for (const { operationId } of operations) {
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
    ['GatewayError', GatewayAnswer],
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
  readonly operationId: string;
  readonly path: string;
  readonly route: Route;
  readonly errors: readonly ErrorCode[];
}

/** @param shared answers that operations refer to; those that this one does are added. */
function operationOf(
  registry: ComponentRegistry,
  described: Described,
  shared: Record<string, OpenApiAnswer>,
): Omit<OpenApiOperation, 'tags'> {
  const { operationId, route, errors } = described;
  const isPublic = route.allow === 'public';
  const requestBody = requestBodyOf(registry, described);
  return {
    operationId,
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    security: isPublic ? [] : [{ bearer: [] }],
    parameters: parametersOf(registry, described),
    ...(requestBody && { requestBody }),
    responses: answersOf(registry, described, shared),
    'x-roles': route.allow,
    ...(route.directory && { 'x-directory-roles': route.directory }),
    ...(!isPublic && { 'x-token': route.token ?? 'app' }),
    ...(route.accounts && { 'x-accounts': route.accounts }),
    ...(route.requirements && { 'x-requirements': route.requirements }),
    ...(route.limit && { 'x-limit': route.limit.of }),
    'x-error-codes': errors.map(({ name }) => name),
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
