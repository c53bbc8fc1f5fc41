import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { csv } from '../catalogue/parts.ts';
import { buyers } from '../subscriptions/parts.ts';
import type { ImportsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

const template = csv('The line of names, and a sample row.');
const results = csv(
  'A line for each row, in their order. `Link` leads to what follows where that is more than a page.',
);

export const importsRoutes = {
  startImport: {
    method: 'POST',
    path: '/v1/imports',
    summary: 'Import customers or orders from a CSV file: every row is checked, then carried out.',
    description:
      'The columns are those of the template, in any order and spelling; cells are parted by commas, semicolons or tabs. `rowKey` names a row: unique in its file, and carried out once for its partner, in whatever import. A row that an earlier import carried out is skipped; with the key of one that said something else it fails. Each order is a purchase of its own, at the prices of the moment, with the rights of whoever began the import, as they are then. A new customer’s administrator has no password yet: set one. Instead of the file send JSON for a link to upload up to 50 MB; then resume the import. What is kept are ids, reasons and keys, for 60 days; the file is removed with the end of the import, or after 30 days.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    request: {
      query: s.ImportQuery,
      body: s.ImportUploadBody,
      file: csv('The columns of `/v1/imports/templates/{type}`'),
    },
    response: { 202: s.Import },
    refusals: ['invalid_input', 'invalid_property', 'too_many_requests'],
    requirements: ['ORD-8', 'ORD-6', 'AGR-1', 'CUS-1'],
  },
  listImports: {
    method: 'GET',
    path: '/v1/imports',
    summary: 'Imports of the partner, newest first.',
    allow: SELLERS,
    request: { query: s.ImportListQuery },
    response: { 200: s.Imports },
    refusals: ['invalid_input'],
    requirements: ['ORD-8'],
  },
  viewImport: {
    method: 'GET',
    path: '/v1/imports/{importId}',
    summary: 'One import, and how far it has come.',
    allow: SELLERS,
    request: { path: s.ImportPath },
    response: { 200: s.Import },
    refusals: ['resource_not_found'],
    requirements: ['ORD-8'],
  },
  listImportResults: {
    method: 'GET',
    path: '/v1/imports/{importId}/results',
    summary: 'What became of each row, in their order; as CSV to those who accept `text/csv`.',
    allow: SELLERS,
    request: { path: s.ImportPath, query: s.ImportResultsQuery },
    response: { 200: s.ImportRows },
    files: { 200: results },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['ORD-8'],
  },
  resumeImport: {
    method: 'POST',
    path: '/v1/imports/{importId}/resume',
    summary: 'Go on with an import: once its file is uploaded, after it was cancelled, or where it stands still.',
    description: 'From then on it acts for whoever resumed it. An import that is done or failed is answered as it is.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    request: { path: s.ImportPath, bodyIgnored: true },
    response: { 202: s.Import },
    refusals: ['resource_not_found', 'upload_missing', 'too_many_requests'],
    requirements: ['ORD-8'],
  },
  cancelImport: {
    method: 'POST',
    path: '/v1/imports/{importId}/cancel',
    summary: 'Stop an import: what its rows made stays.',
    description: 'Rows that are being carried out at this moment are still done. It can be resumed for 30 days.',
    allow: SELLERS,
    request: { path: s.ImportPath, bodyIgnored: true },
    response: { 200: s.Import },
    refusals: ['resource_not_found'],
    requirements: ['ORD-8'],
  },
  viewImportTemplate: {
    method: 'GET',
    path: '/v1/imports/templates/{type}',
    summary: 'The columns of a file of customers or orders, with a sample row.',
    allow: SELLERS,
    request: { path: s.ImportTypePath, query: s.TemplateQuery },
    response: { 200: template },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['ORD-8'],
  },
} as const satisfies RouteTable<ImportsRefusal>;
