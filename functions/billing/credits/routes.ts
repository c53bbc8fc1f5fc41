import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { CreditsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const creditsRoutes = {
  grantCredit: {
    method: 'POST',
    path: '/v1/operator/partners/{partnerId}/credits',
    summary: 'Grant a partner a credit on a subscription of one of its customers.',
    description:
      'It is a line of its own on the invoice of the billing period of today. An SLA credit is computed from what the customer would pay who buys direct, not from what the partner pays: for seats from the list price of a month, for metered use from all that was used of the affected meters in the billing period of the incident, as counted by now. It names one incident and one service request. An `amount` that was decided with an accepted claim is taken as it is. All other credits say their `amount`. Amounts are before tax. A reference is used once for a partner: the same credit sent again is answered as it is now, another content is a conflict (950001), and so is a second credit of a claim.',
    allow: ['Operator'],
    request: { path: s.CreditedPartnerPath, body: s.CreditBody },
    response: { 201: s.CreditGrant },
    refusals: [
      'resource_not_found',
      'subscription_not_found',
      'invalid_property',
      'credit_conflict',
      'claim_window_passed',
      'percent_out_of_range',
      'wrong_state',
    ],
    requirements: ['BIL-6'],
  },
  listPartnerCredits: {
    method: 'GET',
    path: '/v1/operator/partners/{partnerId}/credits',
    summary: 'List the credits of a partner, newest first.',
    allow: ['Operator'],
    request: { path: s.CreditedPartnerPath, query: s.CreditsQuery },
    response: { 200: s.CreditGrants },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['BIL-6'],
  },
  withdrawCredit: {
    method: 'DELETE',
    path: '/v1/operator/partners/{partnerId}/credits/{creditId}',
    summary: 'Take a credit back that is on no invoice yet.',
    description:
      'Only until the run of its billing period begins. The credit stays in the list as `withdrawn`; its reference is not used again. Taken back once more it answers the same.',
    allow: ['Operator'],
    request: { path: s.CreditPath },
    response: { 204: null },
    refusals: ['resource_not_found', 'wrong_state'],
    requirements: ['BIL-6'],
  },
  listCredits: {
    method: 'GET',
    path: '/v1/partner/credits',
    summary: 'List the own credits, newest first.',
    allow: ['AdminAgent', 'GlobalAdmin', 'HelpdeskAgent'],
    token: 'app',
    request: { query: s.CreditsQuery },
    response: { 200: s.CreditGrants },
    refusals: ['invalid_input'],
    requirements: ['BIL-6'],
  },
} as const satisfies RouteTable<CreditsRefusal>;
