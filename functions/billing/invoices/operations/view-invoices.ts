import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { accountStore } from '../../accounts/index.ts';
import { INVOICES_PER_PAGE } from '../../schemas.ts';
import type { invoicesRoutes } from '../routes.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { dateFilter } from './invoice-filter.ts';
import { toWireInvoice, toWireSummary } from './invoice-wire.ts';

type Routes = typeof invoicesRoutes;

/** BIL-1: newest first, filtered by invoice date; a page reads a megabyte at most. */
export const listInvoices: Operation<Routes['listInvoices'], InvoicesDeps> = async (call, { table }) => {
  const dates = dateFilter(call.query.filter);
  if (!dates) return refuse('invalid_input', { field: 'filter' });
  const list = invoiceStore(table).list(call.caller.tenantId, dates);
  const page = await seekPage(call, list, { sizeDefault: INVOICES_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const notes = await invoiceStore(table).notesOnEach(items);
  const wire = items.map((invoice) => toWireInvoice(invoice, notes.get(invoice.invoiceId) ?? []));
  return ok({ status: 200, body: collection(wire, links, token) });
};

/** BIL-2: by program and product, without customers. Another partner's invoice is not found. Notes have numbers, too (L7). */
export const viewInvoice: Operation<Routes['viewInvoice'], InvoicesDeps> = async (call, { table }) => {
  const invoice = await invoiceStore(table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  const notes = invoice.note ? [] : await invoiceStore(table).notesOn(invoice);
  return ok({ status: 200, body: toWireInvoice(invoice, notes) });
};

/** What the account owes in its billing currency. */
export const viewInvoiceSummary: Operation<Routes['viewInvoiceSummary'], InvoicesDeps> = async (call, { table }) =>
  ok({ status: 200, body: await summaryOf(call.caller.tenantId, call.caller.account.partner!.currency, { table }) });

/** One summary: the billing currency is fixed for good (PRG-10). */
export const listInvoiceSummaries: Operation<Routes['listInvoiceSummaries'], InvoicesDeps> = async (
  call,
  { table },
) => {
  const summary = await summaryOf(call.caller.tenantId, call.caller.account.partner!.currency, { table });
  return ok({ status: 200, body: collection([summary]) });
};

const summaryOf = async (partnerId: string, currency: string, { table }: Pick<InvoicesDeps, 'table'>) =>
  toWireSummary(await accountStore(table).balance(partnerId, currency));
