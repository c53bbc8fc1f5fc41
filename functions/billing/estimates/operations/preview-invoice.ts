import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Day, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { subscriptionStore } from '../../history/index.ts';
import { cutRanges, type Invoice, invoiceBody, RANGE_SUBSCRIPTIONS } from '../../invoices/index.ts';
import { previewAsOf } from '../domain/preview.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { estimateOf, openSums } from './estimate.ts';
import { previewByRun } from './preview-run.ts';

/** Seconds after which it is worth asking again. */
const RETRY_SECONDS = 5;

/**
 * BIL-10: computes the next invoice as of a day from what is known now, and changes nothing that counts. What one range of
 * the billing run holds is computed within the call. More is done by the run's workers: 202 until they are done, and
 * whoever asks again, as `Location` says, gets the result.
 */
export const previewInvoice: Operation<(typeof estimatesRoutes)['previewInvoice'], EstimatesDeps> = async (
  call,
  deps,
) => {
  const { table } = deps;
  const asOf = call.query.asOf ?? utcDay(call.at);
  const partnerId = call.caller.tenantId;
  const [account, open] = [await accountStore(table).load(partnerId), await periodStore(table).latest(partnerId)];
  const billingDay = account?.profile.billingDay;
  const preview = open && billingDay && previewAsOf(open, asOf, billingDay);
  if (!account || !preview)
    return refuse('invalid_input', {
      field: 'asOf',
      description: 'That day lies before the open billing period, or too far ahead.',
    });
  const { posted } = preview;
  const period = { start: preview.period.start, end: preview.period.end };
  const sizes = await subscriptionStore(table).sizes(partnerId);
  const taxRates = await taxRatesOf(account, period, { table });
  if (Object.values(sizes).reduce((sum, size) => sum + size, 0) <= RANGE_SUBSCRIPTIONS) {
    const sums = await openSums(account, { posted, range: { from: '' }, taxRates }, deps);
    return ok({ status: 200, body: toWire(await estimateOf(account, period, sums, deps), asOf) });
  }
  const plan = { partnerId, asOf, period, posted, ranges: cutRanges(sizes), taxRates };
  const estimate = await previewByRun(plan, call.at, deps);
  if (estimate) return ok({ status: 200, body: toWire(estimate, asOf) });
  const headers = { location: `/v1/invoices/unbilled?asOf=${asOf}`, 'retry-after': String(RETRY_SECONDS) };
  return ok({ status: 202, headers });
};

const toWire = (estimate: Invoice, asOf: Day) => ({
  ...invoiceBody(estimate),
  invoiceDetails: [],
  documentType: 'none' as const,
  links: { self: link(`/invoices/unbilled?asOf=${asOf}`) },
});
