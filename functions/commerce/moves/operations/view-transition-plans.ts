import { collection } from '../../../../shared/contracts/wire.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { advanced } from '../domain/transition-plan.ts';
import { planStore } from '../store/plan-store.ts';
import type { MovesOperation } from './dependencies.ts';
import { loadPlan } from './load-plan.ts';
import { factsOf } from './plan-facts.ts';
import { toPlanWire } from './plan-wire.ts';

/** ORD-7: a plan as its subscriptions and the pool have brought it by now, also where support ended the direct ones. */
export const viewTransitionPlan: MovesOperation<'viewTransitionPlan'> = async (call, deps) => {
  const plan = await loadPlan(call, deps);
  if (!plan.ok) return plan;
  return ok({ status: 200, body: toPlanWire(advanced(plan.value, await factsOf(plan.value, call.at, deps)), call.at) });
};

/** The partner's plans for a customer, by id. */
export const listTransitionPlans: MovesOperation<'listTransitionPlans'> = async (call, deps) => {
  const scope = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const page = await seekPage(call, planStore(deps.table).ofCustomer(scope), { sizeDefault: call.query.size });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const plans = await Promise.all(
    items.map(async (plan) => toPlanWire(advanced(plan, await factsOf(plan, call.at, deps)), call.at)),
  );
  return ok({ status: 200, body: collection(plans, links, token) });
};
