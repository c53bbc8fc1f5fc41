import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { EVERYBODY } from './parts.ts';
import type { TenantsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const tenantsRoutes = {
  checkDomain: {
    method: 'HEAD',
    path: '/v1/domains/{domain}',
    summary: 'Is a domain in use (200) or free (404)?',
    allow: SELLERS,
    token: 'app',
    request: { path: s.DomainPath },
    response: { 200: null, 404: null },
    refusals: [],
    requirements: ['CUS-1'],
  },
  checkDomainAvailability: {
    method: 'GET',
    path: '/v1/validations/checkdomainavailability/{domainPrefix}',
    summary: 'Is the prefix free below the platform’s own domain?',
    allow: SELLERS,
    token: 'app',
    request: { path: s.DomainPrefixPath },
    response: { 200: s.IsAvailable },
    refusals: [],
    requirements: ['CUS-1'],
  },
  validateAddress: {
    method: 'POST',
    path: '/v1/validations/address',
    summary: 'Check an address against the rules of its market.',
    allow: ['AdminAgent', 'SalesAgent', 'GlobalAdmin'],
    token: 'app',
    replay: false,
    request: { body: s.AddressBody },
    response: { 200: s.AddressIsValid },
    refusals: ['address_invalid', 'invalid_input'],
  },
  viewCountryRules: {
    method: 'GET',
    path: '/v1/countryvalidationrules/{country}',
    summary: 'Read what a market asks of addresses and companies.',
    allow: EVERYBODY,
    token: 'app',
    request: { path: s.CountryPath },
    response: { 200: s.CountryValidationRules },
    refusals: ['resource_not_found'],
  },
} as const satisfies RouteTable<TenantsRefusal>;
