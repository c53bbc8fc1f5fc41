import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { CustomersRefusal } from '../customers/refusals.ts';
import { CustomerPath } from '../relationships/schemas.ts';
import type { ConsentsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const consentsRoutes = {
  createApplicationConsent: {
    method: 'POST',
    path: '/v1/customers/{customerId}/applicationconsents',
    summary: 'Consent, for a customer, to an application of your own: its people may sign in through it.',
    description:
      'Whoever signs in through the application can do through it what they may do themselves, and nothing more. The consent ends when you or the customer withdraw it, when the application is deleted, and with your delegated administration.',
    allow: ['AdminAgent'],
    token: 'user',
    customer: 'any',
    delegatedAdmin: true,
    request: { path: CustomerPath, body: s.ApplicationConsentBody },
    response: { 201: s.ApplicationConsent },
    refusals: ['invalid_input', 'no_relationship', 'delegated_admin_required', 'consent_exists'],
    requirements: ['ROL-1', 'DAP-1'],
  },
  deleteApplicationConsent: {
    method: 'DELETE',
    path: '/v1/customers/{customerId}/applicationconsents/{applicationId}',
    summary: 'Withdraw a consent that you gave for a customer.',
    allow: ['AdminAgent'],
    token: 'user',
    customer: 'any',
    delegatedAdmin: true,
    request: { path: s.CustomerConsentPath },
    response: { 200: null },
    refusals: ['resource_not_found', 'no_relationship', 'delegated_admin_required'],
    requirements: ['ROL-1'],
  },
  listMyApplicationConsents: {
    method: 'GET',
    path: '/v1/my/applicationconsents',
    summary: 'List the applications that partners consented to for the own organization.',
    description: 'An extension: the public API has no way for a customer to see what its partners consented to.',
    allow: ['Customer'],
    token: 'user',
    request: { query: s.MyConsentsQuery },
    response: { 200: s.MyApplicationConsents },
    refusals: ['invalid_input'],
    requirements: ['DAP-1', 'CUS-3'],
  },
  deleteMyApplicationConsent: {
    method: 'DELETE',
    path: '/v1/my/applicationconsents/{applicationId}',
    summary: 'Withdraw a consent that a partner gave for the own organization.',
    description: 'An extension. No new token from now on; those that the application has end within a minute.',
    allow: ['Customer'],
    token: 'user',
    request: { path: s.ConsentPath },
    response: { 204: null },
    refusals: ['customer_global_admin_required', 'resource_not_found'],
    requirements: ['DAP-1', 'CUS-3'],
  },
} as const satisfies RouteTable<CustomersRefusal | ConsentsRefusal>;
