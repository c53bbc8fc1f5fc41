import type { Cause } from '../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Table, WRITES_MAX, type Write } from '../../../shared/dynamo/table.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Subscription } from '../domain/subscription.ts';
import { followBase, needsNewTerm } from '../domain/subscription-change.ts';
import { subscriptionKey } from '../store/keys.ts';
import { type SubscriptionStep, stepWrites, subscriptionStore } from '../store/subscription-store.ts';
import { priceOfTerm } from './term-prices.ts';

/** Add-ons whose steps one transaction holds beside a check of their base. */
const ADD_ONS_PER_WRITE = 49;

/**
 * Saves a step of a subscription together with those of its add-ons (SUB-2, SUB-5). More than fit into one transaction
 * follow right after; should that be interrupted, the base's own event lets the rest follow.
 * @throws WriteConflictError when the subscription or an add-on changed, or an add-on was bought, in between.
 */
export async function saveWithAddOns(
  step: SubscriptionStep,
  { cause, also = [] }: { cause: Cause; also?: readonly Write[] },
  table: Table,
): Promise<void> {
  const own = [...stepWrites(step, cause), ...also];
  const steps = await followingSteps(step.after, step.occurredAt, table);
  const room = Math.floor((WRITES_MAX - own.length) / 2);
  await table.write([...own, ...steps.slice(0, room).flatMap((following) => stepWrites(following, cause))]);
  if (steps.length > room) await letAddOnsFollow(step.after, step.occurredAt, cause, table);
}

/** Lets all add-ons follow that have not yet; nothing happens to a base that has moved on. */
export async function letAddOnsFollow(base: Subscription, at: Instant, cause: Cause, table: Table): Promise<number> {
  let followed = 0;
  for (;;) {
    const count = await retryOnConflict(async () => {
      const steps = (await followingSteps(base, at, table)).slice(0, ADD_ONS_PER_WRITE);
      if (steps.length === 0) return 0;
      const unchanged = { kind: 'equals', values: { version: base.version } } as const;
      await table.write([
        { check: subscriptionKey(base), if: unchanged },
        ...steps.flatMap((step) => stepWrites(step, cause)),
      ]);
      return steps.length;
    });
    if (count === 0) return followed;
    followed += count;
  }
}

/** The steps that add-ons take because their base is as it is now; judged by state. */
export async function followingSteps(base: Subscription, at: Instant, table: Table): Promise<SubscriptionStep[]> {
  if (base.addOnIds.length === 0) return [];
  const addOns = await subscriptionStore(table).loadMany(base, base.addOnIds);
  const steps: SubscriptionStep[] = [];
  for (const before of addOns.values()) {
    const isNewTerm = base.status === 'active' && needsNewTerm(before, base);
    const following = followBase(before, base, at, isNewTerm ? await priceOfTerm(before, at, table) : undefined);
    if (following) steps.push({ before, ...following, occurredAt: at });
  }
  return steps;
}
