import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { poolStore } from '../../licences/index.ts';
import { isTermOver, type Subscription, settledView, subscriptionStore } from '../../subscriptions/index.ts';
import type { PlanFacts, PoolFigure, TransitionPlan } from '../domain/transition-plan.ts';
import type { MovesDeps } from './dependencies.ts';

export interface Occasion {
  readonly at: Instant;
  readonly cause: Cause;
}

/** Pools of licence plans, as they are now; one that never had a seat is empty. */
export async function poolFigures(
  customerId: string,
  planIds: readonly string[],
  { table }: Pick<MovesDeps, 'table'>,
): Promise<PoolFigure[]> {
  const wanted = [...new Set(planIds.map((planId) => planId.toLowerCase()))];
  const pools = await poolStore(table).load(customerId, wanted);
  return wanted.map((planId) => {
    const { active = 0, consumed = 0 } = pools.get(planId) ?? {};
    return { planId, active, consumed };
  });
}

/** What a plan rests on, as it is once all is recorded that has fallen due: three reads, of its lines and their pools. */
export async function factsOf(plan: TransitionPlan, at: Instant, deps: MovesDeps): Promise<PlanFacts> {
  const { customerId, partnerId, lines } = plan;
  const now = async (seller: string, ids: readonly string[]): Promise<ReadonlyMap<string, Subscription>> => {
    const stored = await subscriptionStore(deps.table).loadMany({ partnerId: seller, customerId }, ids);
    const view = await settledView(stored.values(), (of) => of.status === 'active' && isTermOver(of, at), at, deps);
    return new Map([...stored.keys()].map((id) => [id, view.get(id)!.now]));
  };
  const [direct, own, pool] = await Promise.all([
    now(
      DIRECT_CHANNEL,
      lines.map(({ directSubscriptionId }) => directSubscriptionId),
    ),
    now(
      partnerId,
      lines.map(({ subscriptionId }) => subscriptionId),
    ),
    poolFigures(
      customerId,
      lines.map(({ planId }) => planId),
      deps,
    ),
  ]);
  return { direct, own, pool, at };
}
