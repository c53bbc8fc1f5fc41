import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Day, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import { type Invoice, invoiceBody } from '../../invoices/index.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { estimateAsOf } from './estimate-as-of.ts';
import type { PreviewProgress } from './preview-run.ts';

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
  const asOf = call.query.asOf ?? utcDay(call.at);
  const found = await estimateAsOf({ partnerId: call.caller.tenantId, asOf, at: call.at }, deps);
  if (!found)
    return refuse('invalid_input', {
      field: 'asOf',
      description: 'That day lies before the open billing period, or too far ahead.',
    });
  if ('estimate' in found) return ok({ status: 200, body: toWire(found.estimate, asOf) });
  const headers = { location: `/v1/invoices/unbilled?asOf=${asOf}`, 'retry-after': String(RETRY_SECONDS) };
  return ok({ status: 202, headers, body: toProgress(found.underWay, asOf) });
};

const toProgress = ({ startedAt, ...ranges }: PreviewProgress, asOf: Day) => ({
  asOfDate: toWireDay(asOf),
  status: startedAt === undefined ? ('queued' as const) : ('running' as const),
  ...ranges,
  ...(startedAt !== undefined && { startedDate: toWireInstant(startedAt) }),
  attributes: { objectType: 'InvoicePreviewProgress' as const },
});

const toWire = (estimate: Invoice, asOf: Day) => ({
  ...invoiceBody(estimate),
  invoiceDetails: [],
  documentType: 'none' as const,
  links: { self: link(`/invoices/unbilled?asOf=${asOf}`) },
});
