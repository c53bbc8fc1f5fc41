import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { OWN_TENANT } from '../people/parts.ts';
import * as s from './schemas.ts';

const KINDS =
  'Kinds of change and of resource that the public API does not have are `undefined`; `customizedData` names them.';

export const auditRoutes = {
  listAuditRecords: {
    method: 'GET',
    path: '/v1/auditrecords',
    aliases: ['/auditactivity/v1/auditrecords'],
    summary: 'List what the own company did, and what was done with it, newest first.',
    description: `The last 30 days, or others of the last 90. ${KINDS}`,
    allow: OWN_TENANT,
    token: 'app',
    request: { query: s.AuditRecordsQuery },
    response: { 200: s.AuditRecords },
    refusals: ['invalid_input'],
    requirements: ['API-3'],
  },
  viewAuditRecord: {
    method: 'GET',
    path: '/v1/auditrecords/{auditRecordId}',
    aliases: ['/auditactivity/v1/auditrecords/{auditRecordId}'],
    summary: 'Read one record of the own log.',
    description: KINDS,
    allow: OWN_TENANT,
    token: 'app',
    request: { path: s.AuditRecordPath },
    response: { 200: s.AuditRecord },
    refusals: ['resource_not_found'],
    requirements: ['API-3'],
  },
  listMyAuditRecords: {
    method: 'GET',
    path: '/v1/my/auditrecords',
    summary: 'List what partners did in the own organization, newest first.',
    description: 'The last 30 days, or others of the last 13 months.',
    allow: ['Customer'],
    token: 'user',
    request: { query: s.AuditDaysQuery },
    response: { 200: s.AuditRecords },
    refusals: ['invalid_input'],
    requirements: ['API-3', 'CUS-3'],
  },
  listOperatorAuditRecords: {
    method: 'GET',
    path: '/v1/operator/auditrecords',
    summary: 'List what happened in every tenant, newest first.',
    description: 'The last 30 days, or others of the last 13 months.',
    allow: ['Operator'],
    token: 'app',
    request: { query: s.OperatorAuditRecordsQuery },
    response: { 200: s.AuditRecords },
    refusals: ['invalid_input'],
    requirements: ['API-3'],
  },
} as const satisfies RouteTable<never>;
