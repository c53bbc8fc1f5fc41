import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import { type JobRecord, listJobRecords } from '../../../../shared/messaging/job-records.ts';
import type { operatorRoutes } from '../routes.ts';
import type * as s from '../schemas.ts';
import type { Deps } from './dependencies.ts';

/** OPS-3: how the program's jobs went, and when they run next. One query, of some dozens of items. */
export const listJobs: Operation<(typeof operatorRoutes)['listJobs'], Pick<Deps, 'table'>> = async (_, { table }) => {
  const records = await listJobRecords(table);
  return ok({ status: 200, body: collection(records.map(toWire)) });
};

const toWire = (of: JobRecord): z.input<typeof s.JobStatus> => ({
  context: of.context,
  job: of.job,
  summary: of.summary,
  schedule: of.schedule,
  lastRunDate: toWireInstant(of.scheduledAt),
  lastRunOutcome: of.outcome,
  ...(of.counts && { counts: { ...of.counts } }),
  ...(of.ranges && { ranges: { total: of.ranges.handed, done: of.ranges.done } }),
  ...(of.error !== undefined && { error: of.error }),
  ...(of.succeededAt && { lastSuccessDate: toWireInstant(of.succeededAt) }),
  nextRunDate: toWireInstant(of.nextAt),
  attributes: { objectType: 'JobStatus' },
});
