import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const customerDataRoutes = {
  requestMyExport: {
    method: 'POST',
    path: '/v1/my/exports',
    summary: 'Ask for all data of the own organization, as an archive to download.',
    description:
      'A ZIP archive with one file of JSON lines for each kind of thing, and a README that says what is where. `Location` leads to the export; most are ready in a minute. Only global admins may ask.',
    allow: ['Customer'],
    directory: ['GlobalAdmin'],
    token: 'user',
    limit: { of: 'exports' },
    request: { body: s.ExportBody, bodyOptional: true },
    response: { 202: s.DataExport },
    refusals: ['too_many_requests', 'resource_not_found'],
    requirements: ['CUS-6'],
  },
  viewMyExport: {
    method: 'GET',
    path: '/v1/my/exports/{exportId}',
    summary: 'See how an export stands, and get the address of its archive.',
    description:
      'The address is a right by itself: it is made for this answer, and opens for five minutes. The archive can be had for seven days; how the export went, for thirty.',
    allow: ['Customer'],
    directory: ['GlobalAdmin'],
    token: 'user',
    sealed: true,
    request: { path: s.ExportPath },
    response: { 200: s.DataExport },
    refusals: ['resource_not_found'],
    requirements: ['CUS-6'],
  },
} as const satisfies RouteTable<never>;
