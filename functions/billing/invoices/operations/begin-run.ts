import { addSeconds, type Day, instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { accountStore, begunAt, type PeriodRow, periodStore, regionsOf, taxRatesOf } from '../../accounts/index.ts';
import { subscriptionStore } from '../../history/index.ts';
import { exchangeStore } from '../../rate-cards/index.ts';
import { cutRanges } from '../domain/ranges.ts';
import type { RunDeps } from './dependencies.ts';
import { ROWS_FORM } from './documents/rows-form.ts';
import type { RunMessage } from './run-message.ts';

type Deps = Pick<RunDeps, 'table' | 'runQueue' | 'log'>;

/**
 * Seconds between a billing date's first instant and the earliest run. What billing stored before 00:00Z belongs to
 * the period (R7); by then every write of that day has ended, because a function runs for minutes at most.
 */
const SETTLING_SECONDS = 3600;

/** Hours in which a run that began is gone on with every hour: it waits for a day at most, and is finished within an hour. */
const RESUMED_HOURS = 26;

/**
 * Locks the period if it is open and due, and queues what is still to be done for it. Returns how much that is. Without
 * `lock`, only of runs that began a day ago or less: what cannot be done in that time is tried once a day.
 */
export async function runPeriod(
  due: { partnerId: string; billingOn: Day },
  scheduledAt: string,
  deps: Deps,
  { lock }: { lock: boolean } = { lock: true },
): Promise<number> {
  const row = await periodStore(deps.table).load(due.partnerId, due.billingOn);
  if (row?.state === 'closing') return lock || isFresh(row, scheduledAt) ? queueRest(row, scheduledAt, deps) : 0;
  const dueFrom = addSeconds(startOfDay(due.billingOn), SETTLING_SECONDS);
  if (row?.state !== 'open' || !lock || dueFrom > instant(scheduledAt)) return 0;
  const locked = await lockPeriod(row, scheduledAt, deps);
  return locked ? queueRest(locked, scheduledAt, deps) : 0;
}

const isFresh = ({ plan }: PeriodRow, scheduledAt: string): boolean =>
  instant(scheduledAt) < addSeconds(begunAt(plan!), RESUMED_HOURS * 3600);

/** X2: fixes what every part of the run uses. */
async function lockPeriod(row: PeriodRow, scheduledAt: string, { table, log }: Deps): Promise<PeriodRow | undefined> {
  const account = await accountStore(table).load(row.partnerId);
  if (!account) {
    log.error('a period without a billing account waits', { partnerId: row.partnerId, billingOn: row.end });
    return undefined;
  }
  const { currency } = account.profile;
  // Before anything reads a rate of the period: from here on it stays.
  await exchangeStore(table).fixRates(currency, row.end);
  return periodStore(table).lock(row, {
    runId: `${row.end}@${scheduledAt}`,
    ranges: cutRanges(await subscriptionStore(table).sizes(row.partnerId)),
    currency,
    taxRates: await taxRatesOf(account, row, { table }),
    regions: await regionsOf(account, row, { table }),
    mpnId: account.profile.mpnId ?? '',
    rowsForm: ROWS_FORM,
  });
}

/** One message for each range without a part; when there is none any more, one to finish the invoice. */
async function queueRest({ partnerId, end, plan, done }: PeriodRow, scheduledAt: string, { runQueue }: Deps) {
  const about = { partnerId, billingOn: end, scheduledAt };
  const ranges = plan!.ranges.map((_, range) => range).filter((range) => !done.has(range));
  const messages: RunMessage[] = ranges.map((range) => ({ kind: 'range', ...about, range }));
  if (messages.length === 0) messages.push({ kind: 'finish', ...about });
  await runQueue.send(messages);
  return messages.length;
}
