import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import { type BillingRun, estimatedEndOf, statusOf, totalOf } from '../domain/billing-run.ts';
import type * as s from '../schemas.ts';
import type { RunRow } from '../store/run-items.ts';
import type { RowsPage } from '../store/run-store.ts';

interface Page extends RowsPage {
  readonly size: number;
}

export function toWireRun(run: BillingRun, { rows, next, size }: Page): z.input<typeof s.BillingRun> {
  const { runId, asOf, mode, startedAt, counts } = run;
  const end = estimatedEndOf(run);
  const total = totalOf(counts);
  return {
    id: runId,
    asOfDate: toWireDay(asOf),
    mode,
    status: statusOf(run),
    startedDate: toWireInstant(startedAt),
    progress: { total, done: total - counts.left, ...counts },
    ...(end && { estimatedEndDate: toWireInstant(end) }),
    partners: rows.map(toWireRow),
    links: {
      self: link(`/operator/billing/runs/${runId}`),
      ...(next && { next: link(`/operator/billing/runs/${runId}?size=${size}&behind=${encodeURIComponent(next)}`) }),
    },
    attributes: { objectType: 'BillingRun' },
  };
}

const toWireRow = ({ partnerId, billingOn, result, invoiceId, totalCharges, currency, lineCounts, error }: RunRow) => ({
  partnerId,
  billingDate: toWireDay(billingOn),
  ...(result && { result }),
  ...(invoiceId && { invoiceId }),
  ...(totalCharges !== undefined &&
    currency && { totalCharges: amountNumber({ minorUnits: BigInt(totalCharges), currency }), currencyCode: currency }),
  ...(lineCounts && { lineCounts: { ...lineCounts, oneTime: 0 } }),
  ...(error && { error }),
});
