import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { routeTable } from '../../shared/contracts/routes.ts';
import { openApiDocument } from '../../shared/http/openapi.ts';
import type { TestAnswer } from '../support/api.ts';
import { documented } from '../support/documented.ts';

/** Every answer of a test is held against the document (`program.request`); here is what that finds. */
const page = { mediaType: 'text/html; charset=utf-8', description: 'A page.' };
const OAuthError = z.object({ error: z.string() });
const document = openApiDocument(
  [
    routeTable('tenancy', {
      askForToken: {
        method: 'POST',
        path: '/{tenant}/token',
        summary: '',
        allow: 'public',
        request: { file: { mediaType: 'application/x-www-form-urlencoded', description: '' } },
        response: { 200: z.object({ token: z.string() }), 400: OAuthError, 429: OAuthError },
        refusals: [],
      },
      showPage: {
        method: 'GET',
        path: '/pages/{id}',
        summary: '',
        allow: 'public',
        response: { 200: page, 302: null, 404: page },
        refusals: [],
      },
      listRows: {
        method: 'GET',
        path: '/v1/rows',
        summary: '',
        allow: ['Operator'],
        response: { 200: z.object({ rows: z.array(z.number()) }) },
        files: { 200: { mediaType: 'text/csv', description: 'As a file.' } },
        refusals: [],
      },
      findRow: {
        method: 'HEAD',
        path: '/v1/rows/{row}',
        summary: '',
        allow: ['Operator'],
        response: { 200: null },
        refusals: [],
      },
    }),
  ],
  {
    title: '',
    version: '',
    description: '',
    license: { name: 'None', identifier: 'NONE' },
    areas: [],
    areaOf: ({ context }) => context,
  },
);
const judge = documented(document);

const ids = { 'ms-requestid': 'a', 'ms-correlationid': 'b' };
const jsonType = { ...ids, 'content-type': 'application/json; charset=utf-8' };
const htmlType = { ...ids, 'content-type': 'text/html; charset=utf-8' };
const answer = (status: number, headers: TestAnswer['headers'], body?: unknown): TestAnswer => ({
  status,
  headers,
  cookies: [],
  body: headers['content-type']?.includes('json') ? body : undefined,
  text: body === undefined ? '' : JSON.stringify(body),
});
const refusal = {
  code: 800002,
  description: 'No.',
  data: [],
  source: 'PartnerFD',
  message: 'No.',
  errorName: 'InvalidInput',
  isRetryable: false,
  parameters: {},
};
const [TOKEN, PAGE, ROWS, ROW] = ['POST /{tenant}/token', 'GET /pages/{id}', 'GET /v1/rows', 'HEAD /v1/rows/{row}'];
const check = (operation: string, given: TestAnswer) => {
  const [method, path] = operation.split(' ') as [string, string];
  return () => judge.check({ method, path }, given);
};

describe('API-2: an answer that the document has', () => {
  it.each`
    operation | status | headers                                            | body                                     | because
    ${TOKEN}  | ${200} | ${jsonType}                                        | ${{ token: 'x' }}                        | ${'the route declares it'}
    ${TOKEN}  | ${400} | ${jsonType}                                        | ${{ error: 'invalid_grant' }}            | ${'the route declares an error of its own'}
    ${TOKEN}  | ${400} | ${jsonType}                                        | ${refusal}                               | ${'the dispatcher refuses at the same status'}
    ${TOKEN}  | ${404} | ${jsonType}                                        | ${refusal}                               | ${'there is an id in the path, whatever the route says'}
    ${TOKEN}  | ${429} | ${jsonType}                                        | ${{ error: 'temporarily_unavailable' }}  | ${'the operation counts itself'}
    ${TOKEN}  | ${429} | ${jsonType}                                        | ${{ statusCode: 429, message: 'Wait.' }} | ${'the dispatcher or a firewall counts'}
    ${TOKEN}  | ${413} | ${jsonType}                                        | ${refusal}                               | ${'the API takes 1 MB'}
    ${TOKEN}  | ${413} | ${{ 'content-type': 'application/json' }}          | ${{ message: 'Request Too Long' }}       | ${'the gateway takes 6 MB'}
    ${PAGE}   | ${404} | ${htmlType}                                        | ${'<!doctype html>'}                     | ${'a page says what is not there'}
    ${PAGE}   | ${400} | ${jsonType}                                        | ${refusal}                               | ${'a request id may be wrong anywhere'}
    ${PAGE}   | ${302} | ${{ ...ids, location: '/a' }}                      | ${undefined}                             | ${'a redirect has no body'}
    ${PAGE}   | ${503} | ${{ 'content-type': 'application/json' }}          | ${{ message: 'Service Unavailable' }}    | ${'the gateway waits 30 seconds'}
    ${ROWS}   | ${200} | ${{ ...ids, 'content-type': 'text/csv' }}          | ${'1'}                                   | ${'who asks for a file gets one'}
    ${ROWS}   | ${401} | ${{ ...jsonType, 'www-authenticate': 'Bearer' }}   | ${refusal}                               | ${'there is no token'}
    ${ROWS}   | ${401} | ${{ ...ids, 'www-authenticate': 'invalid_token' }} | ${undefined}                             | ${'the second factor is missing'}
    ${ROW}    | ${404} | ${jsonType}                                        | ${undefined}                             | ${'HEAD has no body'}
    ${ROW}    | ${500} | ${jsonType}                                        | ${undefined}                             | ${'HEAD has no body where all share an answer'}
  `('$operation $status, because $because', ({ operation, status, headers, body }) => {
    expect(check(operation, answer(status, headers, body))).not.toThrow();
  });
});

describe('API-2: an answer that the document does not have', () => {
  const { 'ms-requestid': _, ...unnamed } = jsonType;
  it.each`
    operation | status | headers                                     | body                                         | because
    ${TOKEN}  | ${202} | ${jsonType}                                 | ${{ token: 'x' }}                            | ${'nothing has this status'}
    ${TOKEN}  | ${200} | ${jsonType}                                 | ${{ tokens: 'x' }}                           | ${'a member is missing'}
    ${TOKEN}  | ${400} | ${jsonType}                                 | ${{ fault: 'x' }}                            | ${'it has none of the shapes'}
    ${TOKEN}  | ${500} | ${jsonType}                                 | ${{ ...refusal, code: 'x' }}                 | ${'a shared answer is looked at, too'}
    ${TOKEN}  | ${429} | ${jsonType}                                 | ${{ statusCode: 429, message: '', more: 1 }} | ${'it has exactly two members'}
    ${TOKEN}  | ${200} | ${htmlType}                                 | ${'<!doctype html>'}                         | ${'it is a page'}
    ${TOKEN}  | ${200} | ${ids}                                      | ${undefined}                                 | ${'there is no body'}
    ${PAGE}   | ${404} | ${{ ...ids, 'content-type': 'text/plain' }} | ${'No.'}                                     | ${'it is a text'}
    ${PAGE}   | ${302} | ${ids}                                      | ${undefined}                                 | ${'it leads nowhere'}
    ${ROWS}   | ${200} | ${unnamed}                                  | ${{ rows: [] }}                              | ${'it does not name its request'}
    ${ROWS}   | ${401} | ${jsonType}                                 | ${refusal}                                   | ${'it does not say how to authenticate'}
    ${ROWS}   | ${404} | ${jsonType}                                 | ${refusal}                                   | ${'there is no id in the path'}
  `('$operation $status, because $because', ({ operation, status, headers, body }) => {
    expect(check(operation, answer(status, headers, body))).toThrow();
  });
});
