import { expect, test } from 'vitest';
import * as z from 'zod';
import { routeTable } from '../../shared/contracts/routes.ts';
import type { Operation } from '../../shared/http/call.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { gatewayEvent, readAnswer, TEST_ROOT, testCallers, testTokenVerifier } from '../support/api.ts';
import { memoryTable } from '../support/memory-table.ts';

const routes = routeTable('support', {
  viewBox: {
    method: 'GET',
    path: '/v1/box',
    summary: 'View a box.',
    allow: 'public',
    response: { 200: z.object({ label: z.string() }) },
    refusals: ['order_not_found', 'cart_not_found'],
  },
});
type ViewBox = Operation<typeof routes.routes.viewBox, unknown>;

const declared: ViewBox = async ({ locale }) =>
  locale === 'de-DE' ? refuse('cart_not_found') : refuse('order_not_found');
const answering: ViewBox = async () => ok({ status: 200, body: { label: 'a box' } });

// @ts-expect-error The route does not declare `not_active`: without this error the compiler lets it onto the wire.
const undeclared: ViewBox = async () => refuse('not_active');
const either = async () => refuse(Math.PI > 3 ? 'not_active' : 'cart_not_found');
// @ts-expect-error One of two is not declared.
const partlyDeclared: ViewBox = either;
// @ts-expect-error What the dispatcher may answer is not the operation's to give, unless the route declares it.
const dispatchersOwn: ViewBox = async () => refuse('access_denied');

function answerOf(viewBox: ViewBox, checkAnswers: boolean) {
  const table = memoryTable();
  const records = accessRecords(table);
  const parts = {
    table,
    root: TEST_ROOT,
    records,
    callers: testCallers(records),
    tokens: testTokenVerifier,
    mfaRequired: true,
    checkAnswers,
    observability: silentObservability(),
  };
  const dispatch = dispatcher(routes, { viewBox }, {}, parts);
  return dispatch(gatewayEvent({ path: '/v1/box' }, '2026-03-10T12:00:00Z')).then(readAnswer);
}

test('API-2: a refusal that the route declares is answered', async () => {
  expect(await answerOf(answering, true)).toMatchObject({ status: 200 });
  expect(await answerOf(declared, true)).toMatchObject({ status: 404, body: { code: 20000 } });
});

test.each([
  ['not_active', undeclared],
  ['not_active', partlyDeclared],
  ['access_denied', dispatchersOwn],
])('API-2: where answers are checked, the undeclared %s fails', async (name, viewBox) => {
  await expect(answerOf(viewBox, true)).rejects.toThrow(`the route viewBox declares ${name}, which it answers`);
});

test('API-2: a caller gets what the operation refuses, whatever was forgotten', async () => {
  expect(await answerOf(undeclared, false)).toMatchObject({ status: 400, body: { code: 800012 } });
});
