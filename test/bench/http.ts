import * as z from 'zod';
import { routeTable } from '../../shared/contracts/routes.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import type { GatewayEvent } from '../../shared/http/gateway.ts';
import {
  type AccountRecord,
  accessRecords,
  accountItem,
  type CallerRecord,
  callerItem,
} from '../../shared/identity/access.ts';
import { ok } from '../../shared/kernel/result.ts';
import { day } from '../../shared/kernel/time.ts';
import { observability } from '../../shared/observability/observability.ts';
import { SIGN_IN_CLIENT, TEST_ROOT, testCallers } from '../support/api.ts';
import { memoryTable } from '../support/memory-table.ts';
import { cpuMicroseconds, type Figure, median } from './figure.ts';

const routes = routeTable('commerce', {
  quoteLine: {
    method: 'PUT',
    path: '/v1/lines/{lineId}',
    summary: 'A validated, authorised operation that touches nothing.',
    allow: ['AdminAgent'],
    token: 'user',
    request: {
      path: z.object({ lineId: z.string() }),
      query: z.object({ country: z.string().length(2) }),
      body: z.object({
        offerId: z.string(),
        quantity: z.number().int().positive(),
        friendlyName: z.string().optional(),
      }),
    },
    response: { 200: z.object({ id: z.string(), quantity: z.number() }) },
    refusals: ['invalid_property'],
  },
});

const event: GatewayEvent = {
  rawPath: '/v1/lines/42',
  rawQueryString: 'country=US',
  headers: { host: 'bench', authorization: 'Bearer known', 'content-type': 'application/json' },
  body: JSON.stringify({ OfferId: 'E3', Quantity: 25, FriendlyName: 'Head office', Unknown: null }),
  requestContext: { timeEpoch: Date.parse('2026-01-01T00:00:00Z'), http: { method: 'PUT' } },
};

/** Warm cost of gateway event → validated, authorised operation → answer, without I/O (design 8). */
export async function httpBench(): Promise<Figure[]> {
  const table = memoryTable();
  await table.write([{ put: accountItem(accountOf('p1')) }, { put: callerItem(callerOf('p1', 'u1')) }]);
  const records = accessRecords(table);
  const dispatch = dispatcher(
    routes,
    { quoteLine: async (call) => ok({ status: 200, body: { id: call.path.lineId, quantity: call.body.quantity } }) },
    {},
    {
      table,
      root: TEST_ROOT,
      records,
      callers: testCallers(records),
      tokens: {
        verify: async () => ({
          tenantId: 'p1',
          applicationId: SIGN_IN_CLIENT,
          userId: 'u1',
          sessions: 0,
          hasMfa: true,
        }),
      },
      mfaRequired: true,
      observability: observability('bench'),
    },
  );
  const requests = 5000;
  const costs: number[] = [];
  for (let round = 0; round < 7; round += 1)
    costs.push(
      (await withoutOutput(() =>
        cpuMicroseconds(async () => {
          for (let n = 0; n < requests; n += 1) {
            const reply = await dispatch(event);
            if (reply.statusCode !== 200)
              throw new Error(`the bench request answered ${reply.statusCode}: ${reply.body}`);
          }
        }),
      )) / requests,
    );
  return [{ name: 'warm request without I/O', value: median(costs), unit: 'µs CPU', budget: 100 }];
}

/** The line of each call is made, which is part of its cost, and written nowhere. */
async function withoutOutput<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

const accountOf = (tenantId: string): AccountRecord => ({
  tenantId,
  name: 'Bench',
  domain: 'bench.example',
  country: 'US',
  partner: {
    programRole: 'directPartner',
    status: 'active',
    region: 'US',
    regionCountries: ['US'],
    currency: 'USD',
    cloud: 'global',
    isSandbox: false,
    agreementSignedOn: day('2025-01-01'),
    billingDay: 1,
  },
});
const callerOf = (tenantId: string, principalId: string): CallerRecord => ({
  tenantId,
  principalId,
  kind: 'user',
  roles: ['AdminAgent'],
  displayName: 'Bench',
  isActive: true,
});
