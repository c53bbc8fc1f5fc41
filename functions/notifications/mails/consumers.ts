import {
  CustomerErased,
  CustomerErasureAnnounced,
  InvitationMailRequested,
  PartnerChoiceOffered,
  SignInMailRequested,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const mailsConsumers = {
  mailInvitation: {
    on: [InvitationMailRequested],
    summary: 'Mails an invitation link where it was asked for (REL-1).',
  },
  mailPartnerChoice: {
    on: [PartnerChoiceOffered],
    summary: 'Mails a customer that its partner is out of business and another one can be chosen (PRG-9).',
  },
  mailErasure: {
    on: [CustomerErasureAnnounced],
    summary: 'Mails a customer that no partner has any more from when on it may be deleted (CUS-6).',
  },
  mailSignIn: { on: [SignInMailRequested], summary: 'Mails a one-time link to set a password.' },
  eraseMails: { on: [CustomerErased], summary: 'Deletes the mails to people of an erased customer (CUS-6).' },
} as const satisfies ConsumerTable;
