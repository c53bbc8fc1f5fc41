import { followCustomer, followOffer, followPartner, followRelationship } from '../operations/follow-names.ts';
import { recordChangedSubscription, recordCreatedSubscription } from '../operations/record-subscription.ts';

/** One function for each consumer. */
export const billingConsumerFunctions = {
  recordCreatedSubscription,
  recordChangedSubscription,
  followPartner,
  followCustomer,
  followRelationship,
  followOffer,
} as const;
