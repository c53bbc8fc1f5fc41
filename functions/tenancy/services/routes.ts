import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { ProgramRefusal } from '../program/refusals.ts';
import { CustomerPath } from '../relationships/schemas.ts';
import * as s from './schemas.ts';

export const servicesRoutes = {
  listManagedServices: {
    method: 'GET',
    path: '/v1/customers/{customerId}/managedservices',
    summary: 'List the services that you may administer for a customer, with links to where.',
    description:
      'One for each service that the customer has a subscription of, whoever sold it; Azure only where you sold it, because there you have rights on your own subscriptions alone.',
    allow: ['AdminAgent', 'HelpdeskAgent'],
    token: 'user',
    customer: 'any',
    delegatedAdmin: true,
    request: { path: CustomerPath },
    response: { 200: s.ManagedServices },
    refusals: ['no_relationship', 'delegated_admin_required'],
    requirements: ['DAP-2', 'ROL-2'],
  },
  addVerifiedDomain: {
    method: 'POST',
    path: '/v1/customers/{customerId}/verifieddomain',
    summary: 'Add a domain that you have registered and proven for a customer; for registrars.',
    description: 'From then on users of the customer may be named in it, and nobody else takes it.',
    allow: ['AdminAgent'],
    token: 'app',
    customer: 'any',
    delegatedAdmin: true,
    request: { path: CustomerPath, body: s.VerifiedDomainBody },
    response: { 201: s.CustomerDomain },
    refusals: ['access_denied', 'invalid_property', 'no_relationship', 'delegated_admin_required', 'domain_in_use'],
    requirements: ['CUS-1', 'ROL-2'],
  },
} as const satisfies RouteTable<ProgramRefusal>;
