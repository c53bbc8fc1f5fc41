import { AGENTS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const costsRoutes = {
  viewUsageBudget: {
    method: 'GET',
    path: '/v1/customers/{customerId}/usagebudget',
    summary: 'Read what a customer may spend on metered use in a billing period.',
    allow: AGENTS,
    token: 'app',
    customer: 'reseller',
    request: { path: s.CostsCustomerPath },
    response: { 200: s.SpendingBudget },
    refusals: [],
    requirements: ['USG-4'],
  },
  changeUsageBudget: {
    method: 'PATCH',
    path: '/v1/customers/{customerId}/usagebudget',
    summary: 'Set or take away what a customer may spend on metered use in a billing period.',
    description:
      'The body is the whole budget: without `amount`, or with null, there is none. A budget stops nothing; the admin agents of the partner are warned. One of 0 warns nobody: there is nothing of which a part could be used.',
    allow: ['AdminAgent'],
    token: 'app',
    customer: 'reseller',
    request: { path: s.CostsCustomerPath, body: s.SpendingBudgetBody },
    response: { 200: s.SpendingBudget },
    refusals: ['invalid_property'],
    requirements: ['USG-4'],
  },
  viewServiceCosts: {
    method: 'GET',
    path: '/v1/customers/{customerId}/servicecosts/{costsPeriod}',
    summary: 'Read what a customer costs you in a billing period.',
    description:
      '`mostrecent` is your latest invoice, `current` what is posted since and not invoiced yet. Of a customer that is not on that invoice all sums are zero.',
    allow: AGENTS,
    token: 'user',
    customer: 'reseller',
    request: { path: s.ServiceCostsPath },
    response: { 200: s.ServiceCostsSummary },
    refusals: ['unknown_enum_value'],
    requirements: ['USG-4', 'BIL-3'],
  },
  listServiceCostLineItems: {
    method: 'GET',
    path: '/v1/customers/{customerId}/servicecosts/{costsPeriod}/lineitems',
    summary: 'List the charges that make what a customer costs you in a billing period.',
    description:
      'Everything in one answer; of more than ten thousand charges, or with `size`, pages: follow `links.next`.',
    allow: AGENTS,
    token: 'user',
    customer: 'reseller',
    request: { path: s.ServiceCostsPath, query: s.ServiceCostsQuery },
    response: { 200: s.ServiceCostLineItems },
    refusals: ['unknown_enum_value', 'invalid_input'],
    requirements: ['USG-4', 'BIL-3'],
  },
} as const satisfies RouteTable<never>;
