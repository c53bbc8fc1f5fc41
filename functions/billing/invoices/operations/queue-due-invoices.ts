import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import { periodStore } from '../../accounts/index.ts';
import { runPeriod } from './begin-run.ts';
import type { RunDeps } from './dependencies.ts';

type Deps = Pick<RunDeps, 'table' | 'runQueue' | 'log'>;

/**
 * Starts the invoices of all partners whose billing date has come, oldest first (BIL-1, X1).
 *
 * Harmless when run twice, late or after a missed run (BIL-11): it selects by state, the period is locked once, and
 * what is queued again is found done.
 */
export const queueDueInvoices = (run: JobRun, deps: Deps) => visitDue(run, deps, { lock: true });

/** Queues again what is left of runs that wait for a renewal or were interrupted (X3, BIL-11). */
export const resumeInvoices = (run: JobRun, deps: Deps) => visitDue(run, deps, { lock: false });

/**
 * Partners run independently: one that fails keeps no other from its invoice.
 * @throws at the end when some failed; the next run, or a repeat of this one, finds them again.
 */
async function visitDue({ scheduledAt }: JobRun, deps: Deps, { lock }: { lock: boolean }) {
  const asOf = utcDay(instant(scheduledAt));
  let [partners, messages] = [0, 0];
  const failures: unknown[] = [];
  for await (const due of periodStore(deps.table).due(asOf)) {
    try {
      const queued = await runPeriod(due, scheduledAt, deps, { lock });
      partners += queued > 0 ? 1 : 0;
      messages += queued;
    } catch (error) {
      failures.push(error);
      deps.log.error('a due invoice could not be started', { ...due, error: String(error) });
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} invoices could not be started`);
  return { asOf, partners, messages };
}
