import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import {
  type Buying,
  type CustomerScope,
  counted,
  type Held,
  isLimited,
  isNear,
  type LineRequest,
  type LoadedContext,
  lineContext,
  liveOf,
  loadLimits,
  mergedHeld,
  type Purchases,
  priceLines,
  purchasesStore,
  purchasesWrite,
  trusted,
} from '../../buying/index.ts';
import type { Offer } from '../../catalogue/index.ts';
import { isGone, isTermOver, type Subscription, settledView, subscriptionStore } from '../../subscriptions/index.ts';
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
  deps: OrdersDeps,
): Promise<PurchaseContext> {
  const { at, caller, customer } = buying;
  const { table } = deps;
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId };
  const priced = await priceLines(buying, lines, deps);
  const parentIds = lines.flatMap(({ parentSubscriptionId }) => parentSubscriptionId ?? []);
  const [bases, limits, held] = await Promise.all([
    settledBases(scope, parentIds, at, deps),
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

/** SUB-2: bases as they are once all is recorded that has fallen due: a purchase does so before, and who only asks sees the same. */
async function settledBases(
  scope: CustomerScope,
  ids: readonly string[],
  at: Buying['at'],
  deps: OrdersDeps,
): Promise<ReadonlyMap<string, Subscription>> {
  const stored = await subscriptionStore(deps.table).loadMany(scope, ids);
  const view = await settledView(stored.values(), (of) => isTermOver(of, at) || isGone(of, at), at, deps);
  return new Map([...stored.keys()].map((id) => [id, view.get(id)!.now]));
}

/** A base whose 60 days are over is deleted, recorded or not (SUB-4). */
const asCounted = (base: Subscription | undefined, at: Buying['at']): Subscription | undefined =>
  base && isGone(base, at) ? { ...base, status: 'deleted' } : base;

interface Counted {
  readonly counts: ReadonlyMap<string, { live: number; ever: number }>;
  readonly purchases: Purchases | undefined;
}

/**
 * What purchase limits count of the offers that lines name. It is kept with the lock, which is read first, so that a purchase
 * in between is noticed when this one is written. Where it may be too much already, those that are gone are taken out; where
 * nothing is kept that is to be trusted, all that the customer has is counted.
 */
async function loadHeld(scope: CustomerScope, offers: readonly Offer[], occasion: Occasion): Promise<Counted> {
  const limited = new Map(offers.filter(isLimited).map((offer) => [offer.id, offer]));
  if (limited.size === 0) return { counts: new Map(), purchases: undefined };
  const purchases = await purchasesStore(occasion.table).load(scope);
  const held: Held[] = [];
  const open: Offer[] = [];
  for (const offer of limited.values()) {
    const known = trusted(purchases.held, offer);
    const lines = offers.filter(({ id }) => id === offer.id).length;
    if (known && !isNear(known, offer, lines)) held.push(known);
    else if (known?.more === 0) held.push(await withoutGone(scope, known, occasion));
    else open.push(offer);
  }
  const all = open.length > 0 ? await countAll(scope, { offers: open, purchases }, occasion) : undefined;
  const found = [...held, ...(all?.held ?? [])];
  const after = { ...purchases, held: mergedHeld(purchases.held, found) };
  return {
    counts: new Map(found.map((of) => [of.offerId, { live: liveOf(of), ever: of.ever }])),
    purchases: all?.isLarge ? await keep(scope, purchases, after, occasion) : after,
  };
}

interface Occasion {
  readonly at: Buying['at'];
  readonly table: OrdersDeps['table'];
}

async function withoutGone(scope: CustomerScope, held: Held, { at, table }: Occasion): Promise<Held> {
  const made = await subscriptionStore(table).loadMany(scope, held.ids);
  const lives = (of: Subscription | undefined): boolean => !of || !isGone(of, at);
  return { ...held, ids: held.ids.filter((id) => lives(made.get(id))) };
}

/** Counts subscriptions that exist, and lines of orders whose subscriptions are still to be made. */
async function countAll(
  scope: CustomerScope,
  { offers, purchases }: { offers: readonly Offer[]; purchases: Purchases },
  { at, table }: Occasion,
): Promise<{ held: Held[]; isLarge: boolean }> {
  const found = new Map(offers.map(({ id }) => [id, { live: new Set<string>(), gone: new Set<string>() }]));
  let pages = 0;
  for await (const page of subscriptionStore(table).pagesOfCustomer(scope)) {
    pages += 1;
    for (const of of page) {
      const count = found.get(of.offerId);
      if (count) (isGone(of, at) ? count.gone : count.live).add(of.subscriptionId);
    }
  }
  for (const orderId of purchases.pending) {
    const order = await orderStore(table).load({ ...scope, orderId });
    for (const { offerId, subscriptionId } of order?.lines ?? []) {
      const count = found.get(offerId);
      if (!count?.gone.has(subscriptionId)) count?.live.add(subscriptionId);
    }
  }
  return {
    held: offers.map((offer) => {
      const { live, gone } = found.get(offer.id)!;
      return counted(purchases.held, offer, { live: [...live], gone: gone.size, at });
    }),
    isLarge: pages > 1,
  };
}

/** Stores what took long to count at once, so that it is not counted again because this purchase is refused. */
async function keep(
  scope: CustomerScope,
  before: Purchases,
  after: Purchases,
  { table }: Occasion,
): Promise<Purchases> {
  try {
    await table.write([purchasesWrite(scope, before, after)]);
    return { ...after, version: before.version + 1 };
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    return after;
  }
}
