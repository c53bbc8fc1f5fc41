import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import {
  addMonths,
  type Day,
  type Instant,
  monthsElapsed,
  startOfDay,
  utcDay,
} from '../../../../shared/kernel/time.ts';
import type { PriceLock } from '../../buying/domain/price-lock.ts';
import { type BillingCycle, type Offer, priceSegment } from '../../catalogue/domain/offer.ts';
import { type Subscription, TERM_MONTHS } from '../../subscriptions/domain/subscription.ts';

/** What the operator says of a direct subscription that a customer has already. */
export interface LoadedSubscription {
  readonly subscriptionId: string;
  readonly quantity: number;
  readonly billingCycle: BillingCycle;
  readonly friendlyName?: string | undefined;
  readonly parentSubscriptionId?: string | undefined;
  readonly autoRenewEnabled?: boolean | undefined;
  /** First day; absent: a year before the end of the term, or today. */
  readonly startOn?: Day | undefined;
  /** Day after the last of the running term; absent: counted from the first day. */
  readonly endOn?: Day | undefined;
}

export interface RunningTerm {
  readonly anchorOn: Day;
  readonly termStartOn: Day;
  readonly termEndOn: Day;
}

/**
 * The twelve months, counted from the first day, that run today (SUB-1). Undefined where the days contradict each other: it begins
 * after today, ends by today or in more than a year, or the end is not that of a term from the first day on.
 */
export function runningTerm(
  { startOn, endOn }: Pick<LoadedSubscription, 'startOn' | 'endOn'>,
  today: Day,
): RunningTerm | undefined {
  const anchorOn = startOn ?? (endOn ? addMonths(endOn, -TERM_MONTHS) : today);
  if (anchorOn > today) return undefined;
  const terms = Math.floor(monthsElapsed(anchorOn, today) / TERM_MONTHS);
  const term = {
    anchorOn,
    termStartOn: addMonths(anchorOn, terms * TERM_MONTHS),
    termEndOn: addMonths(anchorOn, (terms + 1) * TERM_MONTHS),
  };
  return endOn === undefined || endOn === term.termEndOn ? term : undefined;
}

/** SUB-8: a direct subscription as it is loaded, at its first version. Metered use has neither term nor price. */
export function loadedSubscription(
  loaded: LoadedSubscription,
  about: {
    readonly at: Instant;
    readonly customerId: string;
    readonly country: string;
    readonly currency: string;
    readonly offer: Offer;
    readonly term: RunningTerm;
    readonly priceLock: PriceLock | undefined;
  },
): Subscription {
  const { offer, term, priceLock } = about;
  const { subscriptionId, quantity, billingCycle, parentSubscriptionId } = loaded;
  const isSeats = offer.billing === 'license';
  return {
    subscriptionId,
    partnerId: DIRECT_CHANNEL,
    customerId: about.customerId,
    customerCountry: about.country,
    currency: about.currency,
    orderId: subscriptionId,
    lineNumber: 0,
    offerId: offer.id,
    offerName: offer.name,
    family: offer.family,
    planId: offer.plan.id,
    unitType: offer.unitType,
    segment: priceSegment(offer),
    friendlyName: loaded.friendlyName ?? offer.name,
    quantity,
    billingType: offer.billing,
    billingCycle,
    parentSubscriptionId,
    addOnIds: [],
    addOnsVersion: 0,
    status: 'active',
    autoRenewEnabled: isSeats && (loaded.autoRenewEnabled ?? offer.isAutoRenewable),
    createdAt: term.anchorOn === utcDay(about.at) ? about.at : startOfDay(term.anchorOn),
    anchorOn: term.anchorOn,
    termStartOn: term.termStartOn,
    ...(isSeats && { termEndOn: term.termEndOn, priceLock }),
    ...(parentSubscriptionId === undefined && { activations: 1 }),
    version: 1,
  };
}
