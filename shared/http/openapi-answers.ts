import * as z from 'zod';
import type { ComponentRegistry } from 'zod-openapi/api';
import type { FileContent, Route } from '../contracts/routes.ts';

/**
 * The answers of an operation as the OpenAPI document has them (API-2): every status, every media type, every shape. Three
 * speak at a status: what the route declares, what the dispatcher refuses with, and what stands before the API.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;
/** Examples by name: a value, or one of the document's own. */
export type OpenApiExamples = Readonly<Record<string, { readonly value?: unknown; readonly $ref?: string }>>;
export interface OpenApiContent {
  readonly [mediaType: string]: { readonly schema?: JsonSchema; readonly examples?: OpenApiExamples };
}
export interface OpenApiAnswer {
  readonly $ref?: string;
  readonly description: string;
  readonly content?: OpenApiContent;
  readonly headers?: Readonly<Record<string, JsonSchema>>;
}
export interface ErrorCode {
  readonly name: string;
  readonly status: number;
  readonly code: number;
  readonly description: string;
  readonly isRetryable?: true;
}

/** The error answer (conventions 11): two documented shapes at once. */
export const ErrorAnswer = z
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
export const ThrottledAnswer = z
  .strictObject({
    statusCode: z.literal(429).meta({ description: 'The status once more.' }),
    message: z.string().meta({ description: 'Says in how many seconds to try again, as `Retry-After` does.' }),
  })
  .meta({ id: 'Throttled', description: 'What is answered beyond a limit.' });

/** Not ours: a gateway's answer has this one member, and no request id. */
export const GatewayAnswer = z
  .strictObject({ message: z.string().meta({ description: 'What is wrong, in words.' }) })
  .meta({ id: 'GatewayError', description: 'What the gateway answers in place of the API.' });

const JSON_TYPE = 'application/json';

/** Both what is sent and what is answered is described as it is on the wire: before it is parsed. */
export const schemaOf = (registry: ComponentRegistry, schema: z.ZodType, path: string[]): JsonSchema =>
  registry.addSchema(schema, path, { io: 'input', source: { type: 'mediaType' } }) as JsonSchema;

/** The registry knows a schema by its path: two of one path would become one. */
const schemasOf = (registry: ComponentRegistry, shapes: readonly z.ZodType[], path: string[]): JsonSchema[] =>
  shapes.map((shape, index) => schemaOf(registry, shape, [...path, String(index)]));

export const fileSchema = ({ mediaType }: FileContent): JsonSchema =>
  mediaType.startsWith('text/') || mediaType.includes('form-urlencoded')
    ? { type: 'string' }
    : { type: 'string', format: 'binary' };

// --- headers -------------------------------------------------------------------------------------------------------

const headerNames = {
  RequestId: 'MS-RequestId',
  CorrelationId: 'MS-CorrelationId',
  Location: 'Location',
  RetryAfter: 'Retry-After',
  Authenticate: 'WWW-Authenticate',
} as const;
type HeaderKey = keyof typeof headerNames;

const text = { type: 'string', minLength: 1 } as const;
export const headerComponents: Readonly<Record<HeaderKey, JsonSchema>> = {
  RequestId: { required: true, description: 'The id of the request, or one that was made for it.', schema: text },
  CorrelationId: {
    required: true,
    description: 'The id that groups calls, or one that was made for it.',
    schema: text,
  },
  Location: { required: true, description: 'Where it goes on.', schema: text },
  RetryAfter: { description: 'Seconds after which to try again.', schema: { type: 'integer', minimum: 1 } },
  Authenticate: { required: true, description: '`Bearer`, and what is wrong with the token.', schema: text },
};

const headersNamed = (keys: readonly HeaderKey[]): NonNullable<OpenApiAnswer['headers']> =>
  Object.fromEntries(keys.map((key) => [headerNames[key], { $ref: `#/components/headers/${key}` }]));

function headersAt(status: number, errors: readonly ErrorCode[]): HeaderKey[] {
  const keys: HeaderKey[] = ['RequestId', 'CorrelationId'];
  if (status >= 300 && status < 400) keys.push('Location');
  if (errors.some(({ name }) => name === 'unauthenticated')) keys.push('Authenticate');
  if (errors.some(({ isRetryable }) => isRetryable)) keys.push('RetryAfter');
  return keys;
}

// --- what any operation may answer ---------------------------------------------------------------------------------

interface AnyAnswer {
  readonly component: string;
  readonly description: string;
  readonly shapes: readonly z.ZodType[];
  readonly headers?: readonly HeaderKey[];
}

/** What stands before the API may answer any request; some of it the API answers, too, in its own shape. */
const anyAnswers: Readonly<Record<number, AnyAnswer>> = {
  413: {
    component: 'TooLarge',
    description: '800002: The body is larger than 1 MB; the gateway itself takes no more than 6 MB.',
    shapes: [ErrorAnswer, GatewayAnswer],
  },
  429: {
    component: 'TooMany',
    description: 'Too many; `Retry-After` says when to try again.',
    shapes: [ThrottledAnswer, GatewayAnswer],
    headers: ['RetryAfter'],
  },
  431: { component: 'HeadersTooLarge', description: 'The headers are too large.', shapes: [] },
  500: {
    component: 'Unexpected',
    description: '800003: An unexpected error occurred; report it with the request id if it stays.',
    shapes: [ErrorAnswer, GatewayAnswer],
    headers: ['RetryAfter'],
  },
  503: {
    component: 'Unavailable',
    description: 'The API did not answer in time: try again.',
    shapes: [GatewayAnswer],
    headers: ['RetryAfter'],
  },
};

const oneOrAny = (schemas: readonly JsonSchema[]): JsonSchema =>
  schemas.length === 1 ? schemas[0]! : { anyOf: schemas };

const jsonOf = (schemas: readonly JsonSchema[]): OpenApiContent =>
  schemas.length === 0 ? {} : { [JSON_TYPE]: { schema: oneOrAny(schemas) } };

function answer(description: string, content: OpenApiContent, headers: readonly HeaderKey[]): OpenApiAnswer {
  return {
    description,
    ...(headers.length > 0 && { headers: headersNamed(headers) }),
    ...(Object.keys(content).length > 0 && { content }),
  };
}

/** Answers that any operation refers to, by their names among the document's components. */
export const answersOfAny = (registry: ComponentRegistry): Record<string, OpenApiAnswer> =>
  Object.fromEntries(
    Object.values(anyAnswers).map(({ component, description, shapes, headers = [] }) => [
      component,
      answer(description, jsonOf(schemasOf(registry, shapes, [component])), headers),
    ]),
  );

// --- one operation -------------------------------------------------------------------------------------------------

const statusTexts: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted; it is carried out later.',
  204: 'Done; nothing to answer.',
  302: 'Goes on elsewhere.',
  303: 'Goes on elsewhere.',
};

const isSchema = (shape: unknown): shape is z.ZodType => shape instanceof z.ZodType;

interface Described {
  readonly route: Route;
  readonly operationId: string;
  /** The codes that it may refuse with. */
  readonly errors: readonly ErrorCode[];
}

/**
 * Every answer of a route by its status. One that only refuses is said once for all operations that refuse so.
 * @param shared answers that operations refer to, by name; those that this one does are added.
 */
export function answersOf(
  registry: ComponentRegistry,
  { route, operationId, errors }: Described,
  shared: Record<string, OpenApiAnswer>,
): Record<string, OpenApiAnswer> {
  const own = [...Object.keys(route.response), ...Object.keys(route.files ?? {})].map(Number);
  const statuses = [...own, ...errors.map(({ status }) => status), ...Object.keys(anyAnswers).map(Number)];
  const answerOf = (status: number): OpenApiAnswer => {
    const codes = errors.filter((error) => error.status === status);
    const isOwn = own.includes(status) || route.method === 'HEAD';
    const name = isOwn ? undefined : (anyAnswers[status]?.component ?? nameOfRefusals(codes));
    if (name === undefined) return answerAt(registry, { route, operationId, status, codes });
    shared[name] ??= answerAt(registry, { route, operationId: name, status, codes });
    return { $ref: `#/components/responses/${name}` } as unknown as OpenApiAnswer;
  };
  return Object.fromEntries([...new Set(statuses)].sort((a, b) => a - b).map((status) => [status, answerOf(status)]));
}

/** More would make a name that nobody reads: those stay with their operation, and are its own in most cases. */
const REFUSALS_NAMED_MAX = 6;

/** `AccessDenied.RoleLacksRight`: what an operation refuses with is read where it refers to it. A refusal has one status. */
const nameOfRefusals = (codes: readonly ErrorCode[]): string | undefined =>
  codes.length > REFUSALS_NAMED_MAX
    ? undefined
    : codes.map(({ name }) => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())).join('.');

interface Status {
  readonly route: Route;
  readonly operationId: string;
  readonly status: number;
  readonly codes: readonly ErrorCode[];
}

function answerAt(registry: ComponentRegistry, { route, operationId, status, codes }: Status): OpenApiAnswer {
  const { response, files = {}, method } = route;
  const shared = anyAnswers[status];
  const declared = response[status];
  const fileShapes = [declared, files[status]].filter((shape) => shape && !isSchema(shape)) as FileContent[];
  const refusal = shared ? shared.shapes : codes.length > 0 ? [ErrorAnswer] : [];
  const shapes = [...(isSchema(declared) ? [declared] : []), ...refusal];
  const json = schemasOf(registry, shapes, [operationId, 'answer', String(status)]);
  const content = {
    ...jsonOf(json),
    // JSON that is sent as bytes, because it is large, has the shape that the route declares.
    ...Object.fromEntries(
      fileShapes
        .filter(({ mediaType }) => !(mediaType in jsonOf(json)))
        .map((file) => [file.mediaType, { schema: fileSchema(file) }]),
    ),
  };
  return answer(
    descriptionOf(status, declared, fileShapes, codes),
    method === 'HEAD' ? {} : content,
    shared ? (shared.headers ?? []) : headersAt(status, codes),
  );
}

/** The text of an answer lists the codes of its refusals. */
function descriptionOf(
  status: number,
  declared: Route['response'][number] | undefined,
  files: readonly FileContent[],
  codes: readonly ErrorCode[],
): string {
  const isFileAlone = files.length > 0 && !isSchema(declared);
  const plain = isFileAlone ? [] : [statusTexts[status] ?? anyAnswers[status]?.description];
  const lines = [
    ...(declared === undefined && !isFileAlone && codes.length > 0 ? [] : plain),
    ...files.map(({ description }) => description),
    ...codes.map(({ code, description }) => `${code}: ${description}`),
    ...(codes.some(({ name }) => name === 'unauthenticated')
      ? ['The body is empty where a second factor is missing.']
      : []),
  ].filter((line) => line !== undefined);
  return lines.length > 0 ? lines.join('\n') : `Answer ${status}.`;
}
