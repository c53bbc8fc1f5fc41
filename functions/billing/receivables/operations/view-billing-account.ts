import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import type { receivablesRoutes } from '../routes.ts';
import { accountBody } from './account-wire.ts';
import type { ReceivablesDeps } from './dependencies.ts';

type Routes = typeof receivablesRoutes;

/** PRG-2, PRG-10: the own billing account. */
export const viewBillingAccount: Operation<Routes['viewBillingAccount'], ReceivablesDeps> = async (
  { caller, at },
  { table },
) => {
  const account = await accountStore(table).load(caller.tenantId);
  if (!account) return refuse('resource_not_found');
  const body = await accountBody(account, utcDay(at), { table });
  return ok({ status: 200, body: { ...body, links: { self: link('/partner/billingaccount') } } });
};

/** The billing account of a partner, as the operator sees it. */
export const viewPartnerBillingAccount: Operation<Routes['viewPartnerBillingAccount'], ReceivablesDeps> = async (
  { path, at },
  { table },
) => {
  const account = await accountStore(table).load(path.partnerId);
  if (!account) return refuse('resource_not_found');
  const body = await accountBody(account, utcDay(at), { table });
  return ok({ status: 200, body: { ...body, links: { self: partnerAccountLink(path.partnerId) } } });
};

export const partnerAccountLink = (partnerId: string) => link(`/operator/partners/${partnerId}/billingaccount`);
