import { createHash } from 'node:crypto';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, WRITES_MAX, type Write } from '../../../../shared/dynamo/table.ts';
import { saleWrite } from '../../../../shared/identity/sales.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { PriceLock } from '../../buying/index.ts';
import { orderWrites } from '../../orders/index.ts';
import {
  handedOver,
  isGone,
  letAddOnsFollow,
  lockedIn,
  renewalAwaits,
  type Subscription,
  saveWrites,
  settleSubscription,
  subscriptionStore,
  subscriptionUnchanged,
} from '../../subscriptions/index.ts';
import { orderOf, rehomed, type Succession } from '../domain/succession.ts';
import { movedWrite } from '../store/succession-store.ts';
import type { SuccessionDeps } from './dependencies.ts';

/** A move that is under way: whose decision, to which currency, held by what, when and why. */
export interface Move {
  readonly decision: Succession;
  /** Currency in which the new partner pays. */
  readonly currency: string;
  /** Holds that the customer is still the new partner's. */
  readonly unchanged: Write;
  readonly at: Instant;
  readonly cause: Cause;
}

interface Scope {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** Writes for each that moves, old and new side, and its pool; and of the transaction: decision, relationship, order, sale, base. */
const WRITES_PER_MOVE = 7;
const MOVES_PER_WRITE = Math.floor((WRITES_MAX - 6) / WRITES_PER_MOVE);

/**
 * Moves a base with its add-ons: in one transaction as many as that holds, the base first; more of them follow it. What has
 * fallen due before is recorded first, so that a term that is over is renewed, or has expired, with the old partner.
 */
export async function moveFamily(scope: Scope, move: Move, deps: SuccessionDeps): Promise<void> {
  await settleSubscription(scope, move.at, move.cause, deps);
  const base = await subscriptionStore(deps.table).load(scope);
  const waits = base && (await renewalAwaits(base, move.at, deps));
  if (waits) {
    deps.log.warn('a renewal waits: it stays', { ...scope, why: waits });
    return;
  }
  for (let isMore = true; isMore; ) isMore = await retryOnConflict(() => moveStep(scope, move, deps));
}

/** One transaction of it; answers whether add-ons are left. */
async function moveStep(scope: Scope, move: Move, deps: SuccessionDeps): Promise<boolean> {
  const { table } = deps;
  const store = subscriptionStore(table);
  const base = await store.load(scope);
  if (!base) return false;
  const addOns = [...(await store.loadMany(scope, base.addOnIds)).values()].filter((of) => isLeft(of, move.at));
  const members = isLeft(base, move.at) ? [base, ...addOns] : addOns;
  if (members.length === 0) return false;
  const locks = await locksOf(members, move, deps);
  if (!locks) {
    deps.log.warn('no price in the currency of the new partner: it stays', { ...scope, currency: move.currency });
    return false;
  }
  const chunk = members.slice(0, MOVES_PER_WRITE);
  const arrived = await arrivedBase(base, move, deps);
  await table.write(moveWrites(chunk, { move, locks, addOns, arrived }));
  if (arrived) await letFollow(arrived, move, deps);
  return members.length > chunk.length;
}

const isLeft = (of: Subscription, at: Instant): boolean => of.rehomedAt === undefined && !isGone(of, at);

/** The base at its new home, where it has moved already. */
const arrivedBase = (base: Subscription, { decision }: Move, { table }: SuccessionDeps) =>
  base.rehomedAt === undefined
    ? undefined
    : subscriptionStore(table).load({ ...base, partnerId: decision.successorId });

/** Add-ons that come behind their base take what it has done meanwhile. */
async function letFollow(arrived: Subscription, move: Move, { table }: SuccessionDeps): Promise<void> {
  const now = await subscriptionStore(table).load(arrived);
  if (now) await letAddOnsFollow(now, move.at, move.cause, table);
}

type Locks = ReadonlyMap<string, PriceLock | undefined>;

/**
 * Prices stay; for a partner that pays in another currency those of the same list in that currency. Undefined where one of the
 * family has none there: then all of it stays.
 */
async function locksOf(
  members: readonly Subscription[],
  { currency }: Move,
  { table }: SuccessionDeps,
): Promise<Locks | undefined> {
  const locks = new Map<string, PriceLock | undefined>();
  for (const of of members) {
    const lock = of.priceLock && (of.currency === currency ? of.priceLock : await lockedIn(of, currency, table));
    if (of.priceLock && !lock) return undefined;
    locks.set(of.subscriptionId, lock);
  }
  return locks;
}

function moveWrites(
  chunk: readonly Subscription[],
  about: {
    readonly move: Move;
    readonly locks: Locks;
    /** Add-ons of the family that are left, of this step and the following ones. */
    readonly addOns: readonly Subscription[];
    readonly arrived: Subscription | undefined;
  },
): Write[] {
  const { move, locks, addOns, arrived } = about;
  const { decision, currency, at, cause } = move;
  const orderId = orderIdOf(decision, chunk[0]!);
  const own = new Map<string, Subscription>();
  for (const [lineNumber, before] of chunk.entries()) {
    const { subscriptionId, parentSubscriptionId } = before;
    const isBase = parentSubscriptionId === undefined;
    own.set(
      subscriptionId,
      rehomed(before, at, {
        partnerId: decision.successorId,
        currency,
        orderId,
        lineNumber,
        priceLock: locks.get(subscriptionId),
        addOnIds: isBase ? addOns.map((of) => of.subscriptionId) : [],
        base: isBase ? undefined : (arrived ?? own.get(parentSubscriptionId)),
      }),
    );
  }
  const created = [...own.values()];
  const began = created.filter(({ activations }) => activations !== undefined).length;
  const scope = { partnerId: decision.successorId, customerId: decision.customerId };
  return [
    movedWrite(decision, chunk.length),
    move.unchanged,
    ...orderWrites(orderOf(created, at), { at, cause }),
    ...(began > 0 ? [saleWrite(scope, began)] : []),
    ...(arrived ? [subscriptionUnchanged(arrived)] : []),
    ...saveWrites(
      [
        ...chunk.map((before) => ({
          step: { before, after: handedOver(before, at), trigger: 'handOver' as const, occurredAt: at },
        })),
        ...created.map((of) => ({ created: of })),
      ],
      cause,
    ),
  ];
}

/** The same for every attempt of the same step. */
const orderIdOf = ({ successorId }: Succession, { subscriptionId, version }: Subscription): string =>
  guidFromHex(createHash('sha256').update(`succession ${successorId} ${subscriptionId} ${version}`).digest('hex'));
