import { isRefused, type Write } from '../../../../shared/dynamo/table.ts';
import { advanced, type TransitionPlan } from '../domain/transition-plan.ts';
import { planStore, planWrites } from '../store/plan-store.ts';
import type { MovesDeps } from './dependencies.ts';
import { factsOf, type Occasion } from './plan-facts.ts';

/**
 * The plan as its facts have brought it further, and stored so: a step keeps the figures of when it was seen first. Whoever is
 * faster stores the same. Undefined where the plan is gone with its customer.
 */
export async function saveAdvanced(
  { partnerId, customerId, planId }: Pick<TransitionPlan, 'partnerId' | 'customerId' | 'planId'>,
  occasion: Occasion,
  deps: MovesDeps,
  holds: readonly Write[] = [],
): Promise<TransitionPlan | undefined> {
  for (;;) {
    const plan = await planStore(deps.table).load({ partnerId, customerId, planId });
    const after = plan && advanced(plan, await factsOf(plan, occasion.at, deps));
    if (!after || after === plan) return after;
    try {
      await deps.table.write([...planWrites(after, occasion), ...holds]);
      return after;
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  }
}
