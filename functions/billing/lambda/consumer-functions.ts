import { followCustomer, followOffer, followPartner, followRelationship } from '../accounts/operations/follow-names.ts';
import { recordChangedSubscription, recordCreatedSubscription } from '../history/operations/record-subscription.ts';

/** One function for each consumer. */
export const billingConsumerFunctions = {
  recordCreatedSubscription,
  recordChangedSubscription,
  followPartner,
  followCustomer,
  followRelationship,
  followOffer,
} as const;
