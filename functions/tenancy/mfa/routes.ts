import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { OWN_TENANT } from '../people/parts.ts';
import * as s from './schemas.ts';

export const mfaRoutes = {
  listApplicationMfaAdoption: {
    method: 'GET',
    path: '/v1/applicationmfaadoptionstatus',
    summary: 'Count the requests of your people, with and without a second factor, by day and application.',
    description: 'Requests that carried a user; they are kept for 30 days.',
    allow: OWN_TENANT,
    token: 'user',
    request: { query: s.MfaAdoptionQuery },
    response: { 200: s.ApplicationMfaAdoptions },
    refusals: ['invalid_input'],
    requirements: ['API-1'],
  },
  listPartnerRequests: {
    method: 'GET',
    path: '/v1/partnerRequests',
    summary: 'List the latest requests of your people, the newest first.',
    description:
      'Requests that carried a user, at most 10,000 of the last 30 days; the newest may be missing for moments.',
    allow: OWN_TENANT,
    token: 'user',
    request: { query: s.PartnerRequestsQuery },
    response: { 200: s.PartnerRequests },
    refusals: ['invalid_input'],
    requirements: ['API-1'],
  },
  listNonMfaCompliantPrincipals: {
    method: 'GET',
    path: '/v1/nonMfaCompliantPartnerPrincipals',
    summary: 'List your users whose last request lacked a second factor.',
    description:
      'A later one that was made with a second factor takes its user off the list. Of requests within a minute any may count as the last.',
    allow: OWN_TENANT,
    token: 'user',
    request: { query: s.PartnerRequestsQuery },
    response: { 200: s.NonMfaCompliantPrincipals },
    refusals: ['invalid_input'],
    requirements: ['API-1'],
  },
} as const satisfies RouteTable<never>;
