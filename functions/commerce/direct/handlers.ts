import { cancelDirectSubscription, cancelMySubscription } from './operations/cancel-direct-subscription.ts';
import { changeMySubscription } from './operations/change-my-subscription.ts';
import { listDirectSubscriptions } from './operations/list-direct-subscriptions.ts';
import { listMySubscriptions } from './operations/list-my-subscriptions.ts';
import { loadDirectSubscriptions } from './operations/load-direct-subscriptions.ts';
import { eraseCustomersPartners, noteCustomersPartner, notePartnerSupport } from './operations/note-partners.ts';
import { placeMyOrder } from './operations/place-my-order.ts';
import { viewPurchaseNotice } from './operations/view-purchase-notice.ts';

/** What answers each route of the slice. */
export const directOperations = {
  listMySubscriptions,
  viewPurchaseNotice,
  placeMyOrder,
  changeMySubscription,
  cancelMySubscription,
  listDirectSubscriptions,
  cancelDirectSubscription,
  loadDirectSubscriptions,
} as const;

/** What takes each event that the slice listens to. */
export const directConsumerFunctions = {
  noteCustomersPartner,
  notePartnerSupport,
  eraseCustomersPartners,
} as const;
