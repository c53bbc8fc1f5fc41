import { isRefused } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, type Refusal, refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase, type PartnerStanding } from '../../buying/index.ts';
import { decidePurchase, placePurchase } from '../../orders/index.ts';
import { type PlannedOrder, type TransitionPlan, withOrder } from '../domain/transition-plan.ts';
import { planStore, planWrites, takeOverWrites } from '../store/plan-store.ts';
import type { MovesDeps, MovesOperation, MovesRoutes } from './dependencies.ts';
import { loadPlan } from './load-plan.ts';
import { factsOf, poolFigures } from './plan-facts.ts';
import { toPlanWire } from './plan-wire.ts';
import { linesOf, wantedOrder } from './planned-lines.ts';
import { saveAdvanced } from './save-advanced.ts';

type OrderCall = Call<MovesRoutes['orderTransitionPlan']>;

/**
 * ORD-7: places the orders of a plan, each once: an order is stored in one transaction with the plan that says so, under an id that
 * the plan gave it. Who was stopped, or asks again, goes on with what is not placed yet. All orders are checked before the first is
 * placed, and the direct subscriptions must still be what they were when it was planned.
 */
export const orderTransitionPlan: MovesOperation<'orderTransitionPlan'> = async (call, deps) => {
  const found = await loadPlan(call, deps);
  if (!found.ok) return found;
  const open = openOrders(found.value);
  if (open.length > 0) {
    const refusal = await ordered(found.value, call, deps);
    if (refusal) return { ok: false as const, refusal };
  }
  const plan = await saveAdvanced(found.value, call, deps);
  return plan ? ok({ status: 200, body: toPlanWire(plan, call.at) }) : refuse('resource_not_found');
};

const openOrders = ({ orders }: TransitionPlan): PlannedOrder[] => orders.filter(({ isPlaced }) => !isPlaced);

/** Places what is open; why not, where it cannot be. */
async function ordered(plan: TransitionPlan, call: OrderCall, deps: MovesDeps) {
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase.refusal;
  const changed = await changedSince(plan, call, deps);
  if (changed) return changed;
  const standing = purchase.value;
  for (const order of openOrders(plan)) {
    const decided = await decidePurchase(call, { wanted: wantedOrder(plan, order), standing }, deps);
    if (!decided.ok) return decided.refusal;
  }
  for (const { orderId } of openOrders(plan)) {
    const refusal = await placeOnce(plan, orderId, { call, standing, deps });
    if (refusal) return refusal;
  }
  return undefined;
}

/** A direct subscription that is no longer what was planned to be taken over, or that another plan took over. */
async function changedSince(
  plan: TransitionPlan,
  { at }: OrderCall,
  deps: MovesDeps,
): Promise<Refusal<'invalid_property'> | undefined> {
  const { direct } = await factsOf(plan, at, deps);
  const open = openOrders(plan).flatMap((order) => linesOf(plan, order));
  const ids = open.map(({ directSubscriptionId }) => directSubscriptionId);
  const taken = new Set(await planStore(deps.table).takenOver(plan, ids));
  for (const { lineNumber, directSubscriptionId, quantity } of open) {
    const of = direct.get(directSubscriptionId);
    const field = `lines[${lineNumber}]`;
    if (taken.has(directSubscriptionId))
      return { name: 'invalid_property', field, description: 'Another plan has taken this subscription over.' };
    if (of?.status !== 'active' || of.quantity !== quantity)
      return {
        name: 'invalid_property',
        field,
        description: 'The direct subscription has changed since this plan was made: make another one.',
      };
  }
  return undefined;
}

/** Places one order of the plan, unless somebody has. */
async function placeOnce(
  { partnerId, customerId, planId }: TransitionPlan,
  orderId: string,
  { call, standing, deps }: { call: OrderCall; standing: PartnerStanding; deps: MovesDeps },
) {
  const store = planStore(deps.table);
  const load = () => store.load({ partnerId, customerId, planId });
  for (let tried = 1; ; tried += 1) {
    const plan = await load();
    const order = plan?.orders.find((planned) => planned.orderId === orderId);
    if (!plan || !order) return refuse('resource_not_found').refusal;
    if (order.isPlaced) return undefined;
    const pool = await poolFigures(
      customerId,
      plan.lines.map(({ planId: of }) => of),
      deps,
    );
    const also = () => [
      ...planWrites(withOrder(plan, orderId, { at: call.at, pool }), call),
      ...takeOverWrites(plan, linesOf(plan, order)),
    ];
    try {
      const placed = await placePurchase(call, { wanted: wantedOrder(plan, order), standing, also }, deps);
      return placed.ok ? undefined : placed.refusal;
    } catch (error) {
      // Another call placed it, or another plan took its subscriptions over: look again.
      if (!isRefused(error) || tried >= ATTEMPTS) throw error;
      const changed = await changedSinceLoaded(plan, load, call, deps);
      if (changed) return changed;
    }
  }
}

const ATTEMPTS = 5;

async function changedSinceLoaded(
  before: TransitionPlan,
  load: () => Promise<TransitionPlan | undefined>,
  call: OrderCall,
  deps: MovesDeps,
) {
  const now = await load();
  return now && now.version === before.version ? changedSince(now, call, deps) : undefined;
}
