import type { Write } from '../../../../shared/dynamo/table.ts';
import { newBusinessRefusal } from '../../../../shared/http/authorize.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  addedCharge,
  allowanceWrites,
  type Buying,
  checkPurchase,
  growthRefusal,
  lineContext,
  loadLimits,
  NO_HOLDINGS,
  networkStore,
  overCredit,
  priceLines,
  resellerRefusal,
} from '../../buying/index.ts';
import { catalogueStore, findOffer, type Offer } from '../../catalogue/index.ts';
import { missingRateText } from '../../price-lists/index.ts';
import {
  firstTerm,
  isTermOver,
  type NewTerm,
  type Subscription,
  statusAt,
  type Trigger,
  termOfBase,
} from '../domain/subscription.ts';
import {
  type ChangeWish,
  changed,
  type IntendedChange,
  intendedChange,
  needsNewTerm,
} from '../domain/subscription-change.ts';
import type { SubscriptionStep } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { renewalAwaits } from './settle-subscription.ts';
import { missingRateOfTerm, priceOfTerm } from './term-prices.ts';

/** A subscription with everything recorded that had fallen due, and the base of an add-on. */
export interface ToChange {
  readonly before: Subscription;
  readonly parent: Subscription | undefined;
}

/** What a change comes down to: one step, and what else it writes; no step where it would change nothing. */
export interface DecidedChange {
  readonly step: SubscriptionStep | undefined;
  readonly writes: readonly Write[];
}

type Deps = Pick<SubscriptionsDeps, 'table'>;

/**
 * SUB-2 to SUB-5, ORD-5: judges what somebody wishes of a subscription; reads and writes nothing. Who changes it and who
 * asks what that would cost are refused alike. Seats added and a new term are purchases, with all their checks.
 */
export async function decideChange({ before, parent }: ToChange, wish: ChangeWish, buying: Buying, deps: Deps) {
  const { at } = buying;
  const offer = findOffer(await catalogueStore(deps.table).read(), before.offerId);
  invariant(offer, 'what was sold is in the catalogue');
  const parentStatus = parent && statusAt(parent, at);
  const intended = intendedChange(before, wish, { at, minimumQuantity: offer.minimumQuantity, parentStatus });
  if (!intended.ok) return intended;
  const refusal = await resellerOfRecordRefusal(buying, intended.value, deps);
  if (refusal) return { ok: false as const, refusal };
  if (intended.value.to === 'nothing') return ok<DecidedChange>({ step: undefined, writes: [] });
  const waits = await renewalAwaits(before, at, deps);
  if (waits) return refuse('subscription_in_progress', { description: waits });
  const decided = await decideTerms({ before, parent, offer }, intended.value, buying, deps);
  if (!decided.ok) return decided;
  const after = changed(before, intended.value, at, decided.value.term);
  const step = { before, after, trigger: triggerOf(intended.value), occurredAt: at };
  return ok<DecidedChange>({ step, writes: decided.value.writes });
}

const triggerOf = ({ to, amendment }: IntendedChange): Trigger =>
  to === 'amend'
    ? amendment.quantity === undefined
      ? 'amend'
      : 'resize'
    : to === 'suspend'
      ? 'suspend'
      : 'reactivate';

/** Commerce contract 15: only when the reseller of record changes. */
async function resellerOfRecordRefusal({ caller, at }: Buying, { amendment }: IntendedChange, { table }: Deps) {
  const { resellerOfRecord } = amendment;
  if (resellerOfRecord === undefined) return undefined;
  const partner = caller.account.partner;
  const standing = await networkStore(table).reseller(caller.tenantId, resellerOfRecord, at);
  return resellerRefusal(
    resellerOfRecord,
    { isIndirect: partner?.programRole === 'indirectProvider', networkId: partner?.mpnId },
    standing,
  );
}

interface Sold extends ToChange {
  readonly offer: Offer;
}

type Decision = { readonly term?: NewTerm; readonly writes: readonly Write[] };

/** What is a purchase in this change is checked like one: seats added, and a new term after the end of the old one. */
async function decideTerms(sold: Sold, intended: IntendedChange, buying: Buying, deps: Deps) {
  const { before, offer } = sold;
  const { at, caller } = buying;
  const isBehind = sold.parent !== undefined && needsNewTerm(before, sold.parent);
  const isNewTerm = intended.to === 'reactivate' && (isTermOver(before, at) || isBehind);
  if (!isNewTerm && intended.addedSeats === 0) return ok<Decision>({ writes: [] });
  const account = newBusinessRefusal(caller, at);
  if (account) return refuse(account);
  const purchase = await checkPurchase(buying, deps);
  if (!purchase.ok) return purchase;
  if (isNewTerm) return newTermOf(sold, at, deps);
  const quantity = before.quantity + intended.addedSeats;
  const line = { lineNumber: 0, itemId: offer.id, quantity, billingCycle: before.billingCycle };
  const priced = await priceLines(buying, [line], deps);
  const context = lineContext(buying, priced, await loadLimits(buying, priced, deps), NO_HOLDINGS);
  const refusal = growthRefusal({ subscription: before, offer, quantity }, context);
  if (refusal) return { ok: false as const, refusal };
  const overLimit = overCredit(purchase.value, addedCharge(before, intended.addedSeats, at));
  if (overLimit) return { ok: false as const, refusal: overLimit };
  return ok<Decision>({ writes: allowanceWrites(context.allowances, offer.id, intended.addedSeats) });
}

/**
 * SUB-4: back after the end of the term: twelve months from today at today's price. An add-on comes back in its base's term and
 * cycle, also where the base has begun another one than the add-on was suspended in.
 */
async function newTermOf({ before, parent, offer }: Sold, at: Buying['at'], { table }: Deps) {
  const lock = await priceOfTerm(before, at, table);
  if (!lock) {
    const missing = await missingRateOfTerm(before, at, table);
    const why = missing
      ? `begins no new term: ${missingRateText(missing)}.`
      : 'is no longer sold, and its term is over.';
    return refuse('offer_not_sold', { description: `${offer.name} ${why}` });
  }
  const { billingCycle } = parent ?? before;
  const term = parent ? termOfBase(parent, lock) : firstTerm(utcDay(at), lock);
  return ok<Decision>({ term: { ...term, billingCycle }, writes: [] });
}
