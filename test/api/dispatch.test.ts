import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { busy, define } from '../../shared/contracts/refusals.ts';
import { routeTable } from '../../shared/contracts/routes.ts';
import { written } from '../../shared/contracts/text.ts';
import { putIfVersion, type Table, WriteConflictError } from '../../shared/dynamo/table.ts';
import type { Operations } from '../../shared/http/call.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import { etagMatches, etagOf } from '../../shared/http/etag.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { ids, storeApplication, storeCustomer, storePartner, storeUser } from '../support/access.ts';
import {
  gatewayEvent,
  readAnswer,
  SIGN_IN_CLIENT,
  TEST_ROOT,
  type TestAnswer,
  type TestRequest,
  testCallers,
  testTokenVerifier,
} from '../support/api.ts';
import { type MemoryTable, memoryTable } from '../support/memory-table.ts';

/** A small context of its own: what is tested here is the dispatcher, not an operation of the program. */
const Box = z.object({ id: z.string(), label: z.string(), size: z.number().optional() });
const BoxBody = z.object({
  label: written({ max: 200 }),
  size: z.number().int().positive().optional(),
  note: z.string().nullable().optional(),
  parts: z.array(z.object({ partName: z.string(), weight: z.number() })).optional(),
});
const CustomerPath = z.object({ customerId: z.string() });

const own = {
  box_not_found: define(404, 20000, 'The box was not found.'),
  box_in_progress: busy(800060, 'The box is being counted: try again shortly.'),
};
const routes = routeTable(
  'support',
  {
    viewRoot: {
      method: 'GET',
      path: '/v1/root',
      summary: 'Say where one is.',
      allow: 'public',
      response: { 200: z.object({ root: z.string(), locale: z.string(), hasCaller: z.boolean() }) },
      refusals: [],
    },
    viewBox: {
      method: 'GET',
      path: '/v1/boxes/{boxId}',
      aliases: ['/v1/crates/{boxId}'],
      summary: 'View a box.',
      allow: ['AdminAgent', 'HelpdeskAgent'],
      request: {
        path: z.object({ boxId: z.string() }),
        query: z.object({ withSize: z.string().optional(), fieldName: z.string().optional() }),
      },
      response: { 200: z.object({ path: z.record(z.string(), z.string()), query: z.record(z.string(), z.string()) }) },
      refusals: [],
    },
    viewLatestBox: {
      method: 'GET',
      path: '/v1/boxes/latest',
      summary: 'View the latest box.',
      allow: ['AdminAgent'],
      response: { 200: Box },
      refusals: [],
    },
    createBox: {
      method: 'POST',
      path: '/v1/boxes',
      summary: 'Make a box.',
      allow: ['AdminAgent', 'SalesAgent'],
      newBusiness: true,
      request: { body: BoxBody },
      response: { 201: Box },
      refusals: ['box_not_found'],
    },
    countBox: {
      method: 'PATCH',
      path: '/v1/boxes/{boxId}',
      summary: 'Change a box, once.',
      allow: ['AdminAgent'],
      replay: true,
      inProgress: 'box_in_progress',
      request: { path: z.object({ boxId: z.string() }), body: BoxBody },
      response: { 200: Box },
      refusals: ['invalid_property'],
    },
    replaceBox: {
      method: 'PUT',
      path: '/v1/boxes/{boxId}',
      summary: 'Replace a box.',
      allow: ['AdminAgent'],
      request: { path: z.object({ boxId: z.string() }), body: BoxBody, bodyOptional: true },
      response: { 200: z.object({ body: z.string(), etag: z.string() }) },
      refusals: ['stale_etag'],
    },
    deleteBox: {
      method: 'DELETE',
      path: '/v1/boxes/{boxId}',
      summary: 'Delete a box.',
      allow: ['AdminAgent'],
      request: { path: z.object({ boxId: z.string() }) },
      response: { 204: null },
      refusals: [],
    },
    signBox: {
      method: 'POST',
      path: '/v1/signature',
      summary: 'Sign.',
      allow: ['GlobalAdmin'],
      token: 'user',
      beforeAgreement: true,
      response: { 204: null },
      refusals: [],
    },
    listCustomerBoxes: {
      method: 'GET',
      path: '/v1/customers/{customerId}/boxes',
      summary: 'List boxes.',
      allow: ['AdminAgent'],
      customer: 'any',
      request: { path: CustomerPath },
      response: { 200: z.object({ customer: z.string() }) },
      refusals: [],
    },
    fillCustomerBox: {
      method: 'POST',
      path: '/v1/customers/{customerId}/boxes',
      summary: 'Fill a box.',
      allow: ['AdminAgent'],
      customer: 'reseller',
      delegatedAdmin: true,
      request: { path: CustomerPath },
      response: { 204: null },
      refusals: [],
    },
    resellBoxes: {
      method: 'POST',
      path: '/v1/resold',
      summary: 'Resell boxes.',
      allow: ['AdminAgent'],
      accounts: ['indirectReseller'],
      response: { 204: null },
      refusals: [],
    },
    viewAllBoxes: {
      method: 'GET',
      path: '/v1/operator/boxes',
      summary: 'View all.',
      allow: ['Operator'],
      response: { 200: z.object({}) },
      refusals: [],
    },
    uploadBoxes: {
      method: 'POST',
      path: '/v1/boxes/upload',
      summary: 'Upload.',
      allow: ['AdminAgent'],
      request: { file: { mediaType: 'text/csv', description: 'rows' } },
      response: { 200: { mediaType: 'text/csv', description: 'rows' } },
      refusals: [],
    },
    viewManyBoxes: {
      method: 'GET',
      path: '/v1/many',
      summary: 'View very many.',
      allow: 'public',
      response: { 200: z.object({ text: z.string() }) },
      refusals: [],
    },
    failBox: {
      method: 'GET',
      path: '/v1/broken',
      aliases: ['/v1/broken/{token}'],
      summary: 'Break.',
      allow: 'public',
      response: { 200: z.object({ text: z.string() }) },
      refusals: [],
    },
    failAnswer: {
      method: 'GET',
      path: '/v1/wrong',
      summary: 'Answer what is not declared.',
      allow: 'public',
      response: { 200: z.object({ text: z.string() }) },
      refusals: [],
    },
  },
  own,
);

interface Deps {
  readonly table: Table;
  /** What the next call of an operation runs into before it saves. */
  trouble: undefined | (() => Promise<void>);
  calls: number;
}

const boxKey = (boxId: string) => ({ pk: 'SUPPORT#boxes', sk: boxId });
const file = (text: string) => ok({ status: 200 as const, file: { bytes: text, mediaType: 'text/csv' } });

const operations: Operations<(typeof routes)['routes'], Deps> = {
  viewRoot: async ({ root, locale, caller }) =>
    ok({ status: 200, body: { root, locale, hasCaller: caller !== undefined } }),
  viewBox: async ({ path, query }) => ok({ status: 200, body: { path, query: JSON.parse(JSON.stringify(query)) } }),
  viewLatestBox: async () => ok({ status: 200, body: { id: 'latest', label: 'latest' } }),
  async createBox({ body, once }, deps) {
    deps.calls += 1;
    await deps.trouble?.();
    if (body.label === 'refused') return refuse('box_not_found');
    const box = { id: once.id('box'), label: body.label, ...(body.size === undefined ? {} : { size: body.size }) };
    const reply = { status: 201 as const, body: box };
    await deps.table.write([putIfVersion({ ...boxKey(box.id), ...box, version: 1 }, 0), ...once.complete(reply)]);
    return ok(reply);
  },
  async countBox({ path, body }, deps) {
    deps.calls += 1;
    await deps.trouble?.();
    return ok({ status: 200, body: { id: path.boxId, label: body.label } });
  },
  async replaceBox({ path, body, ifMatch }) {
    const etag = etagOf(path.boxId, 3);
    if (!etagMatches(ifMatch, etag)) return refuse('stale_etag');
    return ok({ status: 200, body: { body: JSON.stringify(body ?? 'none'), etag } });
  },
  deleteBox: async () => ok({ status: 204 }),
  signBox: async () => ok({ status: 204 }),
  listCustomerBoxes: async ({ customer }) => ok({ status: 200, body: { customer: customer.account.name } }),
  fillCustomerBox: async () => ok({ status: 204 }),
  resellBoxes: async () => ok({ status: 204 }),
  viewAllBoxes: async () => ok({ status: 200, body: {} }),
  async uploadBoxes({ file: sent }, deps) {
    deps.calls += 1;
    return file(sent!.text.toUpperCase());
  },
  viewManyBoxes: async () => ok({ status: 200, body: { text: 'é'.repeat(3 * 1024 * 1024) } }),
  failBox: async () => {
    throw new Error('a secret of ours');
  },
  failAnswer: async () => ok({ status: 200, body: { text: 7 as never } }),
};

let table: MemoryTable;
let deps: Deps;
let send: (request: TestRequest, at?: string) => Promise<TestAnswer>;
let adminAgent: TokenClaims;
let logged: readonly string[];
let failures: readonly string[];
const NOW = '2026-03-10T12:00:00.000Z';
const later = (seconds: number): string => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const REQUEST_ID = '0e5a3b1c-8f5b-4f0e-9c5a-1a2b3c4d5e6f';

beforeEach(async () => {
  table = memoryTable();
  deps = { table, trouble: undefined, calls: 0 };
  const records = accessRecords(table);
  const observability = silentObservability();
  logged = observability.said;
  failures = observability.failures;
  const callers = testCallers(records);
  const parts = {
    table,
    root: TEST_ROOT,
    records,
    callers,
    tokens: testTokenVerifier,
    mfaRequired: true,
    checkAnswers: true,
    observability,
  };
  const dispatch = dispatcher(routes, operations, deps, parts);
  send = async (request, at = NOW) => readAnswer(await dispatch(gatewayEvent(request, at)));
  await storePartner(table, ids.partner);
  adminAgent = await storeUser(table, ids.partner, ['AdminAgent']);
});

const problem = (answer: TestAnswer) => [answer.status, answer.body?.code];

describe('routing', () => {
  it.each([
    ['as declared', '/v1/root'],
    ['in another case', '/V1/ROOT'],
    ['a trailing slash', '/v1/root/'],
    ['repeated slashes, as one client follows page links', '//v1//root'],
    ['an unknown query', '/v1/root?what=ever'],
  ])('API-1: a path is found %s', async (_, path) => {
    expect((await send({ path })).status).toBe(200);
  });

  it.each([
    ['an unknown path', 'GET', '/v1/nothing', [404, 1000]],
    ['a path that cannot be decoded', 'GET', '/v1/boxes/%E0%A4%A', [404, 1000]],
    ['another method', 'DELETE', '/v1/root', [404, 1000]],
    ['an id longer than any', 'GET', `/v1/boxes/${'x'.repeat(2500)}`, [404, 1000]],
  ] as const)('API-1: %s answers in the contract’s shape', async (_, method, path, expected) => {
    const answer = await send({ method, path, as: adminAgent });
    expect(problem(answer)).toEqual(expected);
    expect(answer.body).toMatchObject({ description: expect.any(String), data: [], message: answer.body.description });
  });

  test('API-1: a fixed word wins over an id, an alias answers the same', async () => {
    expect((await send({ path: '/v1/boxes/latest', as: adminAgent })).body.id).toBe('latest');
    expect((await send({ path: '/v1/Crates/7', as: adminAgent })).body.path).toEqual({ boxId: '7' });
  });

  test('API-1: an encoded id is decoded', async () => {
    expect((await send({ path: '/v1/boxes/a%2Fb%20c', as: adminAgent })).body.path).toEqual({ boxId: 'a/b c' });
  });
});

describe('headers', () => {
  test('API-1: request and correlation id are echoed, on errors too', async () => {
    const headers = { 'MS-RequestId': REQUEST_ID, 'MS-CorrelationId': 'c0ffee00-0000-4000-8000-000000000000' };
    for (const path of ['/v1/root', '/v1/nothing', '/v1/broken'])
      expect((await send({ path, headers })).headers).toMatchObject({
        'ms-requestid': REQUEST_ID,
        'ms-correlationid': 'c0ffee00-0000-4000-8000-000000000000',
      });
  });

  test('API-1: an id is echoed as it was written, and one that is refused is not', async () => {
    const written = `{${REQUEST_ID.toUpperCase()}}`;
    expect((await send({ path: '/v1/root', headers: { 'MS-RequestId': written } })).headers['ms-requestid']).toBe(
      written,
    );
    const refused = await send({ path: '/v1/root', headers: { 'MS-CorrelationId': 'a b' } });
    expect(problem(refused)).toEqual([400, 800002]);
    expect(refused.headers['ms-correlationid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each<[string, TestRequest]>([
    ['an answer', { path: '/v1/root' }],
    ['an error of ours', { path: '/v1/broken' }],
    ['what nobody knows', { path: '/v1/nothing' }],
    ['a refusal without a token', { path: '/v1/boxes/1' }],
    ['a file', { path: '/v1/boxes/upload', method: 'POST', body: 'a', headers: { 'Content-Type': 'text/csv' } }],
    ['a path in capitals', { path: '//V1//Root' }],
  ])('API-1: nobody on the way keeps %s', async (_, request) => {
    const { headers } = await send(request);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('API-1: ids are made where none were sent', async () => {
    const { headers } = await send({ path: '/v1/root' });
    expect(headers['ms-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['ms-correlationid']).not.toBe(headers['ms-requestid']);
  });

  it.each([
    [undefined, 'en-US', undefined],
    ['de-de', 'de-DE', 'de-DE'],
    ['"fr-FR"', 'fr-FR', 'fr-FR'],
    ['JA', 'ja', 'ja'],
    ['?', 'en-US', 'en-US'],
  ])('API-1: X-Locale %s means %s', async (given, locale, echoed) => {
    const answer = await send({ path: '/v1/root', ...(given && { headers: { 'X-Locale': given } }) });
    expect([answer.body.locale, answer.headers['x-locale']]).toEqual([locale, echoed]);
  });

  it.each([
    ['absent', {}, '', 200],
    ['v1', { 'MS-Contract-Version': 'V1' }, '', 200],
    ['another version', { 'MS-Contract-Version': 'v2' }, '', 400],
    ['another version in the query', {}, '?api-version=2020-01-01', 400],
  ])('API-1: contract version %s', async (_, headers, query, status) => {
    const answer = await send({ path: `/v1/root${query}`, headers });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.code).toBe(800002);
  });

  test('API-1: a JSON answer says so', async () => {
    expect((await send({ path: '/v1/root' })).headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('callers', () => {
  const user = { tenantId: ids.partner, applicationId: SIGN_IN_CLIENT, hasMfa: true };

  it.each<[string, TestRequest['as'], number, number]>([
    ['nobody', undefined, 401, 400],
    ['a token that does not verify', 'garbage', 401, 400],
    ['a user whom nobody knows', { ...user, userId: 'stranger' }, 401, 400],
    ['a tenant that nobody knows', { ...user, tenantId: ids.otherPartner, userId: 'stranger' }, 401, 400],
  ])('ROL-1: %s is not let in', async (_, as, status, code) => {
    const answer = await send({ path: '/v1/boxes/1', ...(as && { as }) });
    expect(problem(answer)).toEqual([status, code]);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('ROL-1: a header in another scheme does not let in', async () => {
    expect((await send({ path: '/v1/boxes/1', headers: { Authorization: 'Basic abc' } })).status).toBe(401);
  });

  test('ROL-1: a user needs a second factor; the answer names it and has no body', async () => {
    const answer = await send({ path: '/v1/boxes/1', as: { ...adminAgent, hasMfa: false } });
    expect([answer.status, answer.text]).toEqual([401, '']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description=".*MFA/);
  });

  test('ROL-1: an application without roles acts as admin agent, where an application may', async () => {
    const app = await storeApplication(table, ids.partner);
    expect((await send({ path: '/v1/boxes/1', as: app })).status).toBe(200);
    expect(problem(await send({ method: 'POST', path: '/v1/signature', as: app }))).toEqual([403, 2032]);
  });

  test('ROL-1: an application bound to a user acts with that user’s roles', async () => {
    await storeUser(table, ids.partner, ['GlobalAdmin']);
    const app = await storeApplication(table, ids.partner, { boundUserId: 'user-GlobalAdmin' });
    expect((await send({ method: 'POST', path: '/v1/signature', as: app })).status).toBe(204);
    expect(problem(await send({ path: '/v1/boxes/1', as: app }))).toEqual([403, 900150]);
  });

  it.each([
    ['a role that is allowed', ['HelpdeskAgent'], 200, undefined],
    ['one of several', ['GlobalAdmin', 'AdminAgent'], 200, undefined],
    ['another role', ['SalesAgent'], 403, 900150],
    ['own-tenant role only', ['GlobalAdmin'], 403, 900150],
    ['no role', [], 403, 900150],
  ] as const)('ROL-2: %s', async (_, roles, status, code) => {
    const as = await storeUser(table, ids.partner, roles);
    expect(problem(await send({ path: '/v1/boxes/1', as }))).toEqual([status, code]);
  });

  test('ROL-2: what is the operator’s is refused to every partner', async () => {
    expect(problem(await send({ path: '/v1/operator/boxes', as: adminAgent }))).toEqual([403, 2032]);
  });

  test('ROL-1: a role taken away ends within a minute', async () => {
    expect((await send({ path: '/v1/boxes/1', as: adminAgent })).status).toBe(200);
    await storeUser(table, ids.partner, []).then(() =>
      table.write([{ delete: { pk: `ACCESS#${ids.partner}#CALLERS`, sk: 'user-AdminAgent' } }]),
    );
    expect((await send({ path: '/v1/boxes/1', as: adminAgent }, later(60))).status).toBe(401);
  });

  it.each([
    ['before the signature', { agreementSignedOn: undefined }, [403, 900124], [200, undefined]],
    ['suspended', { status: 'suspended' }, [403, 800039], [200, undefined]],
    ['in run-off', { status: 'runOff' }, [403, 800039], [200, undefined]],
    ['after the end of the agreement', { agreementEndedOn: '2026-03-10' }, [403, 800039], [200, undefined]],
    ['of who was refused by vetting', { isRefused: true }, [403, 900149], [200, undefined]],
    ['on the day before the end', { agreementEndedOn: '2026-03-11' }, [201, undefined], [200, undefined]],
  ] as const)('PRG-8: %s, new business and reading', async (_, change, creating, reading) => {
    await storePartner(table, ids.partner, change as never);
    const create = { method: 'POST', path: '/v1/boxes', body: { label: 'a' }, as: adminAgent } as const;
    expect(problem(await send(create))).toEqual(creating);
    expect(problem(await send({ path: '/v1/boxes/1', as: adminAgent }))).toEqual(reading);
  });

  test('PRG-2: before the signature nothing is written but the signature', async () => {
    await storePartner(table, ids.partner, { agreementSignedOn: undefined } as never);
    const globalAdmin = await storeUser(table, ids.partner, ['GlobalAdmin']);
    expect((await send({ method: 'POST', path: '/v1/signature', as: globalAdmin })).status).toBe(204);
    expect(problem(await send({ method: 'DELETE', path: '/v1/boxes/1', as: adminAgent }))).toEqual([403, 900124]);
  });

  test('PRG-1: an operation for another kind of account is refused', async () => {
    const resell = { method: 'POST', path: '/v1/resold', as: adminAgent } as const;
    expect(problem(await send(resell))).toEqual([403, 2032]);
    await storePartner(table, ids.partner, { programRole: 'indirectReseller' });
    expect((await send(resell, later(61))).status).toBe(204);
  });
});

describe('customers', () => {
  const list = (customerId: string) => ({ path: `/v1/customers/${customerId}/boxes`, as: adminAgent });
  const fillBox = (customerId: string) => ({ ...list(customerId), method: 'POST' }) as const;
  const related = { partnerId: ids.partner, customerId: ids.customer };

  test('CUS-2: the own customer, its id in any case', async () => {
    await storeCustomer(table, related);
    expect((await send(list(ids.customer.toUpperCase()))).body).toEqual({ customer: 'Fabrikam' });
  });

  it.each([
    ['of another partner', ids.foreignCustomer],
    ['that nobody has', '99999999-9999-4999-8999-999999999999'],
    ['that is no GUID', 'fabrikam'],
  ])('CUS-2: a customer %s answers as one without relationship', async (_, customerId) => {
    await storeCustomer(table, { partnerId: ids.otherPartner, customerId: ids.foreignCustomer });
    expect(problem(await send(list(customerId)))).toEqual([403, 20002]);
  });

  test('REL-8: an advisor may where advisors may, and no further', async () => {
    await storeCustomer(table, related, { relationship: 'advisor' });
    expect((await send(list(ids.customer))).status).toBe(200);
    expect(problem(await send(fillBox(ids.customer)))).toEqual([403, 20002]);
  });

  test('DAP-2: without delegated administration what needs it is refused, at the very next call', async () => {
    await storeCustomer(table, related);
    expect((await send(fillBox(ids.customer))).status).toBe(204);
    await storeCustomer(table, related, { delegatedAdmin: false });
    expect(problem(await send(fillBox(ids.customer)))).toEqual([403, 980001]);
    expect((await send(list(ids.customer))).status).toBe(200);
  });

  test.each([
    ['2025-03-11', 'its last day', [200, undefined]],
    ['2025-03-10', 'a year and no day more', [403, 20002]],
  ])('PRG-8: of a partner without agreement since %s customers are there for %s', async (ended, _, answer) => {
    await storeCustomer(table, related);
    await storePartner(table, ids.partner, { status: 'runOff', agreementEndedOn: ended } as never);
    expect(problem(await send(list(ids.customer)))).toEqual(answer);
  });

  test('REL-3: after the relationship has ended the customer is a stranger', async () => {
    await storeCustomer(table, related, { relationship: 'none' });
    expect(problem(await send(list(ids.customer)))).toEqual([403, 20002]);
  });
});

describe('bodies', () => {
  const create = (body: unknown, headers = {}) =>
    send({ method: 'POST', path: '/v1/boxes', body, as: adminAgent, headers });
  const replace = (body: unknown, headers = {}) =>
    send({ method: 'PUT', path: '/v1/boxes/1', as: adminAgent, headers, ...(body !== undefined && { body }) });

  it.each([
    ['PascalCase with nulls, as one client sends', { Label: 'a', Size: null, Parts: null }, { label: 'a' }],
    ['a member in two casings: the last wins', '{"label":"a","Label":"b"}', { label: 'b' }],
    ['unknown members are ignored', { label: 'a', Extra: { deep: true } }, { label: 'a' }],
    [
      'names inside lists',
      { LABEL: 'a', PARTS: [{ PARTNAME: 'x', WEIGHT: 1, other: 2 }] },
      { label: 'a', parts: [{ partName: 'x', weight: 1 }] },
    ],
    ['null where it means something', { label: 'a', Note: null }, { label: 'a', note: null }],
    ['a byte-order mark', '\uFEFF{"label":"a"}', { label: 'a' }],
  ])('API-1: %s', async (_, body, expected) => {
    expect(JSON.parse((await replace(body)).body.body)).toEqual(expected);
  });

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['null', 'null'],
  ])('API-1: an optional body may be %s', async (_, body) => {
    expect((await replace(body)).body.body).toBe('"none"');
  });

  it.each([
    ['no JSON', '{"label":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', []],
    ['a text', '"label"'],
    ['a number', '1e309'],
    ['a missing member', {}],
    ['a member of another type', { label: 7 }],
    ['a negative number', { label: 'a', size: -1 }],
    ['a fraction', { label: 'a', size: 0.5 }],
    ['an infinite number', '{"label":"a","size":1e309}'],
    ['a deep member of another type', { label: 'a', parts: [{ partName: 'x', weight: 'heavy' }] }],
  ])('API bad input: %s is refused and changes nothing', async (_, body) => {
    const before = [...table.items.keys()];
    expect(problem(await create(body))).toEqual([400, 800002]);
    expect([...table.items.keys()]).toEqual(before);
  });

  test('API bad input: the answer names the member', async () => {
    const { body } = await create({ label: 'a', Parts: [{ partName: 'x', weight: 1 }, { partName: 'x' }] });
    expect(body.parameters.field).toBe('parts[1].weight');
    expect(body.description).toContain('parts[1].weight');
  });

  test('API bad input: an operation that names a property error gets that code', async () => {
    const answer = await send({ method: 'PATCH', path: '/v1/boxes/1', as: adminAgent, body: { label: '' } });
    expect(problem(answer)).toEqual([400, 3000]);
  });

  it.each([
    ['1 MB', 1024 * 1024, 201],
    ['1 MB and one byte', 1024 * 1024 + 1, 413],
    ['5 MB', 5 * 1024 * 1024, 413],
  ])('API bad input: a body of %s', async (_, bytes, status) => {
    const empty = JSON.stringify({ label: 'a', filler: '' }).length;
    const answer = await create({ label: 'a', filler: 'x'.repeat(bytes - empty) });
    expect(answer.status).toBe(status);
    if (status === 413) expect(answer.body.code).toBe(800002);
  });

  test('API bad input: who may not call learns nothing about the body', async () => {
    const helpdesk = await storeUser(table, ids.partner, ['HelpdeskAgent']);
    const answer = await send({ method: 'POST', path: '/v1/boxes', body: '{', as: helpdesk });
    expect(problem(answer)).toEqual([403, 900150]);
  });

  it.each([
    ['case and underscores', '?WITHSIZE=yes&field_name=x', { withSize: 'yes', fieldName: 'x' }],
    ['a second question mark, as one client writes', '?withSize=a?fieldName=b', { withSize: 'a', fieldName: 'b' }],
    ['unknown names', '?other=1', {}],
  ])('API-1: query names: %s', async (_, query, expected) => {
    expect((await send({ path: `/v1/boxes/1${query}`, as: adminAgent })).body.query).toEqual(expected);
  });

  test('API-1: a file is handed on as it is', async () => {
    const upload = { method: 'POST', path: '/v1/boxes/upload', as: adminAgent, body: 'a,b' } as const;
    const answer = await send({ ...upload, headers: { 'Content-Type': 'text/csv', 'MS-RequestId': REQUEST_ID } });
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, 'text/csv', 'A,B']);
    expect((await send({ ...upload, headers: { 'MS-RequestId': REQUEST_ID } })).text).toBe('A,B');
    expect(deps.calls).toBe(2);
  });
});

describe('concurrency', () => {
  const replace = (ifMatch?: string) =>
    send({
      method: 'PUT',
      path: '/v1/boxes/1',
      as: adminAgent,
      ...(ifMatch !== undefined && { headers: { 'If-Match': ifMatch } }),
    });
  const etag = etagOf('1', 3);

  it.each([
    ['none', undefined, 200],
    ['the present one', etag, 200],
    ['in quotes', `"${etag}"`, 200],
    ['weak, in quotes', `W/"${etag}"`, 200],
    ['any', '*', 200],
    ['empty', '', 400],
    ['empty, in quotes', '""', 400],
    ['an old one', etagOf('1', 2), 400],
    ['of another resource', etagOf('2', 3), 400],
  ])('API-1: If-Match %s', async (_, ifMatch, status) => {
    expect((await replace(ifMatch)).status).toBe(status);
  });
});

describe('answers', () => {
  test('API-1: what breaks answers 500 in the contract’s shape and tells nothing of the inside', async () => {
    const answer = await send({ path: '/v1/broken' });
    expect(problem(answer)).toEqual([500, 800003]);
    expect(answer.text).not.toContain('secret');
    expect(logged).toContain('request failed');
  });

  test('API-1: half a character in a body is refused, with its field, and never mended in silence', async () => {
    const halved = await send({ method: 'POST', path: '/v1/boxes', body: { label: 'a\ud800b' }, as: adminAgent });
    expect([...problem(halved), JSON.parse(halved.text).parameters.field]).toEqual([400, 3000, 'label']);
    const whole = await send({ method: 'POST', path: '/v1/boxes', body: { label: 'a\ud83d\ude00' }, as: adminAgent });
    expect([whole.status, JSON.parse(whole.text).label]).toEqual([201, 'a\ud83d\ude00']);
  });

  test('API-1: the log of what breaks names the route, never the token in a path', async () => {
    expect((await send({ path: '/v1/broken/a-right-of-somebody' })).status).toBe(500);
    expect(failures.join()).toContain('"route":"/v1/broken"');
    expect(failures.join()).not.toContain('a-right-of-somebody');
  });

  test('API-2: an answer that is not the declared one does not leave in tests', async () => {
    expect((await send({ path: '/v1/wrong' })).status).toBe(500);
  });

  test('API-1: a large answer is compressed for who takes it', async () => {
    const packed = await send({ path: '/v1/many', headers: { 'Accept-Encoding': 'gzip, deflate' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(Buffer.from(packed.text, 'latin1')).length).toBeGreaterThan(6 * 1024 * 1024);
    expect((await send({ path: '/v1/many' })).headers['content-encoding']).toBeUndefined();
  });

  test('API-1: 204 has no body', async () => {
    const answer = await send({ method: 'DELETE', path: '/v1/boxes/1', as: adminAgent });
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  test('API-1: a public operation has no caller, also with a token', async () => {
    expect((await send({ path: '/v1/root', as: adminAgent })).body).toMatchObject({
      hasCaller: false,
      root: 'https://api.program.test',
    });
  });
});

describe('charsets', () => {
  const latin1 = Buffer.from('{"label":"Müller"}', 'latin1');
  const post = (body: unknown, type: string) =>
    send({ method: 'POST', path: '/v1/boxes', as: adminAgent, body, headers: { 'Content-Type': type } });

  test('API-1: a body is read by the charset that it declares', async () => {
    const answer = await post(latin1, 'application/json; charset=ISO-8859-1');
    expect([answer.status, answer.body.label]).toEqual([201, 'Müller']);
  });

  test('API-1: bytes that are not of that charset are refused', async () => {
    expect(problem(await post(latin1, 'application/json'))).toEqual([400, 3000]);
  });

  test('API-1: a replacement character of a gateway that could not read is refused too', async () => {
    expect(problem(await post('{"label":"M\ufffdller"}', 'application/json'))).toEqual([400, 3000]);
  });

  test('API-1: a file is read by its charset, and refused when it is not of it', async () => {
    const upload = (type: string) =>
      send({
        method: 'POST',
        path: '/v1/boxes/upload',
        as: adminAgent,
        body: Buffer.from('müller', 'latin1'),
        headers: { 'Content-Type': type },
      });
    expect((await upload('text/csv; charset=windows-1252')).text).toBe('MÜLLER');
    expect(problem(await upload('text/csv'))).toEqual([400, 3000]);
  });
});

describe('ORD-6 a call with a request id happens once', () => {
  const create = (label: string, { at = NOW, id = REQUEST_ID, as = adminAgent, path = '/v1/boxes' } = {}) =>
    send({ method: 'POST', path, body: { label }, as, headers: { 'MS-RequestId': id } }, at);
  const boxes = () => [...table.items.values()].filter((item) => item.pk === 'SUPPORT#boxes');
  const crash = new Error('the machine stopped');

  test('ORD-6: a repeat gets the first answer and makes nothing', async () => {
    const first = await create('a');
    const second = await create('a', { at: later(3600) });
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect([deps.calls, boxes().length]).toEqual([1, 1]);
  });

  it.each([
    ['braces', `{${REQUEST_ID}}`],
    ['parentheses', `(${REQUEST_ID})`],
    ['no dashes', REQUEST_ID.replaceAll('-', '')],
    ['braces and no dashes, in capitals', `{${REQUEST_ID.replaceAll('-', '').toUpperCase()}}`],
    ['quotes', `"${REQUEST_ID}"`],
    ['a name for GUIDs', `urn:uuid:${REQUEST_ID}`],
    ['blanks around it', `  ${REQUEST_ID} `],
    ['itself again, as a header sent twice arrives', `${REQUEST_ID},${REQUEST_ID}`],
  ])('ORD-6: a GUID with %s is the same id', async (_, id) => {
    const first = await create('a');
    expect(await create('a', { id })).toMatchObject({ status: 201, body: first.body });
    expect(boxes()).toHaveLength(1);
  });

  it.each(['order-17', 'x', '{not-a-guid}', `(${REQUEST_ID}`, `${REQUEST_ID}x`, '#1/α'.slice(0, 3), '!'.repeat(128)])(
    'ORD-6: the text %s is an id as it stands',
    async (id) => {
      const [first, second] = [await create('a', { id }), await create('a', { id })];
      expect([first.status, second.body]).toEqual([201, first.body]);
      await create('a', { id: `${id.slice(0, -1)}~` });
      expect([boxes().length, first.headers['ms-requestid']]).toEqual([2, id]);
    },
  );

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['empty quotes', '""'],
    ['129 characters', 'x'.repeat(129)],
    ['a blank inside', 'order 17'],
    ['a letter beyond ASCII', 'ordér'],
    ['a control character', 'a\u0001b'],
    ['two different ids, as two headers arrive', `${REQUEST_ID}, ffffffff-0000-4000-8000-000000000000`],
  ])('ORD-6: an id of %s is refused, never ignored', async (_, id) => {
    expect(problem(await create('a', { id }))).toEqual([400, 800002]);
    expect(boxes()).toEqual([]);
  });

  test('ORD-6: a repeat spells id and path in any case', async () => {
    await create('a');
    await create('a', { id: REQUEST_ID.toUpperCase(), path: '/V1/Boxes' });
    expect(boxes()).toHaveLength(1);
  });

  it.each([
    ['another body', 'b', {}],
    ['another id', 'a', { id: 'ffffffff-0000-4000-8000-000000000000' }],
    ['a day later', 'a', { at: later(24 * 3600 + 1) }],
  ])('ORD-6: %s is another call', async (_, label, other) => {
    await create('a');
    expect((await create(label, other)).status).toBe(201);
    expect(boxes()).toHaveLength(2);
  });

  test('ORD-6: the same id of another tenant is another call', async () => {
    await storePartner(table, ids.otherPartner);
    const other = await storeUser(table, ids.otherPartner, ['AdminAgent']);
    const [first, second] = [await create('a'), await create('a', { as: other })];
    expect(second.body.id).not.toBe(first.body.id);
  });

  test('ORD-6: without an id every call counts', async () => {
    const without = { method: 'POST', path: '/v1/boxes', body: { label: 'a' }, as: adminAgent } as const;
    await send(without);
    await send(without);
    expect(boxes()).toHaveLength(2);
  });

  test('ORD-6: a refusal is not kept: the cause may be mended before the repeat', async () => {
    expect((await create('refused')).status).toBe(404);
    expect((await create('refused')).status).toBe(404);
    expect(deps.calls).toBe(2);
    expect([...table.items.values()].some((item) => item.reply !== undefined)).toBe(false);
  });

  test('ORD-6: while the first call is running a repeat is told so', async () => {
    let repeat: TestAnswer | undefined;
    deps.trouble = async () => {
      deps.trouble = undefined;
      repeat = await create('a', { at: later(5) });
    };
    expect((await create('a')).status).toBe(201);
    expect(problem(repeat!)).toEqual([409, 980014]);
    expect(repeat!.headers['retry-after']).toBe('1');
    expect(boxes()).toHaveLength(1);
  });

  test('ORD-6: an operation has its own code for that, also on PATCH', async () => {
    const patch = () =>
      send({
        method: 'PATCH',
        path: '/v1/boxes/1',
        body: { label: 'a' },
        as: adminAgent,
        headers: { 'MS-RequestId': REQUEST_ID },
      });
    let repeat: TestAnswer | undefined;
    deps.trouble = async () => {
      deps.trouble = undefined;
      repeat = await patch();
    };
    expect((await patch()).status).toBe(200);
    expect(problem(repeat!)).toEqual([409, 800060]);
    expect((await patch()).status).toBe(200);
    expect(deps.calls).toBe(1);
  });

  test('ORD-6: an attempt that died is taken over when its lease is over, and makes the same box', async () => {
    const dying = new Promise<void>(() => {});
    deps.trouble = () => dying;
    void create('a');
    await new Promise((resolve) => setImmediate(resolve));
    deps.trouble = undefined;
    expect((await create('a', { at: later(29) })).status).toBe(409);
    const taken = await create('a', { at: later(31) });
    expect(taken.status).toBe(201);
    expect(boxes()).toHaveLength(1);
  });

  test('ORD-6: a dead attempt that wakes up after it was taken over changes nothing', async () => {
    let wakeUp = () => {};
    deps.trouble = () => new Promise((resolve) => (wakeUp = resolve));
    const first = create('a');
    await new Promise((resolve) => setImmediate(resolve));
    deps.trouble = undefined;
    const taken = await create('a', { at: later(31) });
    wakeUp();
    expect(problem(await first)).toEqual([409, 980014]);
    expect(boxes().map((box) => box.sk)).toEqual([taken.body.id]);
    expect((await create('a', { at: later(40) })).body).toEqual(taken.body);
  });

  test('ORD-6: an attempt that failed is carried out again', async () => {
    deps.trouble = () => Promise.reject(crash);
    expect((await create('a')).status).toBe(500);
    deps.trouble = undefined;
    expect((await create('a')).status).toBe(201);
    expect(boxes()).toHaveLength(1);
  });

  test('ORD-6: a race that is lost to the end answers as a call in progress', async () => {
    deps.trouble = () => Promise.reject(new WriteConflictError(['condition']));
    expect(problem(await create('a'))).toEqual([409, 980014]);
  });

  test('ORD-6: the answer is stored in the transaction of the change: a crash behind it loses nothing', async () => {
    let crashAfter = true;
    const records = accessRecords(table);
    const crashing: Table = {
      ...table,
      write: async (writes) => {
        await table.write(writes);
        if (crashAfter && writes.length > 1) throw crash;
      },
    };
    const callers = testCallers(records, { boundApplications: false });
    const parts = {
      table,
      root: TEST_ROOT,
      records,
      callers,
      tokens: testTokenVerifier,
      mfaRequired: true,
      observability: silentObservability(),
    };
    const dispatch = dispatcher(routes, operations, { ...deps, table: crashing }, parts);
    const event = gatewayEvent(
      {
        method: 'POST',
        path: '/v1/boxes',
        body: { label: 'a' },
        as: adminAgent,
        headers: { 'MS-RequestId': REQUEST_ID },
      },
      NOW,
    );
    expect((await dispatch(event)).statusCode).toBe(500);
    crashAfter = false;
    expect((await dispatch(event)).statusCode).toBe(201);
    expect(boxes()).toHaveLength(1);
  });
});
