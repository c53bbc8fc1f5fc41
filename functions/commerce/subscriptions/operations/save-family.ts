import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Table, WRITES_MAX, type Write } from '../../../../shared/dynamo/table.ts';
import { type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import type { Subscription } from '../domain/subscription.ts';
import { followBase, needsNewTerm } from '../domain/subscription-change.ts';
import { subscriptionKey } from '../store/keys.ts';
import { type SubscriptionStep, savedSteps, stepsThatFit, subscriptionStore } from '../store/subscription-store.ts';
import { type TermPrices, termPrices } from './term-prices.ts';

/** The request and the base's own event may let the same add-ons follow at once; one of the two always gets on. */
const ATTEMPTS = 20;

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
  const steps = [step, ...(await followingSteps(step.after, step.occurredAt, table))];
  const count = stepsThatFit(steps, WRITES_MAX - also.length);
  const isDone = steps.length <= count;
  const [own, ...following] = steps.slice(0, count) as [SubscriptionStep, ...SubscriptionStep[]];
  await table.write([...savedSteps([{ ...own, isDone }, ...following], cause), ...also]);
  if (!isDone) await letAddOnsFollow(step.after, step.occurredAt, cause, table);
}

/** Lets all add-ons follow that have not yet; nothing happens to a base that has moved on. */
export async function letAddOnsFollow(base: Subscription, at: Instant, cause: Cause, table: Table): Promise<void> {
  const prices = termPrices(at, table);
  const unchanged = { kind: 'equals', values: { version: base.version } } as const;
  await retryOnConflict(async () => {
    for (let steps = await followingSteps(base, at, table, prices); steps.length > 0; ) {
      const together = steps.splice(0, stepsThatFit(steps, WRITES_MAX - 1));
      await table.write([{ check: subscriptionKey(base), if: unchanged }, ...savedSteps(together, cause)]);
    }
  }, ATTEMPTS);
}

/** The steps that add-ons take because their base is as it is now; judged by state. */
async function followingSteps(
  base: Subscription,
  at: Instant,
  table: Table,
  prices = termPrices(at, table),
): Promise<SubscriptionStep[]> {
  if (base.addOnIds.length === 0) return [];
  return stepsBehind(base, (await subscriptionStore(table).loadMany(base, base.addOnIds)).values(), at, prices);
}

/** The same for add-ons that are loaded already. */
export async function stepsBehind(
  base: Subscription,
  addOns: Iterable<Subscription>,
  at: Instant,
  prices: TermPrices,
): Promise<SubscriptionStep[]> {
  const steps: SubscriptionStep[] = [];
  for (const before of addOns) {
    const isNewTerm = base.status === 'active' && needsNewTerm(before, base);
    const following = followBase(before, base, at, isNewTerm ? await prices(before) : undefined);
    if (following) steps.push({ before, ...following, occurredAt: at });
  }
  return steps;
}

/**
 * The step that an add-on takes at once because its base is no longer as it was when the add-on was bought: suspended, gone, in
 * another term or cycle. It takes effect when the base changed, or with the purchase that came after it.
 */
export async function stepBehindBase(
  created: Subscription,
  base: Subscription,
  table: Table,
): Promise<SubscriptionStep | undefined> {
  if (base.status === 'active' && !needsNewTerm(created, base)) return undefined;
  const changedAt = base.suspendedAt ?? startOfDay(base.termStartOn);
  const at = changedAt > created.createdAt ? changedAt : created.createdAt;
  const [step] = await stepsBehind(base, [created], at, termPrices(at, table));
  return step;
}
