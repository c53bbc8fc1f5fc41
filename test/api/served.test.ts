import { expect, test } from 'vitest';
import * as z from 'zod';
import { define, type RefusalTable } from '../../shared/contracts/refusals.ts';
import type { RouteTable } from '../../shared/contracts/routes.ts';
import type { Operation } from '../../shared/http/call.ts';
import { apiDispatcher } from '../../shared/http/dispatch.ts';
import { bySlice, slice } from '../../shared/http/served.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { gatewayEvent, readAnswer, TEST_ROOT, testCallers, testTokenVerifier } from '../support/api.ts';
import { memoryTable } from '../support/memory-table.ts';

const own = { box_not_found: define(404, 20000, 'The box was not found.') };
const viewing = (path: `/${string}`) =>
  ({
    method: 'GET',
    path,
    summary: 'View.',
    allow: 'public',
    response: { 200: z.object({ label: z.string() }) },
    refusals: ['box_not_found'],
  }) as const;
const boxes = { viewBox: viewing('/v1/box') } as const satisfies RouteTable;
const lids = { viewLid: viewing('/v1/lid') } as const satisfies RouteTable;
const viewBox: Operation<typeof boxes.viewBox, { label: string }> = async (_, { label }) =>
  ok({ status: 200, body: { label } });
const viewLid: Operation<typeof lids.viewLid, { size: number }> = async () => refuse('box_not_found');

function api(load: () => void = () => undefined, refusals: RefusalTable = own) {
  const loaded: string[] = [];
  const of =
    <T>(name: string, answers: T) =>
    async () => {
      loaded.push(name);
      load();
      return { answers };
    };
  const served = bySlice<{ label: string; size: number }>({
    context: 'support',
    refusals,
    ways: {
      viewBox: { slice: 'boxes', method: 'GET', path: '/v1/box', aliases: ['/v1/crate'] },
      viewLid: { slice: 'lids', method: 'GET', path: '/v1/lid' },
    },
    slices: { boxes: of('boxes', slice(boxes, { viewBox })), lids: of('lids', slice(lids, { viewLid })) },
  });
  const table = memoryTable();
  const records = accessRecords(table);
  const dispatch = apiDispatcher(
    served,
    { label: 'a box', size: 1 },
    {
      table,
      root: TEST_ROOT,
      records,
      callers: testCallers(records),
      tokens: testTokenVerifier,
      mfaRequired: true,
      checkAnswers: true,
      observability: silentObservability(),
    },
  );
  const ask = (path: string) => dispatch(gatewayEvent({ path }, '2026-03-10T12:00:00Z')).then(readAnswer);
  return { ask, loaded };
}

test('OPS-1: a slice is loaded when somebody asks for one of its operations, under any of its names', async () => {
  const { ask, loaded } = api();
  expect(loaded).toEqual([]);
  expect(await ask('/V1//crate')).toMatchObject({ status: 200, body: { label: 'a box' } });
  expect(loaded).toEqual(['boxes']);
  expect(await ask('/v1/lid')).toMatchObject({ status: 404, body: { code: 20000 } });
  expect(loaded).toEqual(['boxes', 'lids']);
});

test('OPS-1: what nobody answers loads nothing', async () => {
  const { ask, loaded } = api();
  expect(await ask('/v1/nothing')).toMatchObject({ status: 404, body: { code: 1000 } });
  expect(loaded).toEqual([]);
});

test('OPS-1: a slice that does not load is asked for again by the next request', async () => {
  let fails = true;
  const { ask } = api(() => {
    if (fails) throw new Error('cannot be read');
  });
  expect(await ask('/v1/box')).toMatchObject({ status: 500, body: { code: 800003 } });
  fails = false;
  expect(await ask('/v1/box')).toMatchObject({ status: 200 });
});

// @ts-expect-error An operation that no route names, in place of one that a route names.
slice(boxes, { viewLid });
const lidsSlice = async () => ({ answers: slice(lids, { viewLid }) });
// @ts-expect-error A slice that works with more than the function has.
bySlice<{ label: string }>({ context: 'support', ways: {}, slices: { lids: lidsSlice } });

test('API-1: an operation is not served where the function does not know a refusal of it, so that it fails with the first call', async () => {
  const { ask } = api(undefined, {});
  expect(await ask('/v1/box')).toMatchObject({ status: 500, body: { code: 800003 } });
});
