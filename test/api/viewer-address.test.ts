import { expect, test } from 'vitest';
import * as z from 'zod';
import { routeTable } from '../../shared/contracts/routes.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { ok } from '../../shared/kernel/result.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { gatewayEvent, readAnswer, TEST_ROOT, testCallers, testTokenVerifier } from '../support/api.ts';
import { memoryTable } from '../support/memory-table.ts';

const routes = routeTable('support', {
  showAddress: {
    method: 'GET',
    path: '/v1/address',
    summary: 'Says whose call it is.',
    allow: 'public',
    response: { 200: z.object({ address: z.string() }) },
    refusals: [],
  },
});

test.each`
  viewerAddressHeader   | told             | address          | because
  ${'x-viewer-address'} | ${'2001:db8::1'} | ${'2001:db8::1'} | ${'the front tells it'}
  ${'x-viewer-address'} | ${undefined}     | ${'192.0.2.1'}   | ${'nothing is told'}
  ${undefined}          | ${'203.0.113.9'} | ${'192.0.2.1'}   | ${'without a front anybody could say so'}
`('OPS-1: the address of a call is $address, because $because', async ({ viewerAddressHeader, told, address }) => {
  const table = memoryTable();
  const records = accessRecords(table);
  const parts = {
    table,
    root: TEST_ROOT,
    records,
    callers: testCallers(records),
    tokens: testTokenVerifier,
    mfaRequired: true,
    observability: silentObservability(),
    ...(viewerAddressHeader && { viewerAddressHeader }),
  };
  const showAddress = async ({ sourceIp }: { sourceIp: string }) =>
    ok({ status: 200 as const, body: { address: sourceIp } });
  const dispatch = dispatcher(routes, { showAddress }, {}, parts);
  const headers = told === undefined ? {} : { 'x-viewer-address': told };
  const answer = readAnswer(await dispatch(gatewayEvent({ path: '/v1/address', headers }, '2026-03-10T12:00:00Z')));
  expect(answer.body).toEqual({ address });
});
