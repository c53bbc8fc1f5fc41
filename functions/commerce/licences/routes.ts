import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import type { LicencesRefusal } from './refusals.ts';
import * as s from './schemas.ts';

/** Partners look after the licences of those who let them; a customer after its own. */
const administered = { customer: 'any', delegatedAdmin: true } as const;
const related = ['no_relationship', 'delegated_admin_required'] as const;
const PAGED =
  'Everything in one answer, as far as a page holds it; what is larger goes on at `links.next`. Right at once after every purchase, change and assignment.';

export const licencesRoutes = {
  listSubscribedSkus: {
    ...administered,
    method: 'GET',
    path: '/v1/customers/{customerId}/subscribedskus',
    summary: 'Licences of a customer by plan, over all channels and partners.',
    description: PAGED,
    allow: ['AdminAgent', 'HelpdeskAgent', 'Customer'],
    ownTenant: true,
    request: { path: CustomerPath, query: s.PoolsQuery },
    response: { 200: s.SubscribedSkus },
    refusals: ['invalid_input', ...related],
    requirements: ['SUB-8', 'SUB-9', 'DAP-2', 'CUS-3'],
  },
  listUserLicenses: {
    ...administered,
    method: 'GET',
    path: '/v1/customers/{customerId}/users/{userId}/licenses',
    summary: 'Licences that are assigned to a user of a customer.',
    allow: ['AdminAgent', 'HelpdeskAgent', 'Customer'],
    ownTenant: true,
    request: { path: s.LicencesUserPath, query: s.UserLicencesQuery },
    response: { 200: s.Licenses },
    refusals: ['user_not_found', 'invalid_input', ...related],
    requirements: ['SUB-8', 'DAP-2', 'ROL-2', 'CUS-3'],
  },
  updateUserLicenses: {
    ...administered,
    method: 'POST',
    path: '/v1/customers/{customerId}/users/{userId}/licenseupdates',
    summary: 'Assign and remove licences of a user, all or nothing: removal first.',
    description:
      'A licence that the user holds already gets the given `excludedPlans` in place of its own. The user needs a `usageLocation`. After seats were removed that are in use nobody is unassigned; until enough licences were removed none is free.',
    allow: ['AdminAgent', 'Customer'],
    ownTenant: true,
    directory: ['GlobalAdmin'],
    request: { path: s.LicencesUserPath, body: s.LicenseUpdateBody },
    response: { 201: s.LicenseUpdate },
    refusals: ['user_not_found', 'licence_quota_exceeded', 'invalid_property', ...related],
    requirements: ['SUB-3', 'SUB-8', 'ROL-2', 'DAP-2', 'CUS-3'],
  },
  listLicencePool: {
    ...administered,
    method: 'GET',
    path: '/v1/customers/{customerId}/licensepool',
    summary: 'Licences of a customer by plan: own seats, and those of all others together.',
    description: PAGED,
    allow: ['AdminAgent', 'HelpdeskAgent'],
    request: { path: CustomerPath, query: s.PoolsQuery },
    response: { 200: s.LicencePool },
    refusals: ['invalid_input', ...related],
    requirements: ['SUB-7', 'SUB-8', 'DAP-2'],
  },
  listMyLicencePool: {
    method: 'GET',
    path: '/v1/my/licensepool',
    summary: 'Licences of the own organization by plan, and who sold their seats.',
    description: PAGED,
    allow: ['Customer'],
    token: 'user',
    request: { query: s.PoolsQuery },
    response: { 200: s.LicencePool },
    refusals: ['invalid_input'],
    requirements: ['SUB-8', 'CUS-3'],
  },
} as const satisfies RouteTable<LicencesRefusal>;
