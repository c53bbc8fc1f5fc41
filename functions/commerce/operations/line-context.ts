import { invariant } from '../../../shared/kernel/invariant.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { offerOfItem } from '../domain/catalogue-item.ts';
import type { Offer } from '../domain/offer.ts';
import type { LineContext, LineRequest } from '../domain/order-line.ts';
import { UNKNOWN_RESELLER } from '../domain/reseller.ts';
import { isGone, type Subscription } from '../domain/subscription.ts';
import { type Allowances, allowanceStore, leftOf } from '../store/allowance-store.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { networkStore } from '../store/network-store.ts';
import { orderStore } from '../store/order-store.ts';
import { pricesInForce } from '../store/price-store.ts';
import { type Purchases, purchasesStore } from '../store/purchases-store.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { CommerceDeps } from './dependencies.ts';
import type { Buying } from './purchase-checks.ts';

/** What the checks of lines ask, with what a purchase must write under. */
export interface LoadedContext extends LineContext {
  readonly allowances: Allowances;
  /** Loaded when a line counts against a purchase limit: then the purchase is written under it. */
  readonly purchases: Purchases | undefined;
}

/** Loads everything that the checks of these lines ask, and no more. */
export async function loadLineContext(
  buying: Buying,
  lines: readonly LineRequest[],
  { table }: Pick<CommerceDeps, 'table'>,
): Promise<LoadedContext> {
  const { at, caller, customer } = buying;
  const { partner } = caller.account;
  invariant(partner, 'a buyer is a partner');
  const scope = { partnerId: caller.tenantId, customerId: customer.customerId };
  const { country } = customer.account;
  const [catalogue, prices] = await Promise.all([
    catalogueStore(table).read(),
    pricesInForce(table, { at, country, currency: partner.currency }),
  ]);
  const offers = offersOf(lines, catalogue, { country, month: prices.month });
  const parentIds = lines.flatMap(({ parentSubscriptionId }) => parentSubscriptionId ?? []);
  const [bases, allowances, resellers, held] = await Promise.all([
    subscriptionStore(table).loadMany(scope, parentIds),
    allowanceStore(table).load(customer.customerId, offers),
    loadResellers(caller.tenantId, lines, table),
    loadHeld(scope, offers, { at, table }),
  ]);
  return {
    at,
    catalogue,
    priceMonth: prices.month,
    priceOf: prices.priceOf,
    hasRateCard: true,
    partner: {
      region: partner.region,
      currency: partner.currency,
      isIndirect: partner.programRole === 'indirectProvider',
      isSandbox: partner.isSandbox,
      networkId: partner.mpnId,
    },
    customer: { country, qualification: customer.account.customer?.qualification ?? 'none' },
    baseOf: (id) => asCounted(bases.get(id), at),
    heldOf: (offerId) => held.counts.get(offerId) ?? { live: 0, ever: 0 },
    capLeft: ({ id }) => leftOf(allowances.cap.get(id)),
    inventoryLeft: ({ id }) => leftOf(allowances.inventory.get(id)),
    resellerOf: (networkId) => resellers.get(networkId) ?? UNKNOWN_RESELLER,
    allowances,
    purchases: held.purchases,
  };
}

/** A base whose 60 days are over is deleted, recorded or not (SUB-4). */
const asCounted = (base: Subscription | undefined, at: Buying['at']): Subscription | undefined =>
  base && isGone(base, at) ? { ...base, status: 'deleted' } : base;

const offersOf = (
  lines: readonly LineRequest[],
  catalogue: Catalogue,
  place: { country: string; month: string },
): Offer[] =>
  lines.flatMap(({ itemId }) => {
    const item = offerOfItem(catalogue, itemId, place);
    return 'offer' in item ? [item.offer] : [];
  });

async function loadResellers(providerId: string, lines: readonly LineRequest[], table: CommerceDeps['table']) {
  const ids = [...new Set(lines.flatMap(({ partnerIdOnRecord }) => partnerIdOnRecord || []))];
  const store = networkStore(table);
  return new Map(await Promise.all(ids.map(async (id) => [id, await store.reseller(providerId, id)] as const)));
}

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
  { at, table }: { at: Buying['at']; table: CommerceDeps['table'] },
): Promise<Held> {
  const limited = new Set(
    offers.filter((offer) => offer.limitUnitOfMeasure !== 'None' && !offer.isAddOn).map(({ id }) => id),
  );
  if (limited.size === 0) return { counts: new Map(), purchases: undefined };
  const purchases = await purchasesStore(table).load(scope);
  const subscriptions = await subscriptionStore(table).ofCustomer(scope);
  const counts = new Map<string, { live: number; ever: number }>();
  const count = (offerId: string, isLive: boolean): void => {
    const before = counts.get(offerId) ?? { live: 0, ever: 0 };
    counts.set(offerId, { live: before.live + (isLive ? 1 : 0), ever: before.ever + 1 });
  };
  for (const of of subscriptions) if (limited.has(of.offerId)) count(of.offerId, !isGone(of, at));
  const made = new Set(subscriptions.map(({ subscriptionId }) => subscriptionId));
  for (const orderId of purchases.pending) {
    const order = await orderStore(table).load({ ...scope, orderId });
    for (const line of order?.lines ?? [])
      if (limited.has(line.offerId) && !made.has(line.subscriptionId)) count(line.offerId, true);
  }
  return { counts, purchases };
}
