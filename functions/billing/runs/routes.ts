import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const runsRoutes = {
  startBillingRun: {
    method: 'POST',
    path: '/v1/operator/billing/runs',
    summary: 'Bill the partners whose billing date has come by a day, or estimate what they would be billed.',
    description:
      'Asked for the same again it answers with the same run and sets going what was interrupted; no period is ever billed twice. `Location` says where to look.',
    allow: ['Operator'],
    request: { body: s.BillingRunBody },
    response: { 202: s.BillingRun },
    refusals: ['invalid_input', 'invalid_property'],
    requirements: ['BIL-1', 'BIL-10', 'BIL-11'],
  },
  viewBillingRun: {
    method: 'GET',
    path: '/v1/operator/billing/runs/{runId}',
    summary: 'Read how far a billing run is, and what came of each partner.',
    description:
      'Partners come in pages, as `links.next` leads on; `progress` counts all of them, as a worker found them some seconds ago.',
    allow: ['Operator'],
    request: { path: s.BillingRunPath, query: s.BillingRunQuery },
    response: { 200: s.BillingRun },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['BIL-1', 'BIL-11'],
  },
} as const satisfies RouteTable<never>;
