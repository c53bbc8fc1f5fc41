import { describe, expect, it, test } from 'vitest';
import { tenancyContext } from '../../../../functions/tenancy/lambda/context.ts';
import { dispatcher } from '../../../../shared/http/dispatch.ts';
import { seenNotes, seenStore } from '../../../../shared/identity/seen.ts';
import { addMs, addSeconds, type Instant, instant } from '../../../../shared/kernel/time.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { activePartner, createdCustomer, gatewayEvent, tenancyWorld, tokenOf } from '../../../support/tenancy.ts';

const AT = instant('2026-11-02T09:00:00Z');

/** A world whose requests are noted, with a partner whose agent asked nothing yet. */
async function noting(options: { mfaRequired?: boolean } = {}) {
  const world = await tenancyWorld({ notes: true, ...options });
  const partner = await activePartner(world);
  for (const { pk, sk } of [...world.table.items.values()].filter(({ pk }) => pk.startsWith('SEEN#')))
    await world.table.write([{ delete: { pk, sk } }]);
  const list = async (path: string, token = partner.agent) => (await world.ask('GET', path, { token })).json;
  const later = (seconds: number) => {
    world.clock.now = addSeconds(world.clock.now, seconds);
  };
  return { ...world, world, ...partner, list, later };
}

describe('API-1: what a partner’s people ask is seen', () => {
  test('API-1: each request with its user, application, operation and address, the newest first', async () => {
    const { ask, agent, agentId, partnerId, list, later, admin, adminId } = await noting();
    const headers = { 'ms-requestid': '7f6f0000-0000-4000-8000-000000000001' };
    await ask('GET', '/v1/customers?size=1', { token: agent, headers, sourceIp: '192.0.2.9' });
    later(1);
    await ask('GET', '/v1/partner/users/99999999-9999-4999-8999-999999999999', { token: admin });
    later(1);
    const [own, ...items] = (await list('/v1/partnerRequests')).items;
    expect(own.operationName).toBe('GET /v1/partnerRequests');
    expect(items).toEqual([
      {
        requestId: expect.any(String),
        correlationId: expect.any(String),
        operationName: 'GET /v1/partner/users/{userId}',
        requestDateTime: '2026-11-02T09:00:01Z',
        sourceIpAddress: '192.0.2.1',
        objectId: adminId,
        tenantId: partnerId,
        upn: expect.stringContaining('@'),
        applicationId: 'sign-in-client',
        mfaCompliant: true,
        attributes: { objectType: 'PartnerRequest' },
      },
      expect.objectContaining({
        requestId: headers['ms-requestid'],
        operationName: 'GET /v1/customers',
        sourceIpAddress: '192.0.2.9',
        objectId: agentId,
      }),
    ]);
  });

  test('API-1: requests without a person, of customers, of other partners and of strangers are not', async () => {
    const { world, ask, admin, partnerId, list } = await noting();
    const other = await activePartner(world);
    const customer = await createdCustomer(world, other);
    const { json: app } = await ask('POST', '/v1/partner/applications', { token: admin, body: { displayName: 'App' } });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, appId: app.appId }) });
    await ask('GET', '/v1/my/users', { token: customer.admin });
    await ask('GET', '/v1/customers', { token: 'garbage' });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, userId: 'nobody' }) });
    const operations = (await list('/v1/partnerRequests')).items.map(
      (item: { operationName: string }) => item.operationName,
    );
    expect(operations.sort()).toEqual(['GET /v1/partnerRequests', 'POST /v1/partner/applications']);
    expect([...world.table.items.keys()].filter((key) => key.startsWith(`SEEN#${customer.customerId}`))).toEqual([]);
  });

  test('API-1: an application that acts as a user counts as that user with a second factor', async () => {
    const { ask, admin, agentId, partnerId, list } = await noting();
    const body = { displayName: 'Nightly', boundUserId: agentId };
    const { json: app } = await ask('POST', '/v1/partner/applications', { token: admin, body });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, appId: app.appId }) });
    const [first] = (await list('/v1/partnerRequests')).items.filter(
      ({ operationName }: { operationName: string }) => operationName === 'GET /v1/customers',
    );
    expect([first.objectId, first.applicationId, first.mfaCompliant]).toEqual([agentId, app.appId, true]);
    const days = await list('/v1/applicationmfaadoptionstatus');
    const row = days.find(({ applicationId }: { applicationId: string }) => applicationId === app.appId);
    expect(row).toMatchObject({ applicationName: 'Nightly', totalRequestCount: 1, mfaCompliantRequestCount: 1 });
  });

  test('API-1: days and applications are counted, the refused for want of a second factor, too', async () => {
    const { ask, agent, agentId, partnerId, list, later } = await noting();
    const lacking = tokenOf({ tenantId: partnerId, userId: agentId, mfa: 'no' });
    await ask('GET', '/v1/customers', { token: agent });
    expect((await ask('GET', '/v1/customers', { token: lacking })).status).toBe(401);
    later(24 * 3600);
    await ask('GET', '/v1/customers', { token: agent });
    const days = await list('/v1/applicationmfaadoptionstatus');
    expect(days).toEqual([
      {
        loginDate: '2026-11-03',
        // The report is one of them.
        mfaCompliantRequestCount: 2,
        totalRequestCount: 2,
        applicationId: 'sign-in-client',
        applicationName: 'sign-in-client',
      },
      expect.objectContaining({ loginDate: '2026-11-02', mfaCompliantRequestCount: 1, totalRequestCount: 2 }),
    ]);
    const first = await list('/v1/applicationmfaadoptionstatus?startDate=2026-11-02&endDate=2026-11-02');
    expect(first.map(({ loginDate }: { loginDate: string }) => loginDate)).toEqual(['2026-11-02']);
    const wrong = await list('/v1/applicationmfaadoptionstatus?startDate=2026-11-03&endDate=2026-11-02');
    expect(wrong.code).toBe(800002);
  });

  test.each([
    ['where a second factor is asked for', true, 401],
    ['where it is not', false, 200],
  ])('API-1: a user whose last request lacked a second factor is listed, %s', async (_, mfaRequired, status) => {
    const { ask, agent, agentId, partnerId, list, later, admin } = await noting({ mfaRequired });
    const lacking = tokenOf({ tenantId: partnerId, userId: agentId, mfa: 'no' });
    const listed = async () => (await list('/v1/nonMfaCompliantPartnerPrincipals', admin)).items;
    expect((await ask('GET', '/v1/customers', { token: lacking })).status).toBe(status);
    expect(await listed()).toEqual([
      {
        objectId: agentId,
        tenantId: partnerId,
        upn: expect.stringContaining('@'),
        lastNonMfaCompliantRequestDateTime: '2026-11-02T09:00:00Z',
        attributes: { objectType: 'NonMfaCompliantPrincipal' },
      },
    ]);
    later(61);
    await ask('GET', '/v1/customers', { token: agent });
    expect(await listed()).toEqual([]);
    later(61);
    await ask('GET', '/v1/customers', { token: lacking });
    expect(await listed()).toHaveLength(1);
  });

  test('API-1: a user who was deleted is listed no more', async () => {
    const { ask, agentId, partnerId, list, admin } = await noting({ mfaRequired: false });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, userId: agentId, mfa: 'no' }) });
    const listed = async () => (await list('/v1/nonMfaCompliantPartnerPrincipals', admin)).items;
    expect(await listed()).toHaveLength(1);
    await ask('DELETE', `/v1/partner/users/${agentId}`, { token: admin });
    expect(await listed()).toEqual([]);
  });

  test('API-1: an application that acts as the user takes it off the list no more than a person could see it', async () => {
    const { ask, admin, agentId, partnerId, list } = await noting({ mfaRequired: false });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, userId: agentId, mfa: 'no' }) });
    const body = { displayName: 'Nightly', boundUserId: agentId };
    const { json: app } = await ask('POST', '/v1/partner/applications', { token: admin, body });
    await ask('GET', '/v1/customers', { token: tokenOf({ tenantId: partnerId, appId: app.appId }) });
    expect((await list('/v1/nonMfaCompliantPartnerPrincipals', admin)).items).toHaveLength(1);
  });
});

const request = (at: Instant, over: object = {}) => ({
  at,
  id: `${at}`,
  tenantId: 'p',
  userId: 'u',
  applicationId: 'a',
  requestId: 'r',
  correlationId: 'c',
  operation: 'GET /v1/customers',
  sourceIp: '192.0.2.1',
  hasMfa: true,
  isSignedIn: true as const,
  ...over,
});

describe('API-1: notes are kept for thirty days, and cheap', () => {
  const fail = (error: unknown): never => {
    throw error;
  };

  it.each([
    ['2026-12-02T08:59:59.999Z', 1, 'not thirty days yet'],
    ['2026-12-02T09:00:00.001Z', 0, 'thirty days and a moment'],
  ])('API-1: at %s %i request and user are shown: %s', async (now, count) => {
    const table = memoryTable();
    await seenNotes(table, fail).note(request(AT, { hasMfa: false }));
    const store = seenStore(table);
    expect((await store.requests('p', instant(now), 10).page({ size: 9 })).items).toHaveLength(count);
    expect((await store.lacking('p', instant(now)).page({ size: 9 })).items).toHaveLength(count);
    for (const { expiresAt } of table.items.values())
      expect(Number(expiresAt) * 1000).toBeGreaterThan(Date.parse('2026-12-03T00:00:00Z'));
  });

  test('API-1: a list ends after the most that it shows, however it is paged, forth and back', async () => {
    const table = memoryTable();
    const notes = seenNotes(table, fail);
    for (let number = 0; number < 30; number += 1) await notes.note(request(addMs(AT, number * 36 * 3600 * 1000)));
    const now = addMs(AT, 29 * 36 * 3600 * 1000);
    const list = seenStore(table).requests('p', now, 7);
    const sizes: number[] = [];
    let after: Record<string, string> | undefined;
    const starts: (Record<string, string> | undefined)[] = [];
    do {
      starts.push(after);
      const page = await list.page({ size: 3, ...(after && { after }) });
      sizes.push(page.items.length);
      after = page.next;
    } while (after);
    expect(sizes).toEqual([3, 3, 1]);
    expect(await list.before({ size: 3, end: starts[2]! })).toEqual(starts[1]);
    expect(await list.before({ size: 3, end: starts[1]! })).toBeUndefined();
    for (const passed of ['7', '8', '6.5', '1e1', '-1', 'many']) {
      const { items } = await list.page({ size: 3, after: { ...starts[1]!, passed } });
      expect(items.length, passed).toBe(['7', '8'].includes(passed) ? 0 : 3);
    }
  });

  test('API-1: a request is two writes, one that lacks a second factor three, and a person is looked up once a minute', async () => {
    const counted = { writes: 0, reads: 0 };
    const table = memoryTable();
    const watched = {
      ...table,
      write: async (writes: Parameters<typeof table.write>[0]) => {
        expect(writes).toHaveLength(1);
        counted.writes += 1;
        return table.write(writes);
      },
      get: async (...of: Parameters<typeof table.get>) => {
        counted.reads += 1;
        return table.get(...of);
      },
    };
    const notes = seenNotes(watched, fail);
    const cost = async (at: Instant, over: object = {}) => {
      counted.writes = counted.reads = 0;
      await notes.note(request(at, over));
      return { ...counted };
    };
    expect(await cost(AT)).toEqual({ writes: 2, reads: 1 });
    expect(await cost(addSeconds(AT, 1))).toEqual({ writes: 2, reads: 0 });
    expect(await cost(addSeconds(AT, 2), { hasMfa: false })).toEqual({ writes: 3, reads: 0 });
    expect(await cost(addSeconds(AT, 3))).toEqual({ writes: 3, reads: 1 });
    expect(await cost(addSeconds(AT, 70))).toEqual({ writes: 2, reads: 1 });
    const bytes = [...table.items.values()].map((item) => JSON.stringify(item).length);
    expect(Math.max(...bytes)).toBeLessThan(1024);
  });

  test('API-1: an older request that is noted late takes nobody on or off the list', async () => {
    const table = memoryTable();
    const lacking = async () => (await seenStore(table).lacking('p', addSeconds(AT, 90)).page({ size: 9 })).items;
    const at = (seconds: number) => addSeconds(AT, seconds);
    await seenNotes(table, fail).note(request(at(10), { hasMfa: false }));
    await seenNotes(table, fail).note(request(at(5)));
    expect((await lacking()).map((user) => user.at)).toEqual([at(10)]);
    await seenNotes(table, fail).note(request(at(7), { hasMfa: false }));
    expect((await lacking()).map((user) => user.at)).toEqual([at(10)]);
  });

  test.each([
    ['refuses', async () => Promise.reject(new Error('no room'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ])('API-1: a table that %s notes takes no answer away', async (_, write) => {
    const world = await tenancyWorld();
    const { agent } = await activePartner(world);
    const notes = seenNotes({ ...world.table, write, get: write }, () => {});
    const parts = { ...world.parts, seen: notes };
    const dispatch = dispatcher(tenancyContext.routes, tenancyContext.operations, world.deps, parts);
    const began = performance.now();
    const { statusCode } = await dispatch(gatewayEvent('GET', '/v1/customers', { token: agent }, world.clock.now));
    expect(statusCode).toBe(200);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
