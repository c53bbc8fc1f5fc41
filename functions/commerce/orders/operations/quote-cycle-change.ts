import { ok } from '../../../../shared/kernel/result.ts';
import type { Buying } from '../../buying/index.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { quoteIntentions, settledView } from '../../subscriptions/index.ts';
import type { Order } from '../domain/order.ts';
import { decideCycleChange } from './decide-cycle-change.ts';
import type { OrdersDeps } from './dependencies.ts';
import { isDueFirst, loadFamily } from './load-family.ts';

/** BIL-9, ORD-3: what it would charge and credit to change the billing cycle of an order today; writes nothing. */
export async function quoteCycleChange(order: Order, billingCycle: BillingCycle, call: Buying, deps: OrdersDeps) {
  const { at } = call;
  const stored = await loadFamily(order, deps);
  const view = await settledView(stored, (of) => isDueFirst(of, order, at), at, deps);
  const family = stored.map(({ subscriptionId }) => view.get(subscriptionId)!.now);
  const steps = await decideCycleChange(family, billingCycle, at, deps);
  if (!steps.ok) return steps;
  const after = new Map(steps.value.map((step) => [step.after.subscriptionId, step.after]));
  const intentions = steps.value.map((step) => ({
    of: { settled: view.get(step.after.subscriptionId)!, step },
    after: step.after,
    base: after.get(step.after.parentSubscriptionId ?? ''),
  }));
  return ok(await quoteIntentions(intentions, call, deps));
}
