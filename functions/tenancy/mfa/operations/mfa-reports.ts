import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { SEEN_DAYS, seenStore } from '../../../../shared/identity/seen.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type { mfaRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

/** Reports of what was seen of a partner's people, and of their second factors (tenancy contract 12). */
type Routes = typeof mfaRoutes;

/** Requests that are listed at most. */
const REQUESTS_MAX = 10_000;

/**
 * Counts by day and application, the latest day first: of a month and as many applications as a tenant may have. Refuses,
 * 400/800002, days whose last one lies before their first.
 */
export const listApplicationMfaAdoption: Operation<Routes['listApplicationMfaAdoption'], Deps> = async (
  { caller: { tenantId }, query, at },
  { table },
) => {
  const [today, kept] = [utcDay(at), addDays(utcDay(at), -SEEN_DAYS)];
  const { startDate = kept, endDate = today } = query;
  if (endDate < startDate)
    return refuse('invalid_input', { field: 'endDate', description: `endDate: is before startDate, ${startDate}.` });
  const days = await seenStore(table).days(tenantId, { first: startDate < kept ? kept : startDate, last: endDate });
  const principals = [...new Set(days.map(({ applicationId }) => applicationId))].map((principalId) => ({
    tenantId,
    principalId,
  }));
  const known = await shownRecords(table).callers(principals);
  const names = new Map(known.map(({ principalId, displayName }) => [principalId, displayName]));
  const rows = days.map(({ on, applicationId, requests, withMfa }) => ({
    loginDate: on as string,
    mfaCompliantRequestCount: withMfa,
    totalRequestCount: requests,
    applicationId,
    applicationName: names.get(applicationId) ?? applicationId,
  }));
  return ok({ status: 200, body: rows.reverse() });
};

/** The latest requests, page by page; the call itself is among them by then, or with the next. */
export const listPartnerRequests: Operation<Routes['listPartnerRequests'], Deps> = async (call, { table }) => {
  const list = seenStore(table).requests(call.caller.tenantId, call.at, REQUESTS_MAX);
  const page = await seekPage(call, list, SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const body = items.map((request) => ({
    requestId: request.requestId,
    correlationId: request.correlationId,
    operationName: request.operation,
    requestDateTime: toWireInstant(request.at),
    sourceIpAddress: request.sourceIp,
    objectId: request.userId,
    tenantId: request.tenantId,
    ...given({ upn: request.userPrincipalName }),
    applicationId: request.applicationId,
    mfaCompliant: request.hasMfa,
    attributes: { objectType: 'PartnerRequest' as const },
  }));
  return ok({ status: 200, body: collection(body, links, token) });
};

/** Users who are there no more, or may not sign in, are left out: a page may be short. */
export const listNonMfaCompliantPrincipals: Operation<Routes['listNonMfaCompliantPrincipals'], Deps> = async (
  call,
  { table },
) => {
  const { tenantId } = call.caller;
  const page = await seekPage(call, seenStore(table).lacking(tenantId, call.at), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const callers = await shownRecords(table).callers(items.map(({ userId }) => ({ tenantId, principalId: userId })));
  const active = new Set(callers.filter(({ isActive }) => isActive).map(({ principalId }) => principalId));
  const listed = items.filter(({ userId }) => active.has(userId));
  const body = listed.map(({ userId, userPrincipalName, at }) => ({
    objectId: userId,
    tenantId,
    ...given({ upn: userPrincipalName }),
    lastNonMfaCompliantRequestDateTime: toWireInstant(at),
    attributes: { objectType: 'NonMfaCompliantPrincipal' as const },
  }));
  return ok({ status: 200, body: collection(body, links, token) });
};
