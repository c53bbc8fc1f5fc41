import { addDays, type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { BillingCycle } from '../../catalogue/domain/offer.ts';
import { isForSupport } from '../../direct/domain/cancellation.ts';
import type { Subscription } from '../../subscriptions/domain/subscription.ts';

/**
 * A transition plan takes what a customer bought direct over to a partner (ORD-7): the same plans and quantities are ordered here,
 * so that for a while the pool has them twice, then the direct subscriptions are cancelled. Its steps come in this order.
 */
export const STEPS = ['ordered', 'poolDoubled', 'directCancelled', 'done'] as const;
export type StepName = (typeof STEPS)[number];

/** `verified`: the pool was seen doubled; `cancelled`: so are the direct subscriptions, and the plan is done. */
export const PLAN_STATUSES = ['draft', 'ordered', 'verified', 'cancelled'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** Seats of one licence plan, over all channels. */
export interface PoolFigure {
  readonly planId: string;
  readonly active: number;
  readonly consumed: number;
}

export interface PlanLine {
  /** In its order, from 0. */
  readonly lineNumber: number;
  readonly directSubscriptionId: string;
  readonly offerId: string;
  readonly offerName: string;
  /** The licence plan, by which seats pool. */
  readonly planId: string;
  readonly quantity: number;
  readonly billingCycle: BillingCycle;
  /** Day after the last of the direct term. */
  readonly directTermEndOn?: Day | undefined;
  readonly doesDirectRenew: boolean;
  /** Line of the base that this add-on goes with. */
  readonly parentLineNumber?: number | undefined;
  /** What the order of this line makes. */
  readonly subscriptionId: string;
  /** What the partner pays at first and for a seat of a cycle, as of the plan; decimal texts. */
  readonly price: { readonly currency: string; readonly unit: string; readonly firstCharge: string };
}

/** Lines of one billing cycle are one order. */
export interface PlannedOrder {
  readonly orderId: string;
  readonly billingCycle: BillingCycle;
  readonly isPlaced: boolean;
}

export interface StepTaken {
  readonly at: Instant;
  readonly pool: readonly PoolFigure[];
}

export interface TransitionPlan {
  readonly planId: string;
  readonly partnerId: string;
  readonly customerId: string;
  readonly createdAt: Instant;
  readonly status: PlanStatus;
  readonly lines: readonly PlanLine[];
  readonly orders: readonly PlannedOrder[];
  /** The pool before the first order was placed. */
  readonly before?: readonly PoolFigure[] | undefined;
  readonly taken: Readonly<Partial<Record<StepName, StepTaken>>>;
  readonly version: number;
}

/** What a plan rests on, as it is now. */
export interface PlanFacts {
  /** Direct subscriptions and those that the plan's orders made, by id. */
  readonly direct: ReadonlyMap<string, Subscription>;
  readonly own: ReadonlyMap<string, Subscription>;
  readonly pool: readonly PoolFigure[];
  readonly at: Instant;
}

/** Lines whose direct subscription still runs, judged by what is stored and due. */
export const running = ({ lines }: Pick<TransitionPlan, 'lines'>, { direct }: PlanFacts): PlanLine[] =>
  lines.filter(({ directSubscriptionId }) => direct.get(directSubscriptionId)?.status === 'active');

/** Each line has its counterpart: what was ordered here is active, with as many seats as the direct subscription has. */
export const uncovered = ({ lines }: Pick<TransitionPlan, 'lines'>, { direct, own }: PlanFacts): PlanLine[] =>
  lines.filter(({ subscriptionId, directSubscriptionId, quantity }) => {
    const [here, there] = [own.get(subscriptionId), direct.get(directSubscriptionId)];
    const needed = there?.status === 'active' ? there.quantity : quantity;
    return here?.status !== 'active' || here.quantity < needed;
  });

/** SUB-8: licence plans of which more users hold a licence than seats are left once the running direct ones are cancelled. */
export function usersLeftOut(plan: Pick<TransitionPlan, 'lines'>, facts: PlanFacts): PoolFigure[] {
  const ending = new Map<string, number>();
  for (const { planId, directSubscriptionId } of running(plan, facts)) {
    const name = planId.toLowerCase();
    ending.set(name, (ending.get(name) ?? 0) + facts.direct.get(directSubscriptionId)!.quantity);
  }
  return facts.pool.filter(
    ({ planId, active, consumed }) => active - (ending.get(planId.toLowerCase()) ?? 0) < consumed,
  );
}

/** The orders of the plan are all placed. */
export const isOrdered = ({ orders }: Pick<TransitionPlan, 'orders'>): boolean =>
  orders.every(({ isPlaced }) => isPlaced);

/** The plan after one of its orders was placed. */
export function withOrder(
  plan: TransitionPlan,
  orderId: string,
  { at, pool }: { readonly at: Instant; readonly pool: readonly PoolFigure[] },
): TransitionPlan {
  const orders = plan.orders.map((order) => (order.orderId === orderId ? { ...order, isPlaced: true } : order));
  const before = plan.before ?? pool;
  const all = isOrdered({ orders });
  return {
    ...plan,
    orders,
    before,
    ...(all && { status: 'ordered' as const, taken: { ordered: { at, pool: before } } }),
    version: plan.version + 1,
  };
}

/**
 * The plan as its facts have brought it further: doubled when each line has its counterpart, done when no direct subscription runs
 * any more, whoever ended it. Judged by state, so it can be asked again; the same plan where nothing is new.
 */
export function advanced(plan: TransitionPlan, facts: PlanFacts): TransitionPlan {
  let { status, taken } = plan;
  if (status === 'ordered' && uncovered(plan, facts).length === 0) {
    status = 'verified';
    taken = { ...taken, poolDoubled: { at: latest(facts.own, 'createdAt') ?? facts.at, pool: facts.pool } };
  }
  if (status === 'verified' && running(plan, facts).length === 0) {
    const step = { at: latest(facts.direct, 'suspendedAt') ?? facts.at, pool: facts.pool };
    status = 'cancelled';
    taken = { ...taken, directCancelled: step, done: step };
  }
  return status === plan.status ? plan : { ...plan, status, taken, version: plan.version + 1 };
}

const latest = (all: ReadonlyMap<string, Subscription>, member: 'createdAt' | 'suspendedAt'): Instant | undefined =>
  [...all.values()]
    .flatMap((of) => of[member] ?? [])
    .sort()
    .at(-1);

/** Days before the end of a direct term in which it is to be taken over: later, it has renewed; earlier, both are paid. */
export const WINDOW_DAYS = 30;

export interface TransitionWindow {
  readonly from: Day;
  /** The end of the first direct term that ends. */
  readonly to: Day;
}

/** ORD-7: at the end of the direct term; undefined where none ends. */
export function windowOf({ lines }: Pick<TransitionPlan, 'lines'>): TransitionWindow | undefined {
  const to = lines.flatMap(({ directTermEndOn }) => directTermEndOn ?? []).sort()[0];
  return to && { from: addDays(to, -WINDOW_DAYS), to };
}

/** What who carries the plan out should know; nothing of it is refused. */
export function warningsOf(plan: TransitionPlan, at: Instant): string[] {
  if (plan.status === 'cancelled') return [];
  const window = windowOf(plan);
  const today = utcDay(at);
  const ends = new Set(plan.lines.map(({ directTermEndOn }) => directTermEndOn));
  const bySupport = plan.lines.filter(({ quantity }) => isForSupport(quantity));
  const renewing = plan.lines.filter(({ doesDirectRenew }) => doesDirectRenew);
  return [
    ...(window && today < window.from
      ? [`The direct term runs until ${window.to}: what is ordered before ${window.from} is paid twice for longer.`]
      : []),
    ...(window && ends.size > 1 ? [`The direct terms end on different days, the first on ${window.to}.`] : []),
    ...(window && renewing.length > 0
      ? [
          `${renewing.length} of ${plan.lines.length} direct subscriptions renew by themselves unless they are cancelled before.`,
        ]
      : []),
    ...(bySupport.length > 0
      ? [
          `${bySupport.length} of ${plan.lines.length} direct subscriptions have 25 licences or more: support cancels them.`,
        ]
      : []),
  ];
}
