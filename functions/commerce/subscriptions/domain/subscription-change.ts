import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { PriceLock } from '../../buying/domain/price-lock.ts';
import {
  type Amendment,
  amended,
  expired,
  isGone,
  type NewTerm,
  reactivated,
  recycled,
  renewed,
  type Subscription,
  suspended,
  suspendedWithBase,
  type Trigger,
  termOfBase,
} from './subscription.ts';

/** What a PATCH asks for; absent members keep what is stored (commerce contract 9.3). */
export interface ChangeWish {
  readonly quantity?: number | undefined;
  readonly status?: 'active' | 'suspended' | 'deleted' | undefined;
  readonly friendlyName?: string | undefined;
  readonly autoRenewEnabled?: boolean | undefined;
  readonly resellerOfRecord?: string | undefined;
  readonly billingCycle?: string | undefined;
}

export type ChangeRefusal = Refusal<
  | 'subscription_deleted'
  | 'cycle_changes_through_order'
  | 'status_transition_invalid'
  | 'seats_fixed_while_suspended'
  | 'seats_fixed'
  | 'auto_renew_fixed'
  | 'not_reactivable'
  | 'parent_not_active'
  | 'quantity_outside_limits'
>;

/** What the wish comes down to once it is compared with what is stored. */
export interface IntendedChange {
  readonly to: 'suspend' | 'reactivate' | 'amend' | 'nothing';
  readonly amendment: Amendment;
  /** Seats that come on top: then the checks of a purchase apply. */
  readonly addedSeats: number;
}

export interface ChangeFacts {
  readonly at: Instant;
  readonly minimumQuantity: number;
  /** Status of the base of an add-on, as it counts now. */
  readonly parentStatus?: 'active' | 'suspended' | 'deleted' | undefined;
}

type Rule = (before: Subscription, wish: ChangeWish, facts: ChangeFacts) => ChangeRefusal['name'] | undefined;

const notDeleted: Rule = (before, _, { at }) => (isGone(before, at) ? 'subscription_deleted' : undefined);

const cycleKept: Rule = (before, { billingCycle }) =>
  billingCycle !== undefined && billingCycle !== before.billingCycle ? 'cycle_changes_through_order' : undefined;

const noDeletion: Rule = (_, { status }) => (status === 'deleted' ? 'status_transition_invalid' : undefined);

const seatsKeptWithStatus: Rule = (before, { quantity, status }) => {
  const isChanged = quantity !== undefined && quantity !== before.quantity;
  const isStatusChanged = status !== undefined && status !== before.status;
  return isChanged && (before.status === 'suspended' || isStatusChanged) ? 'seats_fixed_while_suspended' : undefined;
};

const usageHasNoSeats: Rule = (before, { quantity }) =>
  before.billingType === 'usage' && quantity !== undefined && quantity !== before.quantity ? 'seats_fixed' : undefined;

/** An add-on renews with its base; metered use has no term. */
const renewalKept: Rule = (before, { autoRenewEnabled }) =>
  autoRenewEnabled !== undefined &&
  autoRenewEnabled !== before.autoRenewEnabled &&
  (before.billingType === 'usage' || before.parentSubscriptionId !== undefined)
    ? 'auto_renew_fixed'
    : undefined;

const isReactivation = (before: Subscription, { status }: ChangeWish): boolean =>
  status === 'active' && before.status === 'suspended';

const mayComeBack: Rule = (before, wish) =>
  isReactivation(before, wish) && before.suspensionReason === 'ProgramAction' ? 'not_reactivable' : undefined;

const parentActive: Rule = (before, wish, { parentStatus }) =>
  isReactivation(before, wish) && before.parentSubscriptionId !== undefined && parentStatus !== 'active'
    ? 'parent_not_active'
    : undefined;

const notBelowMinimum: Rule = (before, { quantity }, { minimumQuantity }) =>
  quantity !== undefined && quantity < before.quantity && quantity < minimumQuantity
    ? 'quantity_outside_limits'
    : undefined;

/** SUB-1 … SUB-5: the rules of a change, in the order in which they answer. */
const RULES: readonly Rule[] = [
  notDeleted,
  cycleKept,
  noDeletion,
  usageHasNoSeats,
  seatsKeptWithStatus,
  renewalKept,
  mayComeBack,
  parentActive,
  notBelowMinimum,
];

/** Judges a wish: one change or a refusal. All members of one request succeed together or not at all. */
export function intendedChange(
  before: Subscription,
  wish: ChangeWish,
  facts: ChangeFacts,
): Result<IntendedChange, ChangeRefusal> {
  for (const rule of RULES) {
    const name = rule(before, wish, facts);
    if (name) return refuse(name, detailOf(name, before));
  }
  const amendment = amendmentOf(before, wish);
  const isSuspension = wish.status === 'suspended' && before.status === 'active';
  const to = isSuspension
    ? 'suspend'
    : isReactivation(before, wish)
      ? 'reactivate'
      : Object.keys(amendment).length > 0
        ? 'amend'
        : 'nothing';
  return ok({ to, amendment, addedSeats: Math.max(0, (amendment.quantity ?? 0) - before.quantity) });
}

/** A partner that cannot bring a subscription back is told why the program holds it. */
const detailOf = (name: ChangeRefusal['name'], { programReason }: Subscription) =>
  name === 'not_reactivable' && programReason !== undefined
    ? { description: `The program suspended this subscription: ${programReason}` }
    : undefined;

/** Members that differ from what is stored; `''` for the reseller leaves it as it is. */
function amendmentOf(before: Subscription, wish: ChangeWish): Amendment {
  const { quantity, friendlyName, autoRenewEnabled, resellerOfRecord } = wish;
  return {
    ...(quantity !== undefined && quantity !== before.quantity && { quantity }),
    ...(friendlyName !== undefined && friendlyName !== before.friendlyName && { friendlyName }),
    ...(autoRenewEnabled !== undefined && autoRenewEnabled !== before.autoRenewEnabled && { autoRenewEnabled }),
    ...(resellerOfRecord && resellerOfRecord !== before.resellerOfRecord && { resellerOfRecord }),
  };
}

/** Carries an intended change out. `term` is the new term of a reactivation after the end of the old one. */
export function changed(
  before: Subscription,
  { to, amendment }: IntendedChange,
  at: Instant,
  term?: NewTerm,
): Subscription {
  switch (to) {
    case 'suspend':
      return suspended(before, 'CustomerCancellation', at, amendment);
    case 'reactivate':
      return reactivated(before, amendment, term);
    case 'amend':
      return amended(before, amendment);
    case 'nothing':
      return before;
  }
}

/** A step that an add-on takes because of its base. */
export interface FollowingStep {
  readonly after: Subscription;
  readonly trigger: Trigger;
}

/**
 * What an add-on does once its base is as it is now; undefined: nothing (SUB-2, SUB-5, billing contract R8). It is
 * suspended with the base and comes back with it (one that the partner suspended does not), takes the base's new
 * terms and cycle at a price of its own, and its renewal flag. Judged by state, so it can be asked again.
 *
 * @param priceLock price of the day for a new term; without one the add-on ends where the base goes on.
 */
export function followBase(
  addOn: Subscription,
  base: Subscription,
  at: Instant,
  priceLock: PriceLock | undefined,
): FollowingStep | undefined {
  if (isGone(addOn, at)) return undefined;
  if (base.status !== 'active')
    return addOn.status === 'active' ? { after: suspendedWithBase(addOn, base, at), trigger: 'suspend' } : undefined;
  const { autoRenewEnabled, billingCycle } = base;
  const flag = addOn.autoRenewEnabled === autoRenewEnabled ? {} : { autoRenewEnabled };
  const isBehind = needsNewTerm(addOn, base);
  const term = isBehind && priceLock ? termOfBase(base, priceLock) : undefined;
  if (addOn.status === 'suspended') {
    if (addOn.suspensionReason !== 'ParentSuspended' || (isBehind && !term)) return undefined;
    const after = reactivated(addOn, flag, term && { ...term, billingCycle });
    return { after, trigger: 'reactivate' };
  }
  if (isBehind && !term) return { after: expired(addOn, at), trigger: 'expire' };
  if (term && addOn.billingCycle !== billingCycle)
    return { after: { ...recycled(addOn, billingCycle, term), ...flag }, trigger: 'changeCycle' };
  if (term) return { after: { ...renewed(addOn, term), ...flag }, trigger: 'renew' };
  return 'autoRenewEnabled' in flag ? { after: amended(addOn, flag), trigger: 'amend' } : undefined;
}

/** The base has begun a term that the add-on has not: of two that begin on one day the cycle tells them apart. */
export const needsNewTerm = (addOn: Subscription, base: Subscription): boolean =>
  addOn.anchorOn !== base.anchorOn || addOn.termEndOn !== base.termEndOn || addOn.billingCycle !== base.billingCycle;
