import { addSeconds, instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { duePeriod, dueQuery } from '../../accounts/index.ts';
import { runPeriod } from './begin-run.ts';
import type { RunDeps } from './dependencies.ts';

type Deps = Pick<RunDeps, 'table' | 'runQueue' | 'log' | 'count'>;

/** Partners run independently: one that fails keeps no other from its invoice. */
const visiting = ({ lock }: { lock: boolean }): Walk<Deps> => ({
  due: ({ scheduledAt }) => [dueQuery(utcDay(instant(scheduledAt)))],
  async each(item, { scheduledAt }, deps) {
    const due = duePeriod(item);
    if (!lock) tellIfLate(due, scheduledAt, deps);
    const messages = await runPeriod(due, scheduledAt, deps, { lock });
    return { partners: messages > 0 ? 1 : 0, messages };
  },
  counts: { partners: 0, messages: 0 },
});

/** Seconds from a billing date's first instant after which its invoice is late: runs begin after one hour and wait for 24. */
const LATE_SECONDS = 27 * 3600;

/** Every hour as long as it is: an alarm stands on it, however the run fails, and also where none began. */
function tellIfLate(due: ReturnType<typeof duePeriod>, scheduledAt: string, { log, count }: Deps): void {
  if (addSeconds(startOfDay(due.billingOn), LATE_SECONDS) > instant(scheduledAt)) return;
  log.error('an invoice is late', due);
  count('InvoicesLate');
}

/**
 * Starts the invoices of all partners whose billing date has come, oldest first (BIL-1, X1).
 *
 * Harmless when run twice, late or after a missed run (BIL-11): it selects by state, the period is locked once, and
 * what is queued again is found done.
 */
export const queueDueInvoices = visiting({ lock: true });

/**
 * Queues again what is left of runs that wait for a renewal or were interrupted (X3, BIL-11), in their first day;
 * {@link queueDueInvoices} does it once a day for what is still left then, so that runs that fail for good cost no more.
 */
export const resumeInvoices = visiting({ lock: false });
