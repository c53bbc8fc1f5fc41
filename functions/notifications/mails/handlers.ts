import { eraseMails } from './operations/erase-mails.ts';
import { mailErasure } from './operations/mail-erasure.ts';
import { mailInvitation } from './operations/mail-invitation.ts';
import { mailPartnerChoice } from './operations/mail-partner-choice.ts';
import { mailSignIn } from './operations/mail-sign-in.ts';

/** What takes each event that the slice listens to. */
export const mailsConsumerFunctions = {
  mailInvitation,
  mailErasure,
  mailPartnerChoice,
  mailSignIn,
  eraseMails,
} as const;
