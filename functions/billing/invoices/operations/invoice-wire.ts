import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { addDays, type Day, toWireDay } from '../../../../shared/kernel/time.ts';
import { type AccountBalance, currencySymbol } from '../../accounts/index.ts';
import type * as s from '../../schemas.ts';
import { balanceOf, type Invoice, isVoid, type NoteFacts } from '../domain/invoice.ts';
import { receiptIdOf } from '../domain/tax-receipt.ts';

/** "Never" on the wire. */
export const NEVER = '0001-01-01T00:00:00Z';

type Detail = z.input<typeof s.InvoiceDetail>;

const detailOf = (invoiceId: string, provider: 'office' | 'azure', type: 'billing' | 'usage'): Detail => {
  const path = `${provider === 'office' ? 'Office' : 'Azure'}/${type === 'billing' ? 'Billing' : 'Usage'}LineItems`;
  return {
    invoiceLineItemType: `${type}_line_items`,
    billingProvider: provider,
    links: { self: link(`/invoices/${invoiceId}/lineitems/${path}`) },
    attributes: { objectType: 'InvoiceDetail' },
  };
};

/** One for each kind of lines that there are. */
const detailsOf = ({ invoiceId, lineCount, usage }: Invoice): Detail[] => [
  ...(lineCount > 0 ? [detailOf(invoiceId, 'office', 'billing')] : []),
  ...(usage ? [detailOf(invoiceId, 'azure', 'billing')] : []),
  ...(usage && usage.dayCount > 0 ? [detailOf(invoiceId, 'azure', 'usage')] : []),
];

/** What an invoice and its estimate show alike. Nothing of it names a customer (BIL-2). */
export function invoiceBody(
  invoice: Invoice,
): Omit<z.input<typeof s.Amendment>, 'links' | 'documentType' | 'amendments'> & { amendments: [] } {
  const { currency, totals, previousBalance } = invoice;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  return {
    id: invoice.invoiceId,
    invoiceDate: toWireDay(invoice.invoiceOn),
    billingPeriodStartDate: toWireDay(invoice.periodStartOn),
    billingPeriodEndDate: toWireDay(addDays(invoice.invoiceOn, -1)),
    totalCharges: amount(totals.total),
    paidAmount: amount(invoice.paid),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    invoiceDetails: detailsOf(invoice),
    amendments: [],
    invoiceType: 'Recurring',
    charges: invoice.charges.map(({ family, product, amount: of }) => ({ family, product, amount: amount(of) })),
    previousBalance: amount(previousBalance),
    amountDue: amount(previousBalance + totals.total),
    attributes: { objectType: 'Invoice' },
  };
}

/** An issued document: an invoice with the notes on it, or a note (L7). */
export const toWireInvoice = (invoice: Invoice, notes: readonly Invoice[]): z.input<typeof s.Invoice> => ({
  ...issuedBody(invoice),
  ...(!invoice.note && {
    balance: amountNumber({ minorUnits: balanceOf(invoice, notes), currency: invoice.currency }),
  }),
  status: isVoid(notes) ? 'void' : 'active',
  amendments: notes.map(issuedBody),
});

const issuedBody = (invoice: Invoice): z.input<typeof s.Amendment> & { amendments: [] } => ({
  ...invoiceBody(invoice),
  pdfDownloadLink: `/invoices/${invoice.invoiceId}/documents/statement`,
  documentType: 'invoice',
  status: 'active',
  dueDate: toWireDay(invoice.dueOn),
  ...(invoice.receiptKey !== undefined && { taxReceipts: [receiptOf(invoice)] }),
  ...(invoice.replaces && { replaces: invoice.replaces }),
  ...(invoice.note && noteMembers(invoice.note)),
  links: { self: link(`/invoices/${invoice.invoiceId}`) },
});

const receiptOf = (invoice: Invoice) => {
  const id = receiptIdOf(invoice);
  return { id, taxReceiptPdfDownloadLink: `/invoices/${invoice.invoiceId}/receipts/${id}/documents/statement` };
};

/** A note is of the day on which it was made; it is about the period of its invoice. */
const noteMembers = ({ noteType, amendsOf, issuedOn, reason, replacedBy }: NoteFacts) => ({
  documentType: noteType,
  invoiceDate: toWireDay(issuedOn),
  dueDate: toWireDay(issuedOn),
  amendsOf,
  reason,
  ...(replacedBy && { replacedBy }),
});

const wireDayOrNever = (on: Day | undefined): string => (on === undefined ? NEVER : toWireDay(on));

export function toWireSummary(account: AccountBalance): z.input<typeof s.InvoiceSummary> {
  const { balance } = account;
  const summary = {
    balanceAmount: amountNumber(balance),
    currencyCode: balance.currency,
    currencySymbol: currencySymbol(balance.currency),
    accountingDate: wireDayOrNever(account.accountingOn),
    firstInvoiceCreationDate: wireDayOrNever(account.firstInvoiceOn),
    lastPaymentDate: wireDayOrNever(account.lastPayment?.on),
    lastPaymentAmount: amountNumber({ ...balance, minorUnits: account.lastPayment?.minorUnits ?? 0n }),
    latestInvoiceDate: wireDayOrNever(account.latestInvoiceOn),
    attributes: { objectType: 'InvoiceSummary' as const },
  };
  return {
    ...summary,
    details: [{ invoiceType: 'Recurring', summary, attributes: { objectType: 'InvoiceSummaryDetail' } }],
    links: { self: link('/invoices/summary') },
  };
}
