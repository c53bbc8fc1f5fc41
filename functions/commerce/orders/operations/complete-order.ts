import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { isRefused, retryOnConflict, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type CustomerScope, purchasesStore, purchasesWrite } from '../../buying/index.ts';
import {
  notePlaces,
  registerAddOns,
  type Save,
  type Subscription,
  saveWrites,
  stepBehindBase,
  subscriptionKey,
  subscriptionStore,
} from '../../subscriptions/index.ts';
import { type Order, type OrderLine, subscriptionOf } from '../domain/order.ts';
import { orderKey } from '../store/keys.ts';
import { orderStore, orderWrites } from '../store/order-store.ts';
import { followCycleChange } from './follow-cycle-change.ts';

/**
 * Lines made in one transaction, which holds the order: each needs at most five writes (made, and behind its base at once),
 * one of its pool and one of its base.
 */
const LINES_PER_WRITE = 14;

/**
 * Makes the subscriptions that a pending order still lacks, in chunks that can be repeated, then completes the order.
 * The request that placed it does this at once; should it stop half-way, the order's own event does the rest (ORD-1).
 * A change of the cycle that takes longer than one call may is gone on with by the next event of the order, which stays
 * pending until then.
 */
export async function completeOrder(
  scope: CustomerScope & { orderId: string },
  { at, cause }: { at: Instant; cause: Cause },
  table: Table,
): Promise<void> {
  const order = await orderStore(table).load(scope);
  if (order?.status !== 'pending') return;
  const ids = order.lines.map(({ subscriptionId }) => subscriptionId);
  const made = await subscriptionStore(table).loadMany(scope, ids);
  const missing = basesFirst(order.lines.filter(({ subscriptionId }) => !made.has(subscriptionId)));
  for (let start = 0; start < missing.length; start += LINES_PER_WRITE)
    await makeSubscriptions(order, missing.slice(start, start + LINES_PER_WRITE), cause, table);
  if (order.cycleChange && !(await followCycleChange(order, order.cycleChange, cause, table)))
    return goOnLater(order, { at, cause }, table);
  await markCompleted(order, { at, cause }, table);
}

/** Raises the event that goes on with the order; whoever saved it in between has raised one of its own. */
async function goOnLater(order: Order, occasion: { at: Instant; cause: Cause }, table: Table): Promise<void> {
  try {
    await table.write(orderWrites({ ...order, version: order.version + 1 }, occasion));
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/** Bases come before the add-ons that the same order bought for them. */
const basesFirst = (lines: readonly OrderLine[]): OrderLine[] =>
  [...lines].sort(
    (a, b) => Number(a.parentSubscriptionId !== undefined) - Number(b.parentSubscriptionId !== undefined),
  );

/** Holds that the order is there: of one that is erased with its customer in between nothing more comes (CUS-6). */
const makeSubscriptions = (order: Order, lines: readonly OrderLine[], cause: Cause, table: Table): Promise<void> =>
  retryOnConflict(async () => {
    if (!(await orderStore(table).load(order))) return;
    const isThere: Write = { check: orderKey(order), if: { kind: 'present' } };
    const store = subscriptionStore(table);
    const parentIds = lines.flatMap(({ parentSubscriptionId }) => parentSubscriptionId ?? []);
    const found = await store.loadMany(order, [...lines.map(({ subscriptionId }) => subscriptionId), ...parentIds]);
    const missing = lines.filter(({ subscriptionId }) => !found.has(subscriptionId));
    const saves: Save[] = [];
    for (const line of missing) {
      const created = subscriptionOf(order, line);
      const base = line.parentSubscriptionId === undefined ? undefined : found.get(line.parentSubscriptionId);
      const step = base && (await stepBehindBase(created, base, table));
      saves.push(step ? { step, isNew: true, isPlaced: true } : { created, isPlaced: true });
    }
    const registrations = [...new Set(parentIds)].flatMap((id) => registration(found.get(id), missing));
    await notePlaces(
      missing.map((line) => subscriptionOf(order, line)),
      table,
    );
    if (saves.length > 0) await table.write([...saveWrites(saves, cause), ...registrations, isThere]);
  });

/** Enters the add-ons at a base that does not know them yet; at any rate the base must not change meanwhile. */
function registration(base: Subscription | undefined, lines: readonly OrderLine[]): Write[] {
  if (!base) return [];
  const ids = lines
    .filter(({ parentSubscriptionId }) => parentSubscriptionId === base.subscriptionId)
    .map(({ subscriptionId }) => subscriptionId);
  const unknown = ids.filter((id) => !base.addOnIds.includes(id));
  if (ids.length === 0) return [];
  if (unknown.length > 0) return [registerAddOns(base, unknown)];
  return [{ check: subscriptionKey(base), if: { kind: 'equals', values: { version: base.version } } }];
}

const markCompleted = (
  scope: CustomerScope & { orderId: string },
  { at, cause }: { at: Instant; cause: Cause },
  table: Table,
): Promise<void> =>
  retryOnConflict(async () => {
    const order = await orderStore(table).load(scope);
    if (order?.status !== 'pending') return;
    const { cycleChange: _, ...kept } = order;
    const purchases = await purchasesStore(table).load(scope);
    const pending = purchases.pending.filter((id) => id !== order.orderId);
    await table.write([
      ...orderWrites({ ...kept, status: 'completed', version: order.version + 1 }, { at, cause }),
      ...(pending.length === purchases.pending.length ? [] : [purchasesWrite(scope, purchases, { pending })]),
    ]);
  });
