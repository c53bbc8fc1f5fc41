import { expect, test } from 'vitest';
import * as z from 'zod';
import { define } from '../../shared/contracts/refusals.ts';
import { type Route, routeTable } from '../../shared/contracts/routes.ts';
import type { Operation } from '../../shared/http/call.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { gatewayEvent, readAnswer, TEST_ROOT, testCallers, testTokenVerifier } from '../support/api.ts';
import { memoryTable } from '../support/memory-table.ts';

const own = {
  box_not_found: define(404, 20000, 'The box was not found.'),
  lid_not_found: define(404, 20001, 'The lid was not found.'),
  box_locked: define(400, 800012, 'The box is locked.'),
};
const routes = routeTable(
  'support',
  {
    viewBox: {
      method: 'GET',
      path: '/v1/box',
      summary: 'View a box.',
      allow: 'public',
      response: { 200: z.object({ label: z.string() }) },
      refusals: ['box_not_found', 'lid_not_found'],
    },
  },
  own,
);
type ViewBox = Operation<typeof routes.routes.viewBox, unknown>;

const declared: ViewBox = async ({ locale }) =>
  locale === 'de-DE' ? refuse('lid_not_found') : refuse('box_not_found');
const answering: ViewBox = async () => ok({ status: 200, body: { label: 'a box' } });

// @ts-expect-error The route does not declare `box_locked`: without this error the compiler lets it onto the wire.
const undeclared: ViewBox = async () => refuse('box_locked');
const either = async () => refuse(Math.PI > 3 ? 'box_locked' : 'lid_not_found');
// @ts-expect-error One of two is not declared.
const partlyDeclared: ViewBox = either;
// @ts-expect-error What the dispatcher may answer is not the operation's to give, unless the route declares it.
const dispatchersOwn: ViewBox = async () => refuse('access_denied');

const viewBox = { ...routes.routes.viewBox, refusals: [] };
const boxes = (route: Route<'box_locked'>) => routeTable('support', { viewBox: route }, own);
boxes({ ...viewBox, refusals: ['box_locked', 'access_denied'], inProgress: 'box_locked' });
// @ts-expect-error Neither the context nor `shared` has this refusal: it is another context's, or nobody's.
boxes({ ...viewBox, refusals: ['order_not_found'] });
// @ts-expect-error Nor may a repeat answer it …
boxes({ ...viewBox, inProgress: 'order_in_progress' });
// @ts-expect-error … or an account of another kind.
boxes({ ...viewBox, accountRefusal: 'contact_your_partner' });
// @ts-expect-error What the routes of a slice declare, the context has.
routeTable('support', { viewBox: { ...viewBox, refusals: ['box_locked'] } }, { box_not_found: own.box_not_found });

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
  ['box_locked', undeclared],
  ['box_locked', partlyDeclared],
  ['access_denied', dispatchersOwn],
])('API-2: where answers are checked, the undeclared %s fails', async (name, viewBox) => {
  await expect(answerOf(viewBox, true)).rejects.toThrow(`the route viewBox declares ${name}, which it answers`);
});

test('API-2: a caller gets what the operation refuses, whatever was forgotten', async () => {
  expect(await answerOf(undeclared, false)).toMatchObject({ status: 400, body: { code: 800012 } });
});

test('API-2: a refusal that the context does not have is an error of ours', async () => {
  const foreign: ViewBox = (async () => refuse('order_not_found')) as never;
  expect(await answerOf(foreign, false)).toMatchObject({ status: 500, body: { code: 800003 } });
});
