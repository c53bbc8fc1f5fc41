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
} as const satisfies RouteTable<never>;
