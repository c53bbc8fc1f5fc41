import {
  CustomerRelationshipChanged,
  InvitationMailRequested,
  InvoiceIssued,
  PartnerChanged,
  PartnerUserChanged,
  SignInMailRequested,
} from '../../events/index.ts';
import { consumerTable } from '../../shared/contracts/consumers.ts';

export const notificationsConsumers = consumerTable('notifications', {
  followPartner: { on: [PartnerChanged], summary: 'Keeps the name of each partner for its mails.' },
  followPartnerUser: { on: [PartnerUserChanged], summary: 'Keeps who of a partner gets which mail.' },
  notifyOfInvoice: {
    on: [InvoiceIssued],
    summary: 'Mails the global admins and admin agents of the invoiced partner (NOT-2).',
  },
  notifyOfRemoval: {
    on: [CustomerRelationshipChanged],
    summary: 'Mails an advisor from which a customer took delegated administration (DAP-3).',
  },
  mailInvitation: {
    on: [InvitationMailRequested],
    summary: 'Mails an invitation link where it was asked for (REL-1).',
  },
  mailSignIn: { on: [SignInMailRequested], summary: 'Mails a one-time link to set a password.' },
});
