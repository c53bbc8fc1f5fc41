import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { type Table, WRITES_MAX, type Write } from '../../../../shared/dynamo/table.ts';
import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import { saleWrite } from '../../../../shared/identity/sales.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  type AcceptedLine,
  allowanceWrites,
  type Purchases,
  purchasesStore,
  purchasesWrite,
} from '../../buying/index.ts';
import { creationWrites, registerAddOns } from '../../subscriptions/index.ts';
import { type Order, type OrderLine, subscriptionOf } from '../domain/order.ts';
import { orderWrites } from '../store/order-store.ts';
import type { PurchaseContext } from './purchase-context.ts';

/** A purchase that all checks have passed. */
export interface DecidedPurchase {
  /** The order with all its lines, new and old, at its new version; its status is decided here. */
  readonly order: Order;
  readonly newLines: readonly OrderLine[];
  readonly accepted: readonly AcceptedLine[];
  readonly context: PurchaseContext;
}

export interface Commit {
  readonly at: Instant;
  readonly cause: Cause;
  readonly customer: RelatedCustomer;
  /** Further writes of the same transaction, given the order as it will be: the stored answer, the cart. */
  also(order: Order): Write[];
}

/**
 * Stores a purchase, whole or not at all (ORD-1): in one transaction with its subscriptions where they fit, else the
 * order alone, as `pending`, from which {@link completeOrder} makes them. Answers the order as stored. Either way that one
 * transaction holds the relationship as it was checked and counts what is sold: from there on it is not to be ended.
 * Refuses an order whose lines draw on more counters of limited offers than that transaction holds: some 90 offers with a cap
 * or an inventory, 45 with both, fewer where an inventory is nearly sold. It is to be ordered in several parts. Refuses more
 * than {@link ADD_ONS_MAX} add-ons of a base.
 * @throws WriteConflictError when a limit, a base or the cart changed in between: check again.
 * @throws PremiseGoneError when the relationship changed in between.
 */
export async function commitPurchase(decided: DecidedPurchase, commit: Commit, table: Table): Promise<Committed> {
  if (overfullBase(decided)) return refuse('too_many_add_ons', { field: 'lineItems' });
  const whole: Order = { ...decided.order, status: 'completed' };
  const writes = [
    ...orderWrites(whole, commit),
    ...commit.also(whole),
    ...saleWrites(decided, commit),
    ...limitWrites(decided, decided.context.purchases, (pending) => pending),
    ...decided.newLines.flatMap((line) => creationWrites(subscriptionOf(whole, line), commit.cause)),
    ...baseWrites(decided),
  ];
  if (writes.length <= WRITES_MAX) {
    await table.write(writes);
    return ok(whole);
  }
  return commitPending(decided, commit, table);
}

async function commitPending(decided: DecidedPurchase, commit: Commit, table: Table): Promise<Committed> {
  const pending: Order = { ...decided.order, status: 'pending' };
  const purchases = decided.context.purchases ?? (await purchasesStore(table).load(pending));
  const writes = [
    ...orderWrites(pending, commit),
    ...commit.also(pending),
    ...saleWrites(decided, commit),
    ...limitWrites(decided, purchases, (ids) => [...ids.filter((id) => id !== pending.orderId), pending.orderId]),
  ];
  if (writes.length > WRITES_MAX) return refuse('too_many_limited_offers', { field: 'lineItems' });
  await table.write(writes);
  return ok(pending);
}

/** The relationship as it was checked, and the new bases that run because of it. */
function saleWrites({ order, newLines }: DecidedPurchase, { customer }: Commit): Write[] {
  const began = newLines.filter(({ parentSubscriptionId }) => parentSubscriptionId === undefined).length;
  return [customer.unchanged, ...(began > 0 ? [saleWrite(order, began)] : [])];
}

/** The order as stored, or why it cannot be. */
type Committed = Result<Order, Refusal<'too_many_limited_offers' | 'too_many_add_ons'>>;

/**
 * Add-ons of one base, those that are gone included: their ids lie in its item, and they follow it together. Orders that are
 * placed at once may go beyond it by what one of them holds.
 */
const ADD_ONS_MAX = 1000;

const overfullBase = ({ newLines, context }: DecidedPurchase): boolean =>
  [...context.bases.values()].some(({ subscriptionId, addOnIds }) => {
    const bought = newLines.filter(({ parentSubscriptionId }) => parentSubscriptionId === subscriptionId);
    return bought.length > 0 && addOnIds.length + bought.length > ADD_ONS_MAX;
  });

/** Counts the seats of limited offers, and writes under the lock of purchase limits where one was read. */
function limitWrites(
  { order, newLines, context }: DecidedPurchase,
  purchases: Purchases | undefined,
  pending: (before: readonly string[]) => readonly string[],
): Write[] {
  const seats = new Map<string, number>();
  for (const { offerId, quantity } of newLines) seats.set(offerId, (seats.get(offerId) ?? 0) + quantity);
  return [
    ...[...seats].flatMap(([offerId, count]) => allowanceWrites(context.allowances, offerId, count)),
    ...(purchases ? [purchasesWrite(order, purchases, pending(purchases.pending))] : []),
  ];
}

/** Enters new add-ons at bases that exist; a base that changed in between stops the purchase. */
function baseWrites({ newLines, accepted, context }: DecidedPurchase): Write[] {
  const named = new Set(accepted.flatMap(({ base }) => base?.subscriptionId ?? []));
  return [...context.bases.values()]
    .filter(({ subscriptionId }) => named.has(subscriptionId))
    .map((base) =>
      registerAddOns(
        base,
        newLines
          .filter(({ parentSubscriptionId }) => parentSubscriptionId === base.subscriptionId)
          .map(({ subscriptionId }) => subscriptionId),
      ),
    );
}
