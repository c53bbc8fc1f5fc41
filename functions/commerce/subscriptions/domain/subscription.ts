import { invariant } from '../../../../shared/kernel/invariant.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import { addDaysTo, addMonths, type Day, type Instant, monthsElapsed, utcDay } from '../../../../shared/kernel/time.ts';
import type { PriceLock } from '../../buying/domain/price-lock.ts';
import type { BillingCycle, Family, Segment } from '../../catalogue/domain/offer.ts';
import type { RoleAssignment } from './role-assignment.ts';
import { type SubscriptionStatus, TRANSITIONS, type Trigger } from './transitions.ts';

export {
  canTransit,
  SUBSCRIPTION_STATUSES,
  type SubscriptionStatus,
  TRANSITIONS,
  type Trigger,
} from './transitions.ts';

/**
 * A subscription is seats of one offer that one partner sold to one customer, for terms of twelve months; or metered
 * use of an offer, without term. Add-ons are subscriptions of their own that end with their base.
 */
export type SuspensionReason =
  | 'CustomerCancellation'
  | 'ParentSuspended'
  | 'NonPayment'
  | 'ProgramAction'
  | 'Expiration';

/** A reseller of an indirect provider that supports the customer in its place (commerce contract 9.4). */
export interface SupportContact {
  readonly tenantId: string;
  readonly networkId: string;
  readonly name: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly partnerId: string;
  readonly customerId: string;
  readonly customerCountry: string;
  /** Currency in which the partner pays (PRG-10). */
  readonly currency: string;
  readonly orderId: string;
  readonly lineNumber: number;
  readonly offerId: string;
  readonly offerName: string;
  readonly family: Family;
  readonly planId: string;
  readonly unitType: string;
  readonly segment: Segment;
  readonly friendlyName: string;
  readonly quantity: number;
  readonly billingType: 'license' | 'usage';
  readonly billingCycle: BillingCycle;
  readonly parentSubscriptionId?: string | undefined;
  /** Add-ons bought for this base, and how often that list changed: who changes the base counts on it. */
  readonly addOnIds: readonly string[];
  readonly addOnsVersion: number;
  readonly status: SubscriptionStatus;
  readonly suspensionReason?: SuspensionReason | undefined;
  readonly suspendedAt?: Instant | undefined;
  readonly autoRenewEnabled: boolean;
  /** Network id of the reseller of record. */
  readonly resellerOfRecord?: string | undefined;
  readonly createdAt: Instant;
  readonly anchorOn: Day;
  readonly termStartOn: Day;
  /** Day after the last of the term; absent for usage. */
  readonly termEndOn?: Day | undefined;
  readonly priceLock?: PriceLock | undefined;
  /** How often a base began to run; absent of add-ons, and of what was bought before this was counted. */
  readonly activations?: number | undefined;
  /** The reseller whom the customer turns to; absent: the partner itself. */
  readonly supportContact?: SupportContact | undefined;
  /** While the program itself holds it or its base suspended: no early-termination fee is due (SUB-6). */
  readonly isSuspendedByProgram?: true | undefined;
  /** Why the program last held it, or let it go, in its own words. */
  readonly programReason?: string | undefined;
  /** Why it stays suspended once the program lets go of it. */
  readonly suspendedBefore?: SuspensionReason | undefined;
  /** When it went on with another partner, because this one is out of business (PRG-9). */
  readonly rehomedAt?: Instant | undefined;
  /** Metered use: when it was registered, and when its entitlement was cancelled. */
  readonly registeredAt?: Instant | undefined;
  readonly entitlementCancelledAt?: Instant | undefined;
  /** Metered use: who of the customer may manage it (DAP-4). */
  readonly roleAssignments?: readonly RoleAssignment[] | undefined;
  /** Stored before pools were kept: its seats are in none, and enter theirs whole with its next save. */
  readonly isUnpooled?: true | undefined;
  readonly version: number;
}

/** Carries a trigger out: next status, next version, and what else changes. @throws InvariantError where the table has no way. */
export function transit(before: Subscription, trigger: Trigger, changes: Partial<Subscription> = {}): Subscription {
  const status = TRANSITIONS[trigger][before.status];
  invariant(status !== undefined, `${trigger} leads somewhere from ${before.status}`);
  const { isUnpooled: _, ...pooled } = before;
  return { ...pooled, ...changes, status, version: before.version + 1 };
}

/** SUB-4: days between suspension and deprovisioning. */
export const RETENTION_DAYS = 60;
/** SUB-1: months of a term. */
export const TERM_MONTHS = 12;

export const deprovisionAt = ({ suspendedAt }: Subscription): Instant | undefined =>
  suspendedAt && addDaysTo(suspendedAt, RETENTION_DAYS);

/** SUB-4: a suspended subscription is gone when its 60 days are over, judged to the millisecond, recorded or not. */
export const isGone = (of: Subscription, at: Instant): boolean =>
  of.status === 'deleted' || (of.status === 'suspended' && deprovisionAt(of)! <= at);

/** The status as it counts at an instant, whether the daily job has recorded it or not. */
export const statusAt = (of: Subscription, at: Instant): SubscriptionStatus => (isGone(of, at) ? 'deleted' : of.status);

/** Price, anchor and term of a subscription. */
export interface Term {
  readonly anchorOn: Day;
  readonly termStartOn: Day;
  readonly termEndOn: Day;
  readonly priceLock: PriceLock;
}

/** One that a subscription comes back in, and the cycle in which it is charged. */
export interface NewTerm extends Term {
  readonly billingCycle: BillingCycle;
}

/** A term of twelve months that begins at an anchor of its own. */
export const firstTerm = (startOn: Day, priceLock: PriceLock): Term => ({
  anchorOn: startOn,
  termStartOn: startOn,
  termEndOn: addMonths(startOn, TERM_MONTHS),
  priceLock,
});

/** SUB-1: the term after the running one, counted from the anchor so that 29 February comes back (billing contract R2). */
export function nextTerm(of: Subscription, priceLock: PriceLock): Term {
  invariant(of.termEndOn, 'only a subscription with a term renews');
  const months = monthsElapsed(of.anchorOn, of.termEndOn) + TERM_MONTHS;
  return {
    anchorOn: of.anchorOn,
    termStartOn: of.termEndOn,
    termEndOn: addMonths(of.anchorOn, months),
    priceLock,
  };
}

/** SUB-2: an add-on takes anchor and term of its base; its price is of its own purchase day. */
export const termOfBase = (base: Subscription, priceLock: PriceLock): Term => {
  invariant(base.termEndOn, 'a base has a term');
  const { anchorOn, termStartOn, termEndOn } = base;
  return { anchorOn, termStartOn, termEndOn, priceLock };
};

/** The partner's agreement, as far as renewals depend on it. */
export interface PartnerAgreement {
  readonly isSigned: boolean;
  readonly endedOn?: Day | undefined;
}

/** SUB-1, PRG-8: a term renews by itself while the flag is on, the agreement runs on its first day, and a price is there. */
export const renewsOn = (of: Subscription, agreement: PartnerAgreement, isPriced: boolean): boolean =>
  of.autoRenewEnabled &&
  isPriced &&
  agreement.isSigned &&
  (agreement.endedOn === undefined || of.termEndOn === undefined || agreement.endedOn > of.termEndOn);

/**
 * PRG-8: the first day on which an active subscription is not served any more because its partner's run-off is over by
 * `at`; undefined while it is not, and for a term that ended before.
 */
export function runOffEndBefore(of: Subscription, { endedOn }: PartnerAgreement, at: Instant): Day | undefined {
  const end = endedOn && runOffEndsOn(endedOn);
  return end && end <= utcDay(at) && (of.termEndOn === undefined || end < of.termEndOn) ? end : undefined;
}

/** True from the first instant of the day after the term's last. */
export const isTermOver = (of: Subscription, at: Instant): boolean =>
  of.termEndOn !== undefined && of.termEndOn <= utcDay(at);

export const resized = (before: Subscription, quantity: number): Subscription =>
  transit(before, 'resize', { quantity });

export type Amendment = Partial<
  Pick<
    Subscription,
    | 'friendlyName'
    | 'autoRenewEnabled'
    | 'resellerOfRecord'
    | 'quantity'
    | 'supportContact'
    | 'registeredAt'
    | 'entitlementCancelledAt'
    | 'roleAssignments'
  >
>;
export const amended = (before: Subscription, amendment: Amendment): Subscription =>
  transit(before, amendment.quantity === undefined ? 'amend' : 'resize', amendment);

/** SUB-4, SUB-5: access ends, the data stays for 60 days. */
export const suspended = (
  before: Subscription,
  reason: SuspensionReason,
  at: Instant,
  amendment: Amendment = {},
): Subscription =>
  transit(before, 'suspend', {
    ...amendment,
    suspensionReason: reason,
    suspendedAt: at,
    ...(reason === 'ProgramAction' && { isSuspendedByProgram: true }),
  });

/** SUB-5: an add-on is suspended with its base; by the program where that was suspended by it. */
export const suspendedWithBase = (addOn: Subscription, base: Subscription, at: Instant): Subscription => ({
  ...suspended(addOn, 'ParentSuspended', at),
  ...(base.isSuspendedByProgram && { isSuspendedByProgram: true }),
});

/** SUB-1: the end of a term that does not renew, at the first instant after it. */
export const expired = (before: Subscription, at: Instant): Subscription =>
  transit(before, 'expire', { suspensionReason: 'Expiration', suspendedAt: at });

/** What is said only of a suspended subscription. */
const NOT_SUSPENDED = {
  suspensionReason: undefined,
  suspendedAt: undefined,
  isSuspendedByProgram: undefined,
  programReason: undefined,
  suspendedBefore: undefined,
} as const satisfies Partial<Subscription>;

/** SUB-4: active again, in the running term or in a new one. */
export const reactivated = (before: Subscription, amendment: Amendment = {}, term?: NewTerm): Subscription =>
  transit(before, 'reactivate', {
    ...amendment,
    ...term,
    ...NOT_SUSPENDED,
    ...(before.parentSubscriptionId === undefined && { activations: (before.activations ?? 0) + 1 }),
  });

/** SUB-1: twelve months more, at the price of their first day. */
export const renewed = (before: Subscription, term: Term): Subscription => transit(before, 'renew', term);

/** ORD-3: another billing cycle begins a new term. */
export const recycled = (before: Subscription, billingCycle: BillingCycle, term: Term): Subscription =>
  transit(before, 'changeCycle', { billingCycle, ...term });

/** SUB-4: the data is gone for good; the id stays readable. */
export const deprovisioned = (before: Subscription): Subscription => transit(before, 'deprovision');

/** PRG-9: it goes on with another partner; with this one its id stays readable. */
export const handedOver = (before: Subscription, at: Instant): Subscription =>
  transit(before, 'handOver', { rehomedAt: at });

/** Sandbox only: an order was cancelled. */
export const removed = (before: Subscription): Subscription => transit(before, 'remove', NOT_SUSPENDED);

/** Names of the members that strangers see and that differ. */
export const changedMembers = (before: object, after: object): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      JSON.stringify((before as Record<string, unknown>)[name]) !==
      JSON.stringify((after as Record<string, unknown>)[name]),
  );
