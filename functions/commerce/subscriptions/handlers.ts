import { changeSubscription } from './operations/change-subscription.ts';
import { deprovisionSubscriptions } from './operations/deprovision-subscriptions.ts';
import { endSalesOfRunOffs } from './operations/end-sales-of-run-offs.ts';
import { eraseSales } from './operations/erase-sales.ts';
import { followAgreement } from './operations/follow-agreement.ts';
import { followBase } from './operations/follow-base.ts';
import { reactivateByProgram, suspendByProgram } from './operations/hold-by-program.ts';
import { listAddOns } from './operations/list-add-ons.ts';
import { listPartnerSubscriptions } from './operations/list-partner-subscriptions.ts';
import { listSubscriptionHistory } from './operations/list-subscription-history.ts';
import { listSubscriptions } from './operations/list-subscriptions.ts';
import { notePlace } from './operations/note-place.ts';
import {
  activateSubscription,
  convertSubscription,
  listConversions,
  listSubscriptionActivationLinks,
  listTransitionEligibilities,
  listTransitions,
  listUpgrades,
  transitionSubscription,
  upgradeSubscription,
} from './operations/nothing-to-convert.ts';
import { poolFormerSeats } from './operations/pool-former-seats.ts';
import { renewSubscriptions } from './operations/renew-subscriptions.ts';
import { setSupportContact } from './operations/set-support-contact.ts';
import { viewSubscription } from './operations/view-subscription.ts';
import { viewSubscriptionProvisioning } from './operations/view-subscription-provisioning.ts';
import { viewSupportContact } from './operations/view-support-contact.ts';

/** What answers each route of the slice. */
export const subscriptionsOperations = {
  listSubscriptions,
  listPartnerSubscriptions,
  viewSubscription,
  changeSubscription,
  listAddOns,
  viewSubscriptionProvisioning,
  viewSupportContact,
  setSupportContact,
  suspendByProgram,
  reactivateByProgram,
  listSubscriptionHistory,
  listSubscriptionActivationLinks,
  activateSubscription,
  listConversions,
  convertSubscription,
  listUpgrades,
  upgradeSubscription,
  listTransitionEligibilities,
  listTransitions,
  transitionSubscription,
} as const;

/** What takes each event that the slice listens to. */
export const subscriptionsConsumerFunctions = {
  followAgreement,
  followBase,
  notePlace,
  notePlaceAgain: notePlace,
  eraseSales,
} as const;

/** What each job of the slice does. */
export const subscriptionsJobFunctions = {
  renewSubscriptions,
  deprovisionSubscriptions,
  endSalesOfRunOffs,
  poolFormerSeats,
} as const;
