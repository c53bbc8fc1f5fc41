import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import { accountStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { subscriptionStore } from '../../history/index.ts';
import { cutRanges, type Invoice, RANGE_SUBSCRIPTIONS } from '../../invoices/index.ts';
import { previewAsOf } from '../domain/preview.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { estimateOf, openSums } from './estimate.ts';
import { type PreviewProgress, previewByRun } from './preview-run.ts';

export type Estimated = { readonly estimate: Invoice } | { readonly underWay: PreviewProgress };

/**
 * BIL-10: the invoice of a partner that is next as of a day; undefined for a day before its open period, or too far ahead. What
 * more than one range holds is computed by workers meanwhile.
 */
export async function estimateAsOf(
  { partnerId, asOf, at }: { readonly partnerId: string; readonly asOf: Day; readonly at: Instant },
  deps: EstimatesDeps,
): Promise<Estimated | undefined> {
  const { table } = deps;
  const [account, open] = [await accountStore(table).load(partnerId), await periodStore(table).latest(partnerId)];
  const billingDay = account?.profile.billingDay;
  const preview = open && billingDay && previewAsOf(open, asOf, billingDay);
  if (!account || !preview) return undefined;
  const { posted } = preview;
  const period = { start: preview.period.start, end: preview.period.end };
  const sizes = await subscriptionStore(table).sizes(partnerId);
  const taxRates = await taxRatesOf(account, period, { table });
  if (Object.values(sizes).reduce((sum, size) => sum + size, 0) <= RANGE_SUBSCRIPTIONS) {
    const sums = await openSums(account, { posted, range: { from: '' }, taxRates }, deps);
    return { estimate: await estimateOf(account, period, sums, deps) };
  }
  const plan = { partnerId, asOf, period, posted, ranges: cutRanges(sizes), taxRates };
  return previewByRun(plan, at, deps);
}
