import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { projectRoot } from '../../infra/bundles.ts';
import { apiDocument, apiDocumentText } from '../../infra/document.ts';
import { manifests, programRefusals } from '../../infra/manifests.ts';
import { type RouteTable, routeTable } from '../../shared/contracts/routes.ts';
import { collectionOf, Guid, lenientEnum } from '../../shared/contracts/wire.ts';
import {
  type DocumentAbout,
  errorCodesOf,
  type JsonSchema,
  type OpenApiAnswer,
  openApiDocument,
} from '../../shared/http/openapi.ts';

const Colour = lenientEnum(['red', 'green']);
const Thing = z.object({ id: Guid, colour: Colour, size: z.number().int().min(1).default(1) });
const about: DocumentAbout = {
  title: 'Sample',
  version: 'v1',
  description: '',
  license: { name: 'None', identifier: 'NONE' },
  areas: [
    { name: 'billing', description: 'Things.' },
    { name: 'support', description: 'Nothing is in it.' },
  ],
  areaOf: ({ context }) => context,
};
const sample = openApiDocument(
  [
    routeTable('billing', {
      makeThing: {
        method: 'POST',
        path: '/v1/customers/{customerId}/things',
        aliases: ['/v1/things/{customerId}'],
        summary: 'Make a thing.',
        allow: ['AdminAgent'],
        token: 'user',
        newBusiness: true,
        customer: 'reseller',
        delegatedAdmin: true,
        request: { path: z.object({ customerId: Guid }), body: Thing },
        response: { 201: Thing, 202: null },
        refusals: ['wrong_state'],
        requirements: ['BIL-7'],
      },
      listThings: {
        method: 'GET',
        path: '/v1/things',
        summary: 'List things.',
        allow: 'public',
        request: { query: z.object({ size: z.coerce.number().optional(), colour: Colour }) },
        response: { 200: collectionOf(Thing) },
        refusals: [],
      },
      takeFile: {
        method: 'PUT',
        path: '/v1/file',
        summary: 'Take a file.',
        allow: ['Operator'],
        request: { file: { mediaType: 'text/csv', description: 'Rows.' } },
        response: { 200: { mediaType: 'application/pdf', description: 'A picture of it.' } },
        refusals: ['stale_etag'],
      },
    }),
  ],
  { ...about, schemas: [{ context: 'billing', schemas: { Thing } }] },
);

const codesOf = (path: string, method: string): string[] => [...sample.paths[path]![method]!['x-error-codes']];

describe('API-2: an operation is described by its route', () => {
  const made = sample.paths['/v1/customers/{customerId}/things']!.post!;

  it('name, group, rights and requirements', () => {
    expect(made).toMatchObject({
      operationId: 'makeThing',
      tags: ['billing'],
      summary: 'Make a thing.',
      security: [{ bearer: [] }],
      'x-roles': ['AdminAgent'],
      'x-token': 'user',
      'x-requirements': ['BIL-7'],
    });
    expect(sample.paths['/v1/things']!.get!.security).toEqual([]);
  });

  it('an alias is an operation of its own name', () => {
    expect(sample.paths['/v1/things/{customerId}']!.post!.operationId).toBe('makeThingAlias1');
  });

  it('named shapes are components, as they are on the wire: before they are parsed', () => {
    expect(made.requestBody?.content['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Thing' });
    expect(sample.components.schemas.Thing).toMatchObject({
      required: ['id', 'colour'],
      properties: { colour: { type: 'string', enum: ['red', 'green'] }, size: { type: 'integer', minimum: 1 } },
    });
  });

  it('parameters of path and query, the required ones marked', () => {
    expect(made.parameters[0]).toMatchObject({ in: 'path', name: 'customerId', required: true });
    const [size, colour] = sample.paths['/v1/things']!.get!.parameters;
    expect(size).toMatchObject({ in: 'query', name: 'size' });
    expect(size?.required).toBeFalsy();
    expect(colour).toMatchObject({ in: 'query', name: 'colour', required: true });
  });

  it('headers, If-Match only where it counts', () => {
    const headers = (path: string, method: string): string[] =>
      sample.paths[path]![method]!.parameters.flatMap(({ $ref }) => ($ref ? [$ref.split('/').at(-1)!] : []));
    expect(headers('/v1/things', 'get')).toEqual(['requestId', 'correlationId', 'locale']);
    expect(headers('/v1/file', 'put')).toContain('ifMatch');
  });

  it('files by their media type', () => {
    const { requestBody, responses } = sample.paths['/v1/file']!.put!;
    expect(Object.keys(requestBody!.content)).toEqual(['text/csv']);
    expect(Object.keys(responses['200']!.content!)).toEqual(['application/pdf']);
  });

  it('an answer without a body has none', () => {
    expect(made.responses['202']!.content).toBeUndefined();
  });

  it.each`
    refusal                         | because
    ${'unauthenticated'}            | ${'it needs a token'}
    ${'role_lacks_right'}           | ${'it needs a role'}
    ${'program_agreement_unsigned'} | ${'it writes'}
    ${'account_not_active'}         | ${'it is new business'}
    ${'no_relationship'}            | ${'it is about a customer'}
    ${'delegated_admin_required'}   | ${'it needs delegated administration'}
    ${'request_in_progress'}        | ${'it may be repeated'}
    ${'wrong_state'}                | ${'the route says so'}
  `('refuses with $refusal, because $because', ({ refusal }) => {
    expect(codesOf('/v1/customers/{customerId}/things', 'post')).toContain(refusal);
    expect(codesOf('/v1/things', 'get')).not.toContain(refusal);
  });

  it('refuses with body_too_large, because bytes are counted before anybody asks for them', () => {
    expect(codesOf('/v1/things', 'get')).toContain('body_too_large');
  });

  it('refuses a file with invalid_property, because it may be of another charset than it declares', () => {
    expect(codesOf('/v1/file', 'put')).toContain('invalid_property');
  });

  it('what it refuses with is said once, under the names of the refusals, and only its own answers stand with it', () => {
    const alias = sample.paths['/v1/things/{customerId}']!.post!;
    expect(made.responses['401']).toEqual({ $ref: '#/components/responses/Unauthenticated' });
    expect(alias.responses['401']).toEqual(made.responses['401']);
    const { responses } = sample.components as { responses?: Readonly<Record<string, OpenApiAnswer>> };
    expect(responses!['InvalidProperty.InvalidInput']).toMatchObject({
      description: '3000: A property of the request is invalid.\n800002: The request is invalid.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    });
    expect(made.responses['201']!.$ref).toBeUndefined();
  });

  it('it is in an area; areas without operations are no tags', () => {
    expect(sample.tags).toEqual([{ name: 'billing', description: 'Things.' }]);
  });

  it('two operations of one name are refused', () => {
    const route = { method: 'GET', path: '/a', summary: '', allow: 'public', response: {}, refusals: [] } as const;
    const contexts = [
      routeTable('billing', { same: route }),
      routeTable('support', { same: { ...route, path: '/b' } }),
    ];
    expect(() => openApiDocument(contexts, about)).toThrow('same');
  });
});

describe('API-2: the document of the program', () => {
  const document = apiDocument();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it('is the one that is checked in; write it anew with `npm run openapi`', () => {
    expect(readFileSync(join(projectRoot, 'infra/openapi.json'), 'utf8')).toBe(apiDocumentText());
  });

  it('has every operation and every alias of every context', () => {
    const count = manifests
      .flatMap(({ routes }) => Object.values(routes.routes))
      .reduce((sum, { aliases = [] }) => sum + 1 + aliases.length, 0);
    expect(operations).toHaveLength(count);
  });

  it('describes the two token endpoints', () => {
    expect(document.paths).toHaveProperty(['/{tenant}/oauth2/token', 'post']);
    expect(document.paths).toHaveProperty(['/{tenant}/oauth2/v2.0/token', 'post']);
  });

  it('refers only to what it has', () => {
    const lost = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)]
      .filter(([, kind, name]) => !Object.hasOwn((document.components[kind!] ?? {}) as object, name!))
      .map(([reference]) => reference);
    expect(lost).toEqual([]);
  });

  it('names no code that the API does not have', () => {
    const known = new Set(Object.values(programRefusals).map(({ status, code }) => `${status}/${code}`));
    const named = operations.flatMap((operation) => errorCodesOf(document, operation));
    expect(named.filter(({ status, code }) => !known.has(`${status}/${code}`))).toEqual([]);
  });

  it('says once what several operations refuse with, but where its name would be a list', () => {
    const routes = Object.assign({}, ...manifests.map((context) => context.routes.routes)) as RouteTable;
    const repeated = operations.flatMap((operation) => {
      const { response, files = {}, method } = routes[operation.operationId.replace(/Alias\d+$/, '')]!;
      return Object.entries(operation.responses)
        .filter(([status, { $ref }]) => Number(status) >= 400 && $ref === undefined && method !== 'HEAD')
        .filter(([status]) => response[Number(status)] === undefined && files[Number(status)] === undefined)
        .map(([status]) => errorCodesOf(document, operation).filter((code) => String(code.status) === status));
    });
    expect(repeated.map(({ length }) => length).filter((length) => length <= 6)).toEqual([]);
    expect(repeated.length).toBeGreaterThan(0);
  });

  it('has a text for the area of every operation', () => {
    const tags = new Map(document.tags.map(({ name, description }) => [name, description]));
    const silent = operations.filter((operation) => operation.tags.some((name) => !tags.get(name)?.endsWith('.')));
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
    expect(operations.filter((operation) => operation.tags.length !== 1)).toEqual([]);
  });

  it('says of every answer what its members are', () => {
    const shared = Object.entries(document.components.responses as Readonly<Record<string, OpenApiAnswer>>);
    const answers = [
      ...shared,
      ...operations.flatMap(({ operationId, responses }) =>
        Object.entries(responses).map(([status, answer]) => [`${operationId} ${status}`, answer] as const),
      ),
    ];
    const empty = answers.filter(([, { content = {} }]) =>
      Object.values(content).some(({ schema = {} }) =>
        ((schema.anyOf as JsonSchema[] | undefined) ?? [schema]).some((each) => Object.keys(each).length === 0),
      ),
    );
    expect(empty.map(([name]) => name)).toEqual([]);
  });
});
