import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Table, WRITES_MAX } from '../../../../shared/dynamo/table.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  firstTerm,
  recycled,
  type Subscription,
  type SubscriptionStep,
  savedSteps,
  saveWithAddOns,
  stepsBehind,
  subscriptionStore,
  type TermPrices,
  termPrices,
  WRITES_PER_STEP,
} from '../../subscriptions/index.ts';
import type { Order } from '../domain/order.ts';

/** Subscriptions whose steps one transaction holds, as long as no pool changes. */
const STEPS_PER_WRITE = Math.floor(WRITES_MAX / WRITES_PER_STEP);

/** Transactions of one call: some seconds, far below the limit of a function that answers a request. */
const WRITES_PER_CALL = 20;

/** The request and the order's own event may follow the same change at once; one of the two always gets on. */
const ATTEMPTS = 20;

/** A base of the order with as many add-ons as the change takes along. */
const sizeOf = ({ addOnIds }: Subscription): number => 1 + addOnIds.length;

/**
 * ORD-3: moves the subscriptions of an order, with their add-ons, to its new billing cycle: each begins a new term on
 * the day of the change at the price then in force. As many at a time as a transaction holds, and no more than
 * {@link WRITES_PER_CALL} transactions. Those that have moved are left alone, so this can be repeated.
 * @returns whether all have moved; else call again, in a run of its own.
 */
export async function followCycleChange(
  order: Order,
  change: NonNullable<Order['cycleChange']>,
  cause: Cause,
  table: Table,
): Promise<boolean> {
  const prices = termPrices(change.at, table);
  let writesLeft = WRITES_PER_CALL;
  return retryOnConflict(async () => {
    const waiting = await waitingBases(order, change, prices, table);
    while (waiting.length > 0) {
      if (writesLeft <= 0) return false;
      const group = nextGroup(waiting);
      writesLeft -= Math.ceil(group.reduce((size, of) => size + sizeOf(of), 0) / STEPS_PER_WRITE);
      await moveGroup(group, change, { cause, prices, table });
    }
    return true;
  }, ATTEMPTS);
}

/** Bases that have still to move; one that has no price any more stays as it is. */
async function waitingBases(
  order: Order,
  { billingCycle }: NonNullable<Order['cycleChange']>,
  prices: TermPrices,
  table: Table,
): Promise<Subscription[]> {
  const ids = order.lines.map(({ subscriptionId }) => subscriptionId);
  const waiting: Subscription[] = [];
  for (const sold of (await subscriptionStore(table).loadMany(order, ids)).values()) {
    const isWaiting = sold.status === 'active' && sold.billingCycle !== billingCycle;
    if (isWaiting && sold.parentSubscriptionId === undefined && (await prices(sold))) waiting.push(sold);
  }
  return waiting;
}

/** Takes the next bases off the list that fit into one transaction with their add-ons; one that never does goes alone. */
function nextGroup(waiting: Subscription[]): Subscription[] {
  let size = 0;
  let count = 0;
  for (; count < waiting.length; count += 1) {
    size += sizeOf(waiting[count]!);
    if (size > STEPS_PER_WRITE) break;
  }
  return waiting.splice(0, Math.max(1, count));
}

async function moveGroup(
  group: readonly Subscription[],
  { at, billingCycle }: NonNullable<Order['cycleChange']>,
  { cause, prices, table }: { cause: Cause; prices: TermPrices; table: Table },
): Promise<void> {
  const moved: SubscriptionStep[] = [];
  for (const before of group) {
    const lock = await prices(before);
    if (!lock) continue;
    const after = recycled(before, billingCycle, firstTerm(utcDay(at), lock));
    moved.push({ before, after, trigger: 'changeCycle', occurredAt: at });
  }
  const [alone] = group;
  if (alone && sizeOf(alone) > STEPS_PER_WRITE) {
    for (const step of moved) await saveWithAddOns(step, { cause }, table);
    return;
  }
  const addOns = await subscriptionStore(table).loadMany(
    alone!,
    group.flatMap(({ addOnIds }) => addOnIds),
  );
  const following: SubscriptionStep[] = [];
  for (const { after } of moved) {
    const own = after.addOnIds.flatMap((id) => addOns.get(id) ?? []);
    following.push(...(await stepsBehind(after, own, at, prices)));
  }
  const writes = savedSteps([...moved, ...following], cause);
  if (writes.length <= WRITES_MAX) return table.write(writes);
  // Where seats enter their pools with it, all may be more than was counted on.
  for (const step of moved) await saveWithAddOns(step, { cause }, table);
}
