import { type Day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { deprovisionAt, type Subscription, type SubscriptionStatus, statusAt } from './subscription.ts';

/** What a partner asks for among all that it sold; what is absent asks for nothing. */
export interface SubscriptionFilter {
  readonly status?: SubscriptionStatus | undefined;
  readonly renewsBefore?: Day | undefined;
  readonly deprovisionsBefore?: Day | undefined;
}

/**
 * SUB-7: whether a subscription meets every condition of a filter, with the status that counts at `at`. Days are whole
 * UTC days, and what happens on the named day itself is not before it.
 */
export const meets = (filter: SubscriptionFilter, of: Subscription, at: Instant): boolean =>
  (filter.status === undefined || statusAt(of, at) === filter.status) &&
  (filter.renewsBefore === undefined || renewsBefore(of, filter.renewsBefore)) &&
  (filter.deprovisionsBefore === undefined || deprovisionsBefore(of, filter.deprovisionsBefore, at));

/** SUB-1: it is active, renewal is on, and the next term begins before the day. An add-on renews with its base. */
const renewsBefore = (of: Subscription, day: Day): boolean =>
  of.status === 'active' && of.autoRenewEnabled && of.termEndOn !== undefined && of.termEndOn < day;

/** SUB-4: it is suspended, and its 60 days end before the day begins. One that is gone already is not waited for. */
const deprovisionsBefore = (of: Subscription, day: Day, at: Instant): boolean =>
  statusAt(of, at) === 'suspended' && deprovisionAt(of)! < startOfDay(day);
