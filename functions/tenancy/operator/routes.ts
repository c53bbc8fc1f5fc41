import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const operatorRoutes = {
  listJobs: {
    method: 'GET',
    path: '/v1/operator/jobs',
    summary: 'List the scheduled jobs of the program, each with its last run and its next.',
    description: 'A job is listed from its first run on.',
    allow: ['Operator'],
    token: 'app',
    response: { 200: s.JobStatuses },
    refusals: [],
    requirements: ['OPS-3'],
  },
} as const satisfies RouteTable<never>;
