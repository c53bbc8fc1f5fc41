import { invoiceIssued } from '../../../functions/billing/accounts/domain/books.ts';
import { accountStore, movementWrites } from '../../../functions/billing/accounts/store/account-store.ts';
import { collectionsKey } from '../../../functions/billing/collections/store/keys.ts';
import type { InvoiceRecord } from '../../../functions/billing/invoices/store/invoice-item.ts';
import { headerWrite, invoiceStore } from '../../../functions/billing/invoices/store/invoice-store.ts';
import type { EventRecord } from '../../../shared/contracts/events.ts';
import { eventsOf } from '../../../shared/dynamo/outbox.ts';
import { allOf, type Table } from '../../../shared/dynamo/table.ts';
import { addDays, type Day } from '../../../shared/kernel/time.ts';
import { anInvoice } from '../scale/many-invoices.ts';

/** Issues an invoice of 16.00 that is due on a day; the number tells it from others. */
export async function issueDueOn(table: Table, partnerId: string, no: number, dueOn: Day): Promise<InvoiceRecord> {
  const invoiceOn = addDays(dueOn, -60);
  const invoice: InvoiceRecord = {
    ...anInvoice(partnerId, no),
    ...{ periodStartOn: addDays(invoiceOn, -30), invoiceOn, dueOn },
  };
  const before = await accountStore(table).balance(partnerId, 'USD');
  const movements = [invoiceIssued(invoice, invoice.invoiceOn)];
  await invoiceStore(table).reserveNumber(invoice.invoiceId, { partnerId, billingOn: invoiceOn });
  await table.write([headerWrite(invoice), ...movementWrites(partnerId, before, movements)]);
  return invoice;
}

/** What collections told of a partner, in order. */
export async function toldOf(table: Table, partnerId: string): Promise<readonly EventRecord[]> {
  const { pk } = collectionsKey(partnerId);
  const items = await allOf(table, { pk, sk: { beginsWith: 'OUTBOX#' }, consistent: true });
  return items.flatMap((item) => eventsOf(item));
}

/** The same as words: what, about which invoice, on which day. */
export const wordsOf = (events: readonly EventRecord[]): string[] =>
  events.map(({ type, detail }) => {
    const { invoiceId, action, stepOn, outcome, isSuspended, status } = detail as Record<string, unknown>;
    if (type === 'PaymentLate') return `${invoiceId} late ${stepOn}`;
    if (type === 'CollectionsStep') return `${invoiceId} ${action} ${stepOn}`;
    if (type === 'CollectionsClosed') return `closed ${outcome}`;
    if (type === 'CollectionsCaseChanged') return `case ${status}`;
    return isSuspended ? 'suspended' : 'released';
  });
