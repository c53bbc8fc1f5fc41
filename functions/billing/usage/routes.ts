import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const usageRoutes = {
  sendUsageRecords: {
    method: 'POST',
    path: '/v1/operator/usagerecords',
    summary: 'Report what metered subscriptions used, up to 1,000 records a call.',
    description:
      'Each record is judged by itself: what is wrong with one is named at once, and the others count. A record counts once per subscription and record id, however often it is sent, in whatever batch and order; what comes again is told once the batch is completed: as a duplicate, or, where the content is another, as a conflict (950001). The day of receipt decides on the invoice; usage of up to 90 days ago is taken. Send records of one subscription together: a call that names few of them costs less.',
    allow: ['Operator'],
    request: { body: s.UsageRecordsBody },
    response: { 202: s.UsageBatch },
    refusals: [],
    requirements: ['USG-3'],
  },
  viewUsageBatch: {
    method: 'GET',
    path: '/v1/operator/usagerecords/batches/{batchId}',
    summary: 'What became of the records of one call.',
    allow: ['Operator'],
    request: { path: s.UsageBatchPath },
    response: { 200: s.UsageBatch },
    refusals: ['resource_not_found'],
    requirements: ['USG-3'],
  },
} as const satisfies RouteTable<never>;
