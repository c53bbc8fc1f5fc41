import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { BILLING } from './parts.ts';
import * as s from './schemas.ts';

export const accountsRoutes = {
  viewBillingAccount: {
    method: 'GET',
    path: '/v1/partner/billingaccount',
    summary: 'Read the billing account of the own company.',
    allow: BILLING,
    token: 'app',
    response: { 200: s.BillingAccount },
    refusals: ['resource_not_found'],
    requirements: ['PRG-2', 'PRG-10'],
  },
} as const satisfies RouteTable<never>;
