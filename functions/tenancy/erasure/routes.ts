import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { InvitationsRefusal } from '../invitations/refusals.ts';
import { CustomerPath } from '../relationships/schemas.ts';

export const erasureRoutes = {
  deleteCustomer: {
    method: 'DELETE',
    path: '/v1/customers/{customerId}',
    summary: 'Delete a customer of an integration sandbox with everything that it has.',
    description:
      'For sandbox accounts only, and for customers that they created and share with nobody. Its subscriptions end with it; the rest of it is deleted in moments, and there is room for another customer at once. Invoices stay as they are.',
    allow: SELLERS,
    token: 'app',
    customer: 'any',
    request: { path: CustomerPath },
    response: { 204: null },
    refusals: ['no_relationship', 'not_supported_in_environment'],
    requirements: ['CUS-6'],
  },
} as const satisfies RouteTable<InvitationsRefusal>;
