import { createHash } from 'node:crypto';
import type { Operation } from '../../../../shared/http/call.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addSeconds, utcDay } from '../../../../shared/kernel/time.ts';
import { type BillingRun, isOver, NO_COUNTS } from '../domain/billing-run.ts';
import type { runsRoutes } from '../routes.ts';
import { ROWS_PER_PAGE } from '../schemas.ts';
import { runStore } from '../store/run-store.ts';
import type { RunsDeps } from './dependencies.ts';
import { toWireRun } from './run-wire.ts';

/** Seconds for which an estimate stands; who asks later has it made anew. */
const FRESH_SECONDS = 15 * 60;

/**
 * BIL-1, BIL-10, BIL-11: bills the partners whose billing date has come by a day, or estimates what they would be billed. Who asks
 * for the same again finds the same run, and sets going what was interrupted.
 */
export const startBillingRun: Operation<(typeof runsRoutes)['startBillingRun'], RunsDeps> = async (call, deps) => {
  const { mode, asOfDate } = call.body;
  const asOf = utcDay(asOfDate);
  const partnerIds = call.body.partnerIds && [...new Set(call.body.partnerIds)].sort();
  if (mode === 'commit' && asOf > utcDay(call.at))
    return refuse('invalid_input', { field: 'asOfDate', description: 'What is not over yet is not billed.' });
  const text = `${mode}|${asOf}|${partnerIds?.join() ?? ''}`;
  const runId = guidFromHex(createHash('sha256').update(text).digest('hex'));
  const store = runStore(deps.table);
  const before = await store.load(runId);
  const isStale =
    before !== undefined &&
    isOver(before) &&
    (mode === 'commit' || addSeconds(before.startedAt, FRESH_SECONDS) <= call.at);
  const run: BillingRun =
    before && !isStale
      ? { ...before, askedAt: call.at }
      : {
          runId,
          asOf,
          mode,
          startedAt: call.at,
          askedAt: call.at,
          counts: NO_COUNTS,
          ...(partnerIds && { partnerIds }),
        };
  const isAsked = await store.save(run, before);
  const now = isAsked ? run : ((await store.load(runId)) ?? run);
  if (isAsked && !isOver(now)) await deps.partnersQueue.send([{ kind: 'runWalk', runId, at: call.at }]);
  const headers = { location: `/v1/operator/billing/runs/${runId}` };
  return ok({ status: 202, headers, body: toWireRun(now, { rows: [], size: ROWS_PER_PAGE }) });
};
