import { AGENTS, SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const relationshipsRoutes = {
  listDelegatedAdminPrivileges: {
    method: 'GET',
    path: '/v1/customers/{customerId}/delegatedadminprivileges',
    summary: 'List when the own delegated administration of a customer was granted and ended.',
    allow: AGENTS,
    token: 'user',
    customer: 'any',
    request: { path: s.CustomerPath },
    response: { 200: s.DelegatedAdminGrants },
    refusals: ['no_relationship'],
    requirements: ['DAP-1'],
  },
  listMyPartners: {
    method: 'GET',
    path: '/v1/my/partners',
    summary: 'List all partners of the own organization, their privileges and support contacts.',
    allow: ['Customer'],
    token: 'user',
    request: { query: s.MyPartnersQuery },
    response: { 200: s.PartnerLinks },
    refusals: ['invalid_input'],
    requirements: ['DAP-1', 'CUS-3'],
  },
  listPartnerRelationships: {
    method: 'GET',
    path: '/v1/relationships',
    summary: 'List the resellers of a provider, or the providers of a reseller.',
    allow: SELLERS,
    token: 'user',
    request: { query: s.RelationshipsQuery },
    response: { 200: s.PartnerRelationships },
    refusals: ['invalid_input'],
    requirements: ['REL-7'],
  },
  listCustomerRelationships: {
    method: 'GET',
    path: '/v1/customers/{customerId}/relationships',
    summary: 'List the indirect resellers tied to a customer.',
    allow: SELLERS,
    token: 'user',
    customer: 'any',
    request: { path: s.CustomerPath },
    response: { 200: s.PartnerRelationships },
    refusals: ['no_relationship'],
    requirements: ['REL-7'],
  },
} as const satisfies RouteTable<never>;
