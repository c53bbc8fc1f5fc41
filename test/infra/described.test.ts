import { describe, expect, it } from 'vitest';
import { apiDocument } from '../../infra/document.ts';
import type { JsonSchema } from '../../shared/http/openapi.ts';

/** API-2: the reference says what every member and every parameter means. A missing text is written in its zod schema. */
const document = apiDocument();
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const named = ({ $ref }: JsonSchema): JsonSchema =>
  typeof $ref === 'string' ? (document.components.schemas[$ref.split('/').at(-1)!] ?? {}) : {};
const hasText = ({ description }: JsonSchema): boolean => typeof description === 'string' && description.length > 0;

/** Paths of members without a description, of their own or of the shape that they name. */
function undescribed(schema: JsonSchema, at: string): string[] {
  const list = (key: string) => (schema[key] ?? []) as readonly JsonSchema[];
  const inner = [...list('anyOf'), ...list('oneOf'), ...list('allOf'), schema.items, schema.additionalProperties];
  const members = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  return [
    ...inner.flatMap((part) => (typeof part === 'object' && part !== null ? undescribed(part as JsonSchema, at) : [])),
    ...members.flatMap(([name, member]) => [
      ...(hasText(member) || hasText(named(member)) ? [] : [`${at}.${name}`]),
      ...undescribed(member, `${at}.${name}`),
    ]),
  ];
}

describe('API-2: a description for everything that is sent or answered', () => {
  it('every member of every named shape', () => {
    expect(Object.entries(document.components.schemas).flatMap(([name, schema]) => undescribed(schema, name))).toEqual(
      [],
    );
  });

  it('every member of every body and answer', () => {
    const missing = operations.flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)]
        .flatMap((part) => Object.values(part?.content ?? {}))
        .flatMap(({ schema = {} }) => undescribed(schema, operationId)),
    );
    expect(missing).toEqual([]);
  });

  it('every parameter of every operation', () => {
    const missing = operations.flatMap(({ operationId, parameters }) =>
      parameters
        .filter(({ $ref, description, schema = {} }) => !$ref && !description && !hasText(schema))
        .map(({ name }) => `${operationId}?${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('finds what is missing, wherever it is', () => {
    const schema = {
      items: { anyOf: [{ properties: { a: { description: 'Said.' }, b: { properties: { c: {} } } } }] },
      additionalProperties: { properties: { d: { $ref: '#/components/schemas/Nowhere' } } },
    };
    expect(undescribed(schema, '')).toEqual(['.b', '.b.c', '.d']);
  });
});
