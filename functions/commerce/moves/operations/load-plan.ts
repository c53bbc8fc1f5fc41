import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { TransitionPlan } from '../domain/transition-plan.ts';
import { planStore } from '../store/plan-store.ts';
import type { MovesDeps } from './dependencies.ts';

interface PlanCall {
  readonly caller: Caller;
  readonly customer: RelatedCustomer;
  readonly path: { readonly planId: string };
}

/** The plan of the path, if this partner made it for this customer; anyone else's does not exist (SUB-7). */
export async function loadPlan(
  { caller, customer, path }: PlanCall,
  { table }: Pick<MovesDeps, 'table'>,
): Promise<Result<TransitionPlan, Refusal<'resource_not_found'>>> {
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId };
  const plan = await planStore(table).load({ ...scope, planId: path.planId.toLowerCase() });
  return plan ? ok(plan) : refuse('resource_not_found');
}
