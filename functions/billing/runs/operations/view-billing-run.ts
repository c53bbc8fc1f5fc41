import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addSeconds } from '../../../../shared/kernel/time.ts';
import { type BillingRun, isOver } from '../domain/billing-run.ts';
import type { runsRoutes } from '../routes.ts';
import { ROWS_PER_PAGE } from '../schemas.ts';
import { runStore } from '../store/run-store.ts';
import type { RunsDeps } from './dependencies.ts';
import { toWireRun } from './run-wire.ts';

/** Seconds between two looks at all partners of a run that somebody watches. */
const WATCHED_SECONDS = 10;

/**
 * BIL-11: how far a run is. Partners come in pages; how many are done is counted by a worker, which who looks asks for.
 */
export const viewBillingRun: Operation<(typeof runsRoutes)['viewBillingRun'], RunsDeps> = async (call, deps) => {
  const store = runStore(deps.table);
  const run = await store.load(call.path.runId.toLowerCase());
  if (!run) return refuse('resource_not_found');
  const { size = ROWS_PER_PAGE, behind } = call.query;
  const page = await store.page(run, { size, behind });
  if (isDue(run, call.at)) {
    const asked = { ...run, askedAt: call.at };
    if (await store.save(asked, run))
      await deps.partnersQueue.send([{ kind: run.isWalked ? 'runSweep' : 'runWalk', runId: run.runId, at: call.at }]);
  }
  return ok({ status: 200, body: toWireRun(run, { ...page, size }) });
};

/** A walk takes its time; what is lost of one is set going again a minute later. */
const isDue = (run: BillingRun, at: BillingRun['askedAt']): boolean =>
  !isOver(run) && addSeconds(run.askedAt, run.isWalked ? WATCHED_SECONDS : 6 * WATCHED_SECONDS) <= at;
