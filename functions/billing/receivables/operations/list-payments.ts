import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { accountStore } from '../../accounts/index.ts';
import type { receivablesRoutes } from '../routes.ts';
import { PAYMENTS_PER_PAGE } from '../schemas.ts';
import { paymentStore } from '../store/payment-store.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import { toWirePayment } from './payment-wire.ts';

type Routes = typeof receivablesRoutes;
type Listed = Parameters<Operation<Routes['listPartnerPayments'] | Routes['listPayments'], ReceivablesDeps>>[0];

/** L5: a partner's payments as the operator sees them, newest first. */
export const listPartnerPayments: Operation<Routes['listPartnerPayments'], ReceivablesDeps> = async (call, deps) => {
  const { partnerId } = call.path;
  if (!(await accountStore(deps.table).load(partnerId))) return refuse('resource_not_found');
  return pageOf(call, partnerId, deps);
};

/** L5: the own payments, newest first. */
export const listPayments: Operation<Routes['listPayments'], ReceivablesDeps> = (call, deps) =>
  pageOf(call, call.caller.tenantId, deps);

async function pageOf(call: Listed, partnerId: string, { table }: ReceivablesDeps) {
  const page = await seekPage(call, paymentStore(table).list(partnerId), { sizeDefault: PAYMENTS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200 as const, body: collection(items.map(toWirePayment), links, token) });
}
