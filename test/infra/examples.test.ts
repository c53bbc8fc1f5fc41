import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { apiDocument } from '../../infra/document.ts';
import { errorCodesOf, type OpenApiAnswer } from '../../shared/http/openapi.ts';
import { composedRoutes } from '../support/contexts.ts';

/** API-2: every body has an example. One that is missing is recorded by `npm run openapi`. */
const document = apiDocument();
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const routes = new Map(composedRoutes.map(([name, route]) => [name.split(' ')[1]!, route]));

/** Pages and pictures are for looking at, archives for opening. */
const isShown = (mediaType: string): boolean => !/html|pdf|css|octet-stream/.test(mediaType);

const bodies = operations.flatMap(({ operationId, requestBody, responses }) =>
  [['request', requestBody] as const, ...Object.entries(responses)].flatMap(([place, part]) =>
    Object.entries(part?.content ?? {})
      .filter(([mediaType]) => isShown(mediaType))
      .map(([mediaType, { examples = {} }]) => ({ operationId, place, mediaType, examples })),
  ),
);

/**
 * The recorded program is small: its list is published within the call, and none is shown on its way. Every wish
 * for a qualification is refused, and so are transfers and upgrades. Nobody in it is out of business.
 */
const UNRECORDED = [
  'requestCustomerQualification request application/json',
  'requestCustomerQualification 201 application/json',
  'createTransfer 201 application/json',
  'viewTransfer 200 application/json',
  'rejectTransfer 200 application/json',
  'acceptTransfer 200 application/json',
  'previewInvoice 202 application/json',
  'succeedPartner request application/json',
  'succeedPartner 202 application/json',
  'publishPriceList 202 application/json',
  'createProductUpgrade request application/json',
];

describe('API-2: examples in the document', () => {
  it('there is one for every body that is sent or answered', () => {
    const missing = bodies.filter(({ examples }) => Object.keys(examples).length === 0);
    expect(missing.map(({ operationId, place, mediaType }) => `${operationId} ${place} ${mediaType}`)).toEqual(
      UNRECORDED,
    );
  });

  it('each has the shape that the route declares', () => {
    const wrong = bodies.flatMap(({ operationId, place, mediaType, examples }) => {
      const route = routes.get(operationId.replace(/Alias\d+$/, ''))!;
      const shape = (place === 'request' ? route.request?.body : route.response[Number(place)]) as
        | z.ZodType
        | undefined;
      const value = examples.recorded?.value;
      if (mediaType !== 'application/json' || value === undefined || !shape) return [];
      const read = shape.safeParse(value);
      return read.success ? [] : [`${operationId} ${place}: ${read.error.message}`];
    });
    expect(wrong).toEqual([]);
  });

  it('a refusal has one for each of its codes', () => {
    const lost = operations.flatMap((operation) =>
      errorCodesOf(document, operation)
        .filter(({ name, status }) => {
          const answer = operation.responses[status];
          const shared = document.components.responses as Readonly<Record<string, OpenApiAnswer>>;
          const { content } = answer?.$ref === undefined ? (answer ?? {}) : shared[answer.$ref.split('/').at(-1)!]!;
          const { examples = {} } = content?.['application/json'] ?? {};
          // HEAD answers without bodies.
          return content && examples[name] === undefined && examples.recorded === undefined;
        })
        .map(({ name }) => `${operation.operationId} ${name}`),
    );
    expect(lost).toEqual([]);
  });
});
