import {
  eraseCustomer,
  followCustomer,
  followOffer,
  followPartner,
  followRelationship,
} from './operations/follow-names.ts';
import { viewBillingAccount } from './operations/view-billing-account.ts';

/** What answers each route of the slice. */
export const accountsOperations = {
  viewBillingAccount,
} as const;

/** What takes each event that the slice listens to. */
export const accountsConsumerFunctions = {
  followPartner,
  followCustomer,
  followRelationship,
  eraseCustomer,
  followOffer,
} as const;
