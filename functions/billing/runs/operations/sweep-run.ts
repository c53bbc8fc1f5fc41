import { addSeconds, type Instant, instant } from '../../../../shared/kernel/time.ts';
import { periodStore } from '../../accounts/index.ts';
import { invoiceStore } from '../../invoices/index.ts';
import { type BillingRun, NO_COUNTS, type RunCounts } from '../domain/billing-run.ts';
import type { RunRow } from '../store/run-items.ts';
import { runStore } from '../store/run-store.ts';
import type { RunsWorkDeps } from './dependencies.ts';
import { estimateRow } from './preview-row.ts';
import type { BillingRunMessage, PartnersOutcome } from './run-messages.ts';

type Sweep = Extract<BillingRunMessage, { kind: 'runSweep' }>;

/** Seconds after which what is not issued counts as failed: a run waits a day at most, and ends within an hour. */
const LATE_SECONDS = 26 * 3600;

const LATE = 'It is not out a day after the run began: see the log of billing-worker.';

/**
 * Looks what has come of all periods of a run and counts them anew, so that no count ever drifts. A later period that is due by
 * the run's day joins it once the one before is out. Rows are read a page at a time; of those with a result nothing else is.
 */
export async function sweepRun({ runId, at }: Sweep, deps: RunsWorkDeps): Promise<PartnersOutcome> {
  const store = runStore(deps.table);
  const run = await store.load(runId);
  if (!run) return 'settled';
  const counts: Record<keyof RunCounts, number> = { ...NO_COUNTS };
  let doneBefore = 0;
  for await (const rows of store.rows(run))
    for (const row of rows) {
      const now = row.result && row.result !== 'failed' ? row : await lookedAt(run, row, instant(at), deps);
      if (now !== row) await store.putRow(run, now);
      else if (isDoneBefore(run, row)) doneBefore += 1;
      counts[now.result ?? 'left'] += 1;
      if (now !== row && run.mode === 'commit' && (await follows(run, now, deps))) counts.left += 1;
    }
  const latest = await store.load(runId);
  if (latest?.startedAt === run.startedAt)
    await store.save({ ...latest, counts, countedAt: instant(at), doneBefore }, latest);
  return 'swept';
}

/** Billed before the run began, or by an earlier beginning of it. */
const isDoneBefore = (run: BillingRun, { result, startedAt }: RunRow): boolean =>
  result !== undefined && (result === 'alreadyIssued' || startedAt !== run.startedAt);

async function lookedAt(run: BillingRun, row: RunRow, at: Instant, deps: RunsWorkDeps): Promise<RunRow> {
  if (run.mode === 'preview') return row.result ? row : estimateRow(run, row, at, deps);
  const period = await periodStore(deps.table).load(row.partnerId, row.billingOn);
  const { result: _, error: __, ...about } = row;
  if (period?.state === 'empty') return { ...about, result: 'empty' };
  if (period?.state === 'issued') return { ...about, ...(await issuedFacts(row, deps)) };
  if (row.result || !period) return row;
  const { failure } = period;
  if (addSeconds(run.startedAt, LATE_SECONDS) <= at) return { ...about, result: 'failed', error: failure ?? LATE };
  // Tries follow each other: it has failed only when none is left.
  return failure === row.error ? row : { ...about, ...(failure !== undefined && { error: failure }) };
}

async function issuedFacts({ partnerId, billingOn }: RunRow, { table }: RunsWorkDeps) {
  const invoice = await invoiceStore(table).byDate(partnerId, billingOn);
  return {
    result: 'issued' as const,
    ...(invoice && {
      invoiceId: invoice.invoiceId,
      totalCharges: String(invoice.totals.total),
      currency: invoice.currency,
      lineCounts: {
        office: invoice.lineCount,
        azureBilling: invoice.usage?.lineCount ?? 0,
        azureUsage: invoice.usage?.dayCount ?? 0,
      },
    }),
  };
}

/** The period after one that is out, where it is over by the run's day too; it began by itself. True when it joins the run. */
async function follows(run: BillingRun, { partnerId, result }: RunRow, deps: RunsWorkDeps) {
  if (result !== 'issued' && result !== 'empty') return false;
  const next = await periodStore(deps.table).latestUpTo(partnerId, run.asOf);
  if (!next || (await runStore(deps.table).row(run, { partnerId, billingOn: next.end }))) return false;
  await runStore(deps.table).putRow(run, { partnerId, billingOn: next.end });
  return true;
}
