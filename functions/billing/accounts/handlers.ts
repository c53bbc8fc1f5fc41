import {
  eraseCustomer,
  followCustomer,
  followOffer,
  followPartner,
  followRelationship,
} from './operations/follow-names.ts';

/** What takes each event that the slice listens to. */
export const accountsConsumerFunctions = {
  followPartner,
  followCustomer,
  followRelationship,
  eraseCustomer,
  followOffer,
} as const;
