import { followPartner } from './operations/follow-partner.ts';
import { followPartnerUser } from './operations/follow-partner-user.ts';

/** What takes each event that the slice listens to. */
export const contactsConsumerFunctions = {
  followPartner,
  followPartnerUser,
} as const;
