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
  withBought,
} from '../../buying/index.ts';
import { notePlaces, registerAddOns, type Subscription, saveWrites } from '../../subscriptions/index.ts';
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
 * Add-ons are entered at their bases in the same transaction, so that two orders at once cannot both pass {@link ADD_ONS_MAX};
 * of a large order for more bases than fit beside it (some 90), those that are less than half full are entered as it is made.
 * Refuses an order whose lines draw on more counters of limited offers than that transaction holds: some 90 offers with a cap
 * or an inventory, 45 with both, fewer where an inventory is nearly sold. It is to be ordered in several parts. Refuses more
 * than {@link ADD_ONS_MAX} add-ons of a base.
 * @throws WriteConflictError when a limit, a base or the cart changed in between: check again.
 * @throws PremiseGoneError when the relationship changed in between.
 */
export async function commitPurchase(decided: DecidedPurchase, commit: Commit, table: Table): Promise<Committed> {
  if (overfullBase(decided)) return refuse('too_many_add_ons', { field: 'lineItems' });
  const whole: Order = { ...decided.order, status: 'completed' };
  const made = decided.newLines.map((line) => subscriptionOf(whole, line));
  const writes = [
    ...orderWrites(whole, commit),
    ...commit.also(whole),
    ...saleWrites(decided, commit),
    ...limitWrites(decided, decided.context.purchases),
    ...saveWrites(
      made.map((created) => ({ created, isPlaced: true })),
      commit.cause,
    ),
    ...namedBases(decided).map(entry),
  ];
  if (writes.length <= WRITES_MAX) {
    await notePlaces(made, table);
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
    ...limitWrites(decided, purchases, pending),
  ];
  if (writes.length > WRITES_MAX) return refuse('too_many_limited_offers', { field: 'lineItems' });
  const room = WRITES_MAX - writes.length;
  const [entered, later] = [namedBases(decided).slice(0, room), namedBases(decided).slice(room)];
  if (later.some((named) => addOnsAfter(named) > ADD_ONS_MAX / 2))
    return refuse('too_many_add_ons', { field: 'lineItems' });
  await table.write([...writes, ...entered.map(entry)]);
  return ok(pending);
}

/** The relationship as it was checked, and the new bases that run because of it; those bought direct keep their customer here. */
function saleWrites({ order, newLines }: DecidedPurchase, { customer }: Commit): Write[] {
  const began = newLines.filter(({ parentSubscriptionId }) => parentSubscriptionId === undefined).length;
  return [customer.unchanged, ...(began > 0 ? [saleWrite(order, began)] : [])];
}

/** The order as stored, or why it cannot be. */
type Committed = Result<Order, Refusal<'too_many_limited_offers' | 'too_many_add_ons'>>;

/**
 * Add-ons of one base, those that are gone and those that are still to be made included: their ids lie in its item, and they
 * follow it together.
 */
const ADD_ONS_MAX = 1000;

const overfullBase = (decided: DecidedPurchase): boolean =>
  namedBases(decided).some((named) => addOnsAfter(named) > ADD_ONS_MAX);

/** A base that exists already, and what is bought for it. */
interface NamedBase {
  readonly base: Subscription;
  readonly bought: readonly string[];
}
const addOnsAfter = ({ base, bought }: NamedBase): number => base.addOnIds.length + bought.length;

/** Those with most add-ons first: where not all fit into a transaction, they are entered in it. */
function namedBases({ newLines, accepted, context }: DecidedPurchase): NamedBase[] {
  const named = new Set(accepted.flatMap(({ base }) => base?.subscriptionId ?? []));
  return [...context.bases.values()]
    .filter(({ subscriptionId }) => named.has(subscriptionId))
    .map((base) => ({
      base,
      bought: newLines
        .filter(({ parentSubscriptionId }) => parentSubscriptionId === base.subscriptionId)
        .map(({ subscriptionId }) => subscriptionId),
    }))
    .sort((a, b) => addOnsAfter(b) - addOnsAfter(a));
}

/** Enters new add-ons at their base, made or still to be made; a base that changed in between stops the purchase. */
const entry = ({ base, bought }: NamedBase): Write => registerAddOns(base, bought);

/** Counts the seats of limited offers, and writes under the lock of purchase limits where one was read. */
function limitWrites(
  { order, newLines, context }: DecidedPurchase,
  purchases: Purchases | undefined,
  pending?: Order,
): Write[] {
  const seats = new Map<string, number>();
  for (const { offerId, quantity } of newLines) seats.set(offerId, (seats.get(offerId) ?? 0) + quantity);
  return [
    ...[...seats].flatMap(([offerId, count]) => allowanceWrites(context.allowances, offerId, count)),
    ...(purchases ? [purchasesWrite(order, purchases, afterPurchase(purchases, newLines, pending))] : []),
  ];
}

/** What was bought counts from now on, made or still to be made; a pending order is named until all of it is made. */
function afterPurchase(
  { held, pending }: Purchases,
  newLines: readonly OrderLine[],
  order: Order | undefined,
): Omit<Purchases, 'version'> {
  const idsOf = (offerId: string) =>
    newLines.filter((line) => line.offerId === offerId).map(({ subscriptionId }) => subscriptionId);
  return {
    held: held.map((of) => withBought(of, idsOf(of.offerId))),
    pending: order ? [...pending.filter((id) => id !== order.orderId), order.orderId] : pending,
  };
}
