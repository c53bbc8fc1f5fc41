import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import { invoiceStore, toWireInvoice } from '../../invoices/index.ts';
import { paymentStatusOf } from '../domain/payment-status.ts';
import type { receivablesRoutes } from '../routes.ts';
import { PARTNER_INVOICES_PER_PAGE } from '../schemas.ts';
import type { ReceivablesDeps } from './dependencies.ts';

/** L3, L4: a partner's invoices as the operator sees them: what is owed for each, and how late that is. */
export const listPartnerInvoices: Operation<
  (typeof receivablesRoutes)['listPartnerInvoices'],
  ReceivablesDeps
> = async (call, { table }) => {
  const { partnerId } = call.path;
  const { status } = call.query;
  if (!(await accountStore(table).load(partnerId))) return refuse('resource_not_found');
  const list = invoiceStore(table).amended(partnerId, (invoice, notes) => {
    const paymentStatus = paymentStatusOf(invoice, notes, utcDay(call.at));
    if (status !== undefined && status !== paymentStatus) return undefined;
    return { ...toWireInvoice(invoice, notes), paymentStatus };
  });
  const page = await seekPage(call, list, { sizeDefault: PARTNER_INVOICES_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items, links, token) });
};
