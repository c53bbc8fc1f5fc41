import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { accountStore, type PeriodRow, periodStore } from '../../accounts/index.ts';
import type { creditsRoutes } from '../routes.ts';
import { CREDITS_PER_PAGE } from '../schemas.ts';
import { creditStore } from '../store/credit-store.ts';
import { toWireCredit } from './credit-wire.ts';
import type { CreditsDeps } from './dependencies.ts';

type Routes = typeof creditsRoutes;
type Listed = Parameters<Operation<Routes['listPartnerCredits'] | Routes['listCredits'], CreditsDeps>>[0];

/** BIL-6: a partner's credits as the operator sees them, newest first. */
export const listPartnerCredits: Operation<Routes['listPartnerCredits'], CreditsDeps> = async (call, deps) => {
  const { partnerId } = call.path;
  if (!(await accountStore(deps.table).load(partnerId))) return refuse('resource_not_found');
  return pageOf(call, partnerId, deps);
};

/** BIL-6: the own credits and what became of them, newest first. */
export const listCredits: Operation<Routes['listCredits'], CreditsDeps> = (call, deps) =>
  pageOf(call, call.caller.tenantId, deps);

/** Whether an invoice has a credit says the period that it is of: a page reads each of its periods once. */
async function pageOf(call: Listed, partnerId: string, { table }: CreditsDeps) {
  const page = await seekPage(call, creditStore(table).list(partnerId), { sizeDefault: CREDITS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const periods = new Map<Day, PeriodRow | undefined>();
  for (const { billingOn } of items)
    if (!periods.has(billingOn)) periods.set(billingOn, await periodStore(table).load(partnerId, billingOn));
  const credits = items.map((credit) => toWireCredit(credit, periods.get(credit.billingOn)));
  return ok({ status: 200 as const, body: collection(credits, links, token) });
}
