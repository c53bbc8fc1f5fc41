import { invariant } from '../../../../shared/kernel/invariant.ts';
import { accountStore } from '../../accounts/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../history/index.ts';
import type { InvoicedUsage } from '../../invoices/index.ts';
import { previewFiles, type Sums } from '../store/preview-files.ts';
import type { PreviewRun } from '../store/preview-item.ts';
import { previewStore } from '../store/preview-store.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { estimateOf, openSums } from './estimate.ts';
import type { PreviewMessage } from './preview-message.ts';
import { handOut } from './preview-run.ts';

export type PreviewOutcome = 'previewKept' | 'previewFound' | 'previewReady' | 'previewIncomplete' | 'previewGone';

/** Carries out one message of a preview. Throwing makes the queue deliver it again; repeated it changes nothing. */
export async function handlePreviewMessage(message: PreviewMessage, deps: EstimatesDeps): Promise<PreviewOutcome> {
  const run = await previewStore(deps.table).load(message.partnerId, message.asOf);
  if (run?.startedAt !== message.startedAt) return 'previewGone';
  return message.kind === 'preview' ? previewRange(run, message.range, deps) : finishPreview(run, deps);
}

async function previewRange(run: PreviewRun, range: number, deps: EstimatesDeps): Promise<PreviewOutcome> {
  const isKnown = run.done.has(range);
  if (!isKnown) {
    const account = await accountStore(deps.table).load(run.partnerId);
    const bounds = run.ranges[range];
    invariant(account && bounds, 'the message names a range of an account’s run');
    const { posted, taxRates } = run;
    const sums = await openSums(account, { posted, range: bounds, taxRates }, deps);
    await previewFiles(deps.files).putSums(run, range, sums);
    await previewStore(deps.table).markDone(run, range);
  }
  const now = await previewStore(deps.table).load(run.partnerId, run.asOf);
  if (now?.startedAt === run.startedAt && now.resultKey === undefined && now.done.size === now.ranges.length)
    await handOut(now, deps);
  return isKnown ? 'previewFound' : 'previewKept';
}

async function finishPreview(run: PreviewRun, deps: EstimatesDeps): Promise<PreviewOutcome> {
  if (run.done.size < run.ranges.length) return 'previewIncomplete';
  const account = await accountStore(deps.table).load(run.partnerId);
  invariant(account, 'a run has an account');
  const sums = await sumsOf(run, deps);
  const key = await previewFiles(deps.files).putResult(run, await estimateOf(account, run.period, sums, deps));
  await previewStore(deps.table).finish(run, key);
  return 'previewReady';
}

/** All ranges together, one after the other: what is held at once is the sums by offer. */
async function sumsOf(run: PreviewRun, { files }: Pick<EstimatesDeps, 'files'>): Promise<Sums> {
  const byOffer = new Map<string, Totals>();
  let lineCount = 0;
  let usage: InvoicedUsage | undefined;
  for (const range of run.ranges.keys()) {
    const sums = await previewFiles(files).sums(run, range);
    invariant(sums, 'the sums of a range that is done are stored');
    lineCount += sums.lineCount;
    usage = sums.usage && usage ? together(usage, sums.usage) : (usage ?? sums.usage);
    for (const [offerId, totals] of sums.byOffer)
      byOffer.set(offerId, addTotals(byOffer.get(offerId) ?? NO_TOTALS, totals));
  }
  return { lineCount, byOffer, ...(usage && { usage }) };
}

const together = (a: InvoicedUsage, b: InvoicedUsage): InvoicedUsage => ({
  lineCount: a.lineCount + b.lineCount,
  dayCount: a.dayCount + b.dayCount,
  ratedCount: a.ratedCount + b.ratedCount,
  totals: addTotals(a.totals, b.totals),
});
