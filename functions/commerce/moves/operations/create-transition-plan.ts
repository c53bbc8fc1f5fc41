import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { amountText } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase, pricingOf } from '../../buying/index.ts';
import { BILLING_CYCLES, type BillingCycle } from '../../catalogue/index.ts';
import { loadDirect } from '../../direct/index.ts';
import { decidePurchase } from '../../orders/index.ts';
import { type Subscription, subscriptionStore } from '../../subscriptions/index.ts';
import type { PlanLine, PlannedOrder, TransitionPlan } from '../domain/transition-plan.ts';
import { planStore, planWrites } from '../store/plan-store.ts';
import type { MovesDeps, MovesOperation, MovesRoutes } from './dependencies.ts';
import { toPlanWire } from './plan-wire.ts';
import { wantedOrder } from './planned-lines.ts';

type PlanCall = Call<MovesRoutes['createTransitionPlan']>;
type Wrong = Refusal<'invalid_property'>;

/**
 * ORD-7: plans to take direct subscriptions over, with the same plans and quantities and nothing else, at the partner's price of the
 * day. All checks of a purchase are made, and made again when it is ordered; nothing is bought yet.
 */
export const createTransitionPlan: MovesOperation<'createTransitionPlan'> = async (call, deps) => {
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  const direct = await loadNamed(call, deps);
  if (!direct.ok) return direct;
  const plan = draft(call, direct.value);
  const priced: PlanLine[] = [];
  for (const order of plan.orders) {
    const decided = await decidePurchase(call, { wanted: wantedOrder(plan, order), standing: purchase.value }, deps);
    if (!decided.ok) return decided;
    const { newLines } = decided.value;
    priced.push(
      ...plan.lines.flatMap((line) => {
        const bought = newLines.find(({ lineNumber }) => lineNumber === line.lineNumber);
        const pricing = bought && pricingOf(bought);
        if (!bought || !pricing) return [];
        const { currency } = bought.priceLock!;
        return {
          ...line,
          price: { currency, unit: amountText(pricing.unit), firstCharge: amountText(pricing.extended) },
        };
      }),
    );
  }
  const whole = { ...plan, lines: priced.sort((a, b) => a.lineNumber - b.lineNumber) };
  const reply = { status: 201 as const, body: toPlanWire(whole, call.at) };
  await retryOnConflict(() =>
    deps.table.write([...planWrites(whole, call), ...call.once.complete(reply), call.customer.unchanged]),
  );
  return ok(reply);
};

const wrong = (field: string, description: string): Result<never, Wrong> =>
  refuse('invalid_property', { field, description });

/** The direct subscriptions that are named, settled; bases before their add-ons. */
async function loadNamed(call: PlanCall, deps: MovesDeps): Promise<Result<readonly Subscription[], Wrong>> {
  const { customerId } = call.customer;
  const ids = call.body.directSubscriptionIds;
  if (new Set(ids).size < ids.length) return wrong('directSubscriptionIds', 'A subscription is named twice.');
  const found: Subscription[] = [];
  for (const [index, subscriptionId] of ids.entries()) {
    const of = await loadDirect({ customerId, subscriptionId }, call, deps);
    const field = `directSubscriptionIds[${index}]`;
    if (!of) return wrong(field, 'The customer has no such direct subscription.');
    if (of.status !== 'active') return wrong(field, `This direct subscription is ${of.status}.`);
    if (of.billingType !== 'license') return wrong(field, 'Metered use has no seats that could be taken over.');
    found.push(of);
  }
  const unequal = unlike(call, found) ?? (await leftOut(found, ids, deps)) ?? (await orderedAlready(call, ids, deps));
  if (unequal) return unequal;
  const isAddOn = ({ parentSubscriptionId }: Subscription): number => Number(parentSubscriptionId !== undefined);
  return ok(found.sort((a, b) => isAddOn(a) - isAddOn(b)));
}

/** Who says what each line is to be says what the direct subscription is. */
function unlike({ body }: PlanCall, found: readonly Subscription[]): Result<never, Wrong> | undefined {
  for (const [index, line] of (body.lines ?? []).entries()) {
    const of = found.find(({ subscriptionId }) => subscriptionId === line.directSubscriptionId);
    const field = `lines[${index}]`;
    if (!of) return wrong(`${field}.directSubscriptionId`, 'This subscription is not among those that are taken over.');
    if (line.offerId !== undefined && line.offerId.trim().toUpperCase() !== of.offerId)
      return wrong(`${field}.offerId`, `The same plan is taken over: ${of.offerId}.`);
    if (line.quantity !== undefined && line.quantity !== of.quantity)
      return wrong(`${field}.quantity`, `The same quantity is taken over: ${of.quantity}.`);
  }
  return undefined;
}

/** A base goes with all its add-ons: its end is theirs (SUB-2). */
async function leftOut(found: readonly Subscription[], ids: readonly string[], { table }: MovesDeps) {
  for (const base of found) {
    const others = base.addOnIds.filter((id) => !ids.includes(id));
    const addOns = await subscriptionStore(table).loadMany(base, others);
    const left = [...addOns.values()].find(({ status }) => status === 'active');
    if (left)
      return wrong(
        'directSubscriptionIds',
        `${left.subscriptionId.toUpperCase()} ends with its base: name it as well.`,
      );
  }
  return undefined;
}

async function orderedAlready({ caller, customer }: PlanCall, ids: readonly string[], { table }: MovesDeps) {
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId, planId: '' };
  const [taken] = await planStore(table).takenOver(scope, ids);
  return taken === undefined
    ? undefined
    : wrong('directSubscriptionIds', `${taken.toUpperCase()} was taken over by another plan already.`);
}

function draft({ at, caller, customer, once }: PlanCall, direct: readonly Subscription[]): TransitionPlan {
  const numbers = new Map(direct.map(({ subscriptionId }, lineNumber) => [subscriptionId, lineNumber]));
  const lines = direct.map((of, lineNumber): PlanLine => {
    const parentLineNumber = numbers.get(of.parentSubscriptionId ?? '');
    return {
      lineNumber,
      directSubscriptionId: of.subscriptionId,
      offerId: of.offerId,
      offerName: of.offerName,
      planId: of.planId,
      quantity: of.quantity,
      billingCycle: of.billingCycle,
      directTermEndOn: of.termEndOn,
      doesDirectRenew: of.autoRenewEnabled,
      ...(parentLineNumber !== undefined && { parentLineNumber }),
      subscriptionId: once.id(`line ${lineNumber}`),
      price: { currency: of.currency, unit: '0', firstCharge: '0' },
    };
  });
  const cycles: readonly BillingCycle[] = BILLING_CYCLES.filter((cycle) =>
    lines.some(({ billingCycle }) => billingCycle === cycle),
  );
  return {
    planId: once.id('plan'),
    partnerId: caller.tenantId,
    customerId: customer.customerId,
    createdAt: at,
    status: 'draft',
    lines,
    orders: cycles.map(
      (billingCycle): PlannedOrder => ({
        orderId: once.id(`order ${billingCycle}`),
        billingCycle,
        isPlaced: false,
      }),
    ),
    taken: {},
    version: 1,
  };
}
