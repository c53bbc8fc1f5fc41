import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const historyRoutes = {
  listBillingCases: {
    method: 'GET',
    path: '/v1/operator/billing/cases',
    summary: 'List subscriptions that invoices leave out, and saves that came too late to count in full.',
    description:
      'Pages by token. An invoice waits a day for what is missing, then it is issued without that subscription; its lines are on the next invoice after it was mended.',
    allow: ['Operator'],
    request: { query: s.BillingCasesQuery },
    response: { 200: s.BillingCases },
    refusals: ['invalid_input'],
    requirements: ['BIL-1', 'OPS-3'],
  },
  closeBillingCase: {
    method: 'DELETE',
    path: '/v1/operator/billing/cases/{caseId}',
    summary: 'Take a settled save that came too late off the list.',
    allow: ['Operator'],
    request: { path: s.BillingCasePath },
    response: { 204: null },
    refusals: ['resource_not_found', 'wrong_state'],
    requirements: ['OPS-3'],
  },
} as const satisfies RouteTable<never>;
