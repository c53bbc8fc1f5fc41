import { AGENTS } from '../../../shared/contracts/roles.ts';
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
  listAzureUtilizations: {
    method: 'GET',
    path: '/v1/customers/{customerId}/subscriptions/{subscriptionId}/utilizations/azure',
    summary: 'List what a metered subscription used, by day or hour, by the time at which it was received.',
    description:
      'Sorted by time, meter and resource; pages by token. By whole days it is read as far as a page goes, however long the span. By hours, or of a span that begins or ends within a day, all that was received in the span is read for each page, 200,000 records at most, of the last 400 days. While usage of the span is being counted: 204, and `Retry-After` says when to ask again.',
    allow: AGENTS,
    token: 'app',
    customer: 'reseller',
    request: { path: s.MeteredPath, query: s.UtilizationsQuery },
    response: { 200: s.AzureUtilizationRecords, 204: null },
    refusals: ['invalid_input', 'subscription_not_found', 'not_usage_based'],
    requirements: ['USG-2'],
  },
} as const satisfies RouteTable<never>;
