import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { newBusinessRefusal } from '../../../../shared/http/authorize.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  addedCharge,
  allowanceWrites,
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
import {
  firstTerm,
  isTermOver,
  type Subscription,
  statusAt,
  type Term,
  type Trigger,
  termOfBase,
} from '../domain/subscription.ts';
import { changed, type IntendedChange, intendedChange } from '../domain/subscription-change.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps, SubscriptionsOperation, SubscriptionsRoutes } from './dependencies.ts';
import { loadSubscription, scopeOf } from './load-subscription.ts';
import { saveWithAddOns } from './save-family.ts';
import { seatsGivenBack, settleSubscription } from './settle-subscription.ts';
import { toSubscriptionWire } from './subscription-wire.ts';
import { priceOfTerm } from './term-prices.ts';

type PatchCall = Call<SubscriptionsRoutes['changeSubscription']>;

/**
 * SUB-2 to SUB-5, ORD-5: changes seats, status, name, renewal flag or reseller of record, all together or nothing.
 * Members that equal what is stored are ignored. Seats added and a new term are purchases, with all their checks; a
 * suspension is not: an ended agreement must not trap a partner. Add-ons follow their base.
 */
export const changeSubscription: SubscriptionsOperation<'changeSubscription'> = async (call, deps) => {
  const { table } = deps;
  const done = await retryOnConflict(async () => {
    const loaded = await loadSettled(call, deps);
    if (!loaded.ok) return loaded;
    const before = loaded.value;
    if (!etagMatches(call.ifMatch, etagOf(before.subscriptionId, before.version))) return refuse('stale_etag');
    const facts = await loadFacts(before, call, deps);
    const intended = intendedChange(before, wishOf(call), facts);
    if (!intended.ok) return intended;
    const refusal = await resellerOfRecordRefusal(call, intended.value, deps);
    if (refusal) return { ok: false as const, refusal };
    if (intended.value.to === 'nothing') return ok(before);
    const decided = await decideTerms(before, intended.value, { ...facts, call, deps });
    if (!decided.ok) return decided;
    const after = changed(before, intended.value, call.at, decided.value.term);
    const step = { before, after, trigger: triggerOf(intended.value), occurredAt: call.at };
    const released = Math.max(0, before.quantity - after.quantity);
    const also = [...decided.value.writes, ...(await seatsGivenBack(before, released, table)), call.customer.unchanged];
    await saveWithAddOns(step, { cause: call.cause, also }, table);
    return ok(after);
  });
  if (!done.ok) return done;
  const catalogue = await catalogueStore(table).read();
  return ok({
    status: 200,
    body: await toSubscriptionWire(done.value, { at: call.at, catalogue, licences: deps.licences }),
  });
};

/**
 * The subscription after everything that has fallen due before this change, also of its base: a term that a suspended
 * add-on comes back to is that of the base as it is now.
 */
async function loadSettled(call: PatchCall, deps: SubscriptionsDeps) {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const { status, parentSubscriptionId } = found.value;
  if (status === 'suspended' && parentSubscriptionId !== undefined)
    await settleSubscription({ ...scopeOf(call), subscriptionId: parentSubscriptionId }, call.at, call.cause, deps);
  else if (status === 'active' && isTermOver(found.value, call.at))
    await settleSubscription(scopeOf(call), call.at, call.cause, deps);
  else return found;
  return loadSubscription(call, deps);
}

const wishOf = ({ body }: PatchCall) => ({
  quantity: body.quantity,
  status: body.status,
  friendlyName: body.friendlyName,
  autoRenewEnabled: body.autoRenewEnabled,
  resellerOfRecord: body.partnerId,
  billingCycle: body.billingCycle,
});

const triggerOf = ({ to, amendment }: IntendedChange): Trigger =>
  to === 'amend'
    ? amendment.quantity === undefined
      ? 'amend'
      : 'resize'
    : to === 'suspend'
      ? 'suspend'
      : 'reactivate';

interface Facts {
  readonly at: PatchCall['at'];
  readonly offer: Offer;
  readonly minimumQuantity: number;
  readonly parent: Subscription | undefined;
  readonly parentStatus: Subscription['status'] | undefined;
}

async function loadFacts(before: Subscription, call: PatchCall, { table }: SubscriptionsDeps): Promise<Facts> {
  const offer = findOffer(await catalogueStore(table).read(), before.offerId);
  invariant(offer, 'what was sold is in the catalogue');
  const parent =
    before.parentSubscriptionId === undefined
      ? undefined
      : await subscriptionStore(table).load({ ...before, subscriptionId: before.parentSubscriptionId });
  return {
    at: call.at,
    offer,
    minimumQuantity: offer.minimumQuantity,
    parent,
    parentStatus: parent && statusAt(parent, call.at),
  };
}

/** Commerce contract 15: only when the reseller of record changes. */
async function resellerOfRecordRefusal(
  { caller, at }: PatchCall,
  { amendment }: IntendedChange,
  { table }: SubscriptionsDeps,
) {
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

type Decision = { readonly term?: Term; readonly writes: ReturnType<typeof allowanceWrites> };

/** What is a purchase in this change is checked like one: seats added, and a new term after the end of the old one. */
async function decideTerms(
  before: Subscription,
  intended: IntendedChange,
  { call, deps, offer, parent }: Facts & { call: PatchCall; deps: SubscriptionsDeps },
) {
  const isNewTerm = intended.to === 'reactivate' && isTermOver(before, call.at);
  if (!isNewTerm && intended.addedSeats === 0) return ok<Decision>({ writes: [] });
  const account = newBusinessRefusal(call.caller, call.at);
  if (account) return refuse(account);
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  if (isNewTerm) return newTermOf(before, parent, { call, deps, offer });
  const quantity = before.quantity + intended.addedSeats;
  const line = { lineNumber: 0, itemId: offer.id, quantity, billingCycle: before.billingCycle };
  const priced = await priceLines(call, [line], deps);
  const context = lineContext(call, priced, await loadLimits(call, priced, deps), NO_HOLDINGS);
  const refusal = growthRefusal({ subscription: before, offer, quantity }, context);
  if (refusal) return { ok: false as const, refusal };
  const overLimit = overCredit(purchase.value, addedCharge(before, intended.addedSeats, call.at));
  if (overLimit) return { ok: false as const, refusal: overLimit };
  return ok<Decision>({ writes: allowanceWrites(context.allowances, offer.id, intended.addedSeats) });
}

/** SUB-4: back after the end of the term: twelve months from today at today's price, an add-on in its base's term. */
async function newTermOf(
  before: Subscription,
  parent: Subscription | undefined,
  { call, deps, offer }: { call: PatchCall; deps: SubscriptionsDeps; offer: Offer },
) {
  const lock = await priceOfTerm(before, call.at, deps.table);
  if (!lock) return refuse('offer_not_sold', { description: `${offer.name} is no longer sold, and its term is over.` });
  const term = parent ? termOfBase(parent, lock) : firstTerm(utcDay(call.at), lock);
  return ok<Decision>({ term, writes: [] });
}
