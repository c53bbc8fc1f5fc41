import {
  type Buying,
  type LineRequest,
  type LoadedContext,
  lineContext,
  loadLimits,
  type Purchases,
  priceLines,
  purchasesStore,
} from '../../buying/index.ts';
import type { Offer } from '../../catalogue/index.ts';
import { isGone, type Subscription, subscriptionStore } from '../../subscriptions/index.ts';
import { orderStore } from '../store/order-store.ts';
import type { OrdersDeps } from './dependencies.ts';

/** What the checks of a purchase ask, with what it must write under. */
export interface PurchaseContext extends LoadedContext {
  /** Subscriptions that lines name as their base. */
  readonly bases: ReadonlyMap<string, Subscription>;
  /** Loaded when a line counts against a purchase limit: then the purchase is written under it. */
  readonly purchases: Purchases | undefined;
}

/** Loads everything that the checks of these lines ask, and no more. */
export async function loadPurchaseContext(
  buying: Buying,
  lines: readonly LineRequest[],
  deps: Pick<OrdersDeps, 'table'>,
): Promise<PurchaseContext> {
  const { at, caller, customer } = buying;
  const { table } = deps;
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId };
  const priced = await priceLines(buying, lines, deps);
  const parentIds = lines.flatMap(({ parentSubscriptionId }) => parentSubscriptionId ?? []);
  const [bases, limits, held] = await Promise.all([
    subscriptionStore(table).loadMany(scope, parentIds),
    loadLimits(buying, priced, deps),
    loadHeld(scope, priced.offers, { at, table }),
  ]);
  const baseOf = (id: string) => asCounted(bases.get(id), at);
  return {
    ...lineContext(buying, priced, limits, { baseOf, counts: held.counts }),
    bases,
    purchases: held.purchases,
  };
}

/** A base whose 60 days are over is deleted, recorded or not (SUB-4). */
const asCounted = (base: Subscription | undefined, at: Buying['at']): Subscription | undefined =>
  base && isGone(base, at) ? { ...base, status: 'deleted' } : base;

interface Held {
  readonly counts: ReadonlyMap<string, { live: number; ever: number }>;
  readonly purchases: Purchases | undefined;
}

/**
 * Counts what limits count: subscriptions that exist, and lines of orders whose subscriptions are still to be made.
 * The lock is read first, so that a purchase in between is noticed when this one is written.
 */
async function loadHeld(
  scope: { partnerId: string; customerId: string },
  offers: readonly Offer[],
  { at, table }: { at: Buying['at']; table: OrdersDeps['table'] },
): Promise<Held> {
  const limited = new Set(
    offers.filter((offer) => offer.limitUnitOfMeasure !== 'None' && !offer.isAddOn).map(({ id }) => id),
  );
  if (limited.size === 0) return { counts: new Map(), purchases: undefined };
  const purchases = await purchasesStore(table).load(scope);
  const counts = new Map<string, { live: number; ever: number }>();
  const count = (offerId: string, isLive: boolean): void => {
    const before = counts.get(offerId) ?? { live: 0, ever: 0 };
    counts.set(offerId, { live: before.live + (isLive ? 1 : 0), ever: before.ever + 1 });
  };
  const made = new Set<string>();
  for await (const of of subscriptionStore(table).allOfCustomer(scope)) {
    if (!limited.has(of.offerId)) continue;
    count(of.offerId, !isGone(of, at));
    made.add(of.subscriptionId);
  }
  for (const orderId of purchases.pending) {
    const order = await orderStore(table).load({ ...scope, orderId });
    for (const line of order?.lines ?? [])
      if (limited.has(line.offerId) && !made.has(line.subscriptionId)) count(line.offerId, true);
  }
  return { counts, purchases };
}
