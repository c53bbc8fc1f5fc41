import { type Day, type Instant, instant } from '../../../../shared/kernel/time.ts';
import { estimateAsOf } from '../../estimates/index.ts';
import type { BillingRun } from '../domain/billing-run.ts';
import type { RunRow } from '../store/run-items.ts';
import { runStore } from '../store/run-store.ts';
import type { RunsWorkDeps } from './dependencies.ts';
import type { BillingRunMessage, PartnersOutcome } from './run-messages.ts';

type Preview = Extract<BillingRunMessage, { kind: 'runPreview' }>;

/** Estimates one partner of a run; what is large is computed by others meanwhile, and looked for later. */
export async function previewRow(
  { runId, at, partnerId, billingOn }: Preview,
  deps: RunsWorkDeps,
): Promise<PartnersOutcome> {
  const store = runStore(deps.table);
  const run = await store.load(runId);
  const row = run && (await store.row(run, { partnerId, billingOn: billingOn as Day }));
  if (!run || !row || row.result) return 'settled';
  const now = await estimateRow(run, row, instant(at), deps);
  if (now !== row) await store.putRow(run, now);
  return 'previewedRow';
}

/** BIL-10: the row with its estimate, or as it is where that is not there yet. Nothing of the bill is written. */
export async function estimateRow(run: BillingRun, row: RunRow, at: Instant, deps: RunsWorkDeps): Promise<RunRow> {
  const { partnerId, billingOn } = row;
  const asOf = billingOn < run.asOf ? billingOn : run.asOf;
  try {
    const found = await estimateAsOf({ partnerId, asOf, at }, deps);
    if (!found) return { ...row, result: 'failed', error: 'That day lies before its open period.' };
    if ('underWay' in found) return row;
    const { estimate } = found;
    return {
      ...row,
      result: 'preview',
      totalCharges: String(estimate.totals.total),
      currency: estimate.currency,
      lineCounts: {
        office: estimate.lineCount,
        azureBilling: estimate.usage?.lineCount ?? 0,
        azureUsage: estimate.usage?.dayCount ?? 0,
      },
    };
  } catch (error) {
    deps.log.error('an estimate of a run fails', { runId: run.runId, partnerId, error: String(error) });
    return { ...row, result: 'failed', error: String(error).slice(0, 500) };
  }
}
