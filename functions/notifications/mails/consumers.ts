import { InvitationMailRequested, SignInMailRequested } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const mailsConsumers = {
  mailInvitation: {
    on: [InvitationMailRequested],
    summary: 'Mails an invitation link where it was asked for (REL-1).',
  },
  mailSignIn: { on: [SignInMailRequested], summary: 'Mails a one-time link to set a password.' },
} as const satisfies ConsumerTable;
