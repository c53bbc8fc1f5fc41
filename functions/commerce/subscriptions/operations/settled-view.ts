import type { Instant } from '../../../../shared/kernel/time.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { isTermOver, type Subscription } from '../domain/subscription.ts';
import { type SubscriptionStep, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { stepsBehind } from './save-family.ts';
import { dueStep } from './settle-subscription.ts';
import { type TermPrices, termPrices } from './term-prices.ts';

/** What a change records first, if it has fallen due: the end of its own term, or what happened to the base it comes back to. */
export const isSettledFirst = (of: Subscription, at: Instant): boolean =>
  of.status === 'suspended' ? of.parentSubscriptionId !== undefined : of.status === 'active' && isTermOver(of, at);

/** A subscription as it is stored, and as it is once all is recorded that has fallen due. */
export interface Settled {
  readonly stored: Subscription;
  readonly now: Subscription;
  /** The steps from one to the other. */
  readonly due: readonly SubscriptionStep[];
}

type Deps = Pick<SubscriptionsDeps, 'table' | 'records'>;

/**
 * Subscriptions of one customer, by id, as they would be after settling those of them that `isSettled` names, with the bases of
 * add-ons beside them. Writes nothing: for whoever asks what a change would do.
 */
export async function settledView(
  loaded: Iterable<Subscription>,
  isSettled: (of: Subscription) => boolean,
  at: Instant,
  deps: Deps,
): Promise<Map<string, Settled>> {
  const family = new Map([...loaded].map((of) => [of.subscriptionId, unsettled(of)]));
  for (const base of await missingBases(family, deps)) family.set(base.subscriptionId, unsettled(base));
  const named = [...family.values()].filter(({ stored }) => isSettled(stored));
  for (const id of new Set(named.map(({ stored }) => stored.parentSubscriptionId ?? stored.subscriptionId)))
    await settleInView(id, family, at, deps);
  for (const { stored } of named)
    if (stored.parentSubscriptionId !== undefined && stored.status === 'active')
      await settleInView(stored.subscriptionId, family, at, deps);
  return family;
}

const unsettled = (stored: Subscription): Settled => ({ stored, now: stored, due: [] });

async function missingBases(family: ReadonlyMap<string, Settled>, { table }: Deps): Promise<Iterable<Subscription>> {
  const all = [...family.values()].map(({ stored }) => stored);
  const ids = all.flatMap(({ parentSubscriptionId: id }) => (id !== undefined && !family.has(id) ? [id] : []));
  return ids.length === 0 ? [] : (await subscriptionStore(table).loadMany(all[0] as CustomerScope, ids)).values();
}

async function settleInView(id: string, family: Map<string, Settled>, at: Instant, deps: Deps): Promise<void> {
  for (;;) {
    const of = family.get(id);
    const step = of && (await dueStep(of.now, at, deps));
    if (!step) return;
    take(family, step);
    const following = await behind(step, family, termPrices(step.occurredAt, deps.table));
    for (const other of following) take(family, other);
  }
}

async function behind(step: SubscriptionStep, family: ReadonlyMap<string, Settled>, prices: TermPrices) {
  const addOns = step.after.addOnIds.flatMap((id) => family.get(id)?.now ?? []);
  return stepsBehind(step.after, addOns, step.occurredAt, prices);
}

function take(family: Map<string, Settled>, step: SubscriptionStep): void {
  const { subscriptionId } = step.before;
  const { stored, due } = family.get(subscriptionId)!;
  family.set(subscriptionId, { stored, now: step.after, due: [...due, step] });
}
