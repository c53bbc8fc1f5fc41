import type { Write } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, type Refusal, refuse } from '../../../../shared/kernel/result.ts';
import { cancelDirect, loadDirect } from '../../direct/index.ts';
import { subscriptionUnchanged } from '../../subscriptions/index.ts';
import {
  isOrdered,
  type PlanFacts,
  type PlanLine,
  running,
  type TransitionPlan,
  uncovered,
  usersLeftOut,
} from '../domain/transition-plan.ts';
import type { MovesDeps, MovesOperation, MovesRoutes } from './dependencies.ts';
import { loadPlan } from './load-plan.ts';
import { factsOf } from './plan-facts.ts';
import { toPlanWire } from './plan-wire.ts';
import { saveAdvanced } from './save-advanced.ts';

type CancelCall = Call<MovesRoutes['cancelDirectOfTransitionPlan']>;

/**
 * ORD-7, SUB-8: cancels the direct subscriptions of a plan, once the pool is doubled and as long as users stay covered: those of
 * fewer than 25 licences at once, one transaction each, which holds that its counterpart here still runs; for the others support is
 * asked, once. Who was stopped goes on with what still runs.
 */
export const cancelDirectOfTransitionPlan: MovesOperation<'cancelDirectOfTransitionPlan'> = async (call, deps) => {
  const found = await loadPlan(call, deps);
  if (!found.ok) return found;
  if (!isOrdered(found.value))
    return refuse('invalid_property', {
      field: 'status',
      description: 'This plan is not ordered yet: order it first.',
    });
  const plan = await saveAdvanced(found.value, call, deps);
  if (!plan) return refuse('resource_not_found');
  const refusal = await cancelled(plan, call, deps);
  const after = (await saveAdvanced(plan, call, deps)) ?? plan;
  return refusal ? { ok: false as const, refusal } : ok({ status: 200, body: toPlanWire(after, call.at) });
};

/** Cancels what still runs; why not all of it, where it cannot be. */
async function cancelled(plan: TransitionPlan, call: CancelCall, deps: MovesDeps) {
  const bySupport: Refusal<'cancelled_by_support'>[] = [];
  const undoubled = notDoubled(plan, await factsOf(plan, call.at, deps));
  if (undoubled) return undoubled;
  for (const line of addOnsFirst(plan)) {
    const alone = { ...plan, lines: [line] };
    const facts = await factsOf(alone, call.at, deps);
    if (running(alone, facts).length === 0) continue;
    const refusal = notDoubled(alone, facts) ?? leavingOut(line, facts);
    if (refusal) return refusal;
    const holds: Write[] = [call.customer.unchanged, subscriptionUnchanged(facts.own.get(line.subscriptionId)!)];
    const wanted = { customerId: plan.customerId, subscriptionId: line.directSubscriptionId };
    const known = facts.direct.get(line.directSubscriptionId)!;
    const asked = {
      at: call.at,
      cause: call.cause,
      holds,
      partnerId: call.caller.tenantId,
      requestId: call.once.id(`service request ${line.lineNumber}`),
    };
    const done = await cancelDirect(async () => (await loadDirect(wanted, call, deps)) ?? known, asked, deps);
    if (!done.ok) bySupport.push(done.refusal);
  }
  const [first] = bySupport;
  return first && { ...first, data: bySupport.flatMap(({ data = [] }) => data) };
}

/** An add-on is cancelled by itself, so that its base ends no more than itself. */
const addOnsFirst = ({ lines }: TransitionPlan): PlanLine[] =>
  [...lines].sort((a, b) => Number(b.parentLineNumber !== undefined) - Number(a.parentLineNumber !== undefined));

type Unsafe = Refusal<'invalid_property'> | undefined;

/** What still runs there has its counterpart here. */
function notDoubled(plan: TransitionPlan, facts: PlanFacts): Unsafe {
  const [missing] = uncovered({ lines: running(plan, facts) }, facts);
  return (
    missing && {
      name: 'invalid_property',
      field: `lines[${missing.lineNumber}]`,
      description: `The pool is not doubled: what was ordered for ${missing.offerName} is not active with as many seats.`,
    }
  );
}

/** Users stay covered when this one ends. */
function leavingOut(line: PlanLine, facts: PlanFacts): Unsafe {
  const [short] = usersLeftOut({ lines: [line] }, facts);
  return (
    short && {
      name: 'invalid_property',
      field: `lines[${line.lineNumber}]`,
      description: `${short.consumed} users hold a licence of ${line.offerName}, more than seats would be left: take licences from them or add seats.`,
    }
  );
}
