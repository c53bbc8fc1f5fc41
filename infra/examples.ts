import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalTable } from '../shared/contracts/refusals.ts';
import {
  type ErrorCode,
  errorCodesOf,
  type OpenApiAnswer,
  type OpenApiContent,
  type OpenApiDocument,
  type OpenApiOperation,
} from '../shared/http/openapi.ts';
import { problemReply } from '../shared/http/problem.ts';

/** Bodies by their media type: JSON as it is, everything else as text. */
type Bodies = Readonly<Record<string, unknown>>;

/** What an operation was asked and answered, by status, when a test called it with good input. */
export interface OperationExamples {
  readonly request?: Bodies;
  readonly answers: Readonly<Record<string, Bodies>>;
}

/** Written by a test from real answers, and held by it; `npm run openapi` writes it anew. */
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'examples.json'), 'utf8')) as Readonly<
  Record<string, OperationExamples>
>;

const isRefusal = (schema: object = {}): boolean =>
  /"#\/components\/schemas\/(Error|Throttled)"/.test(JSON.stringify(schema));

const isThrottle = (schema: object = {}): boolean => /\/schemas\/Throttled"/.test(JSON.stringify(schema));

/** Adds an example to every body that is sent or answered; those of refusals are shared by all operations (API-2). */
export function withExamples(document: OpenApiDocument, refusals: RefusalTable): OpenApiDocument {
  const used = new Set<string>();
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [method, exemplified(operation, document, used)]),
      ),
    ]),
  );
  const responses = sharedAnswers(document, used);
  const refusalExamples = Object.fromEntries(
    [...used].sort().map((name) => [name, { value: JSON.parse(problemReply({ name }, refusals).body!) as unknown }]),
  );
  return { ...document, paths, components: { ...document.components, responses, examples: refusalExamples } };
}

/** Answers that operations refer to, with the refusals that any of these gives there. */
function sharedAnswers(document: OpenApiDocument, used: Set<string>): Record<string, OpenApiAnswer> {
  const { paths, components } = document;
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const codesAt = (name: string): ErrorCode[] => {
    const codes = operations.flatMap((operation) =>
      errorCodesOf(document, operation).filter(
        ({ status }) => operation.responses[status]?.$ref === `#/components/responses/${name}`,
      ),
    );
    return [...new Map(codes.map((code) => [code.name, code])).values()];
  };
  return Object.fromEntries(
    Object.entries((components.responses ?? {}) as Readonly<Record<string, OpenApiAnswer>>).map(([name, answer]) => [
      name,
      answer.content === undefined
        ? answer
        : { ...answer, content: withBodies(answer.content, {}, codesAt(name), used) },
    ]),
  );
}

function exemplified(operation: OpenApiOperation, document: OpenApiDocument, used: Set<string>): OpenApiOperation {
  const { operationId, requestBody, responses } = operation;
  // An alias is the same operation at another path.
  const { request = {}, answers } = recorded[operationId.replace(/Alias\d+$/, '')] ?? { answers: {} };
  const answered = Object.entries(responses).map(([status, answer]): [string, OpenApiAnswer] => {
    const codes = errorCodesOf(document, operation).filter((code) => String(code.status) === status);
    return [
      status,
      answer.content === undefined
        ? answer
        : { ...answer, content: withBodies(answer.content, answers[status] ?? {}, codes, used) },
    ];
  });
  return {
    ...operation,
    ...(requestBody && {
      requestBody: { ...requestBody, content: withBodies(requestBody.content, request, [], used) },
    }),
    responses: Object.fromEntries(answered),
  };
}

function withBodies(
  content: OpenApiContent,
  bodies: Bodies,
  codes: readonly ErrorCode[],
  used: Set<string>,
): OpenApiContent {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, described]) => {
      const value = bodies[mediaType.split(';')[0]!];
      const refusals = isRefusal(described.schema) ? codes.map(({ name }) => name) : [];
      // A page that is limited answers a program without naming a code.
      if (refusals.length === 0 && isThrottle(described.schema)) refusals.push('too_many_requests');
      for (const name of refusals) used.add(name);
      const examples = {
        ...(value !== undefined && { recorded: { value } }),
        ...Object.fromEntries(refusals.map((name) => [name, { $ref: `#/components/examples/${name}` }])),
      };
      return [mediaType, Object.keys(examples).length > 0 ? { ...described, examples } : described];
    }),
  );
}
