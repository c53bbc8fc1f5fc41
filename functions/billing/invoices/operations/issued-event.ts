import { InvoiceIssued } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type InvoiceRecord, keyOf } from '../store/invoice-item.ts';

/** Says that an invoice is out, in the transaction that gives it its documents. */
export function issuedEvent(invoice: InvoiceRecord, { at, runId }: { at: Instant; runId: string }): Write[] {
  const { invoiceId, partnerId, invoiceOn, periodStartOn, dueOn, currency, totals, usage } = invoice;
  const lineCount = invoice.lineCount + (usage?.lineCount ?? 0);
  const event = newEvent(
    InvoiceIssued,
    { tenantId: partnerId, aggregateId: invoiceId, occurredAt: at },
    {
      invoiceId,
      partnerId,
      invoiceOn,
      periodStartOn,
      dueOn,
      totalCharges: toMoneyWire({ minorUnits: totals.total, currency }),
      lineCount,
    },
  );
  const cause = {
    actor: { tenantId: partnerId, kind: 'schedule' as const },
    correlationId: runId,
    causationId: runId,
  };
  return outboxWrite({ aggregate: keyOf(invoice), version: 1, events: [event], cause });
}
