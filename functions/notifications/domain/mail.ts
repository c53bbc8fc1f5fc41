import { delegatedAdminRemovedText } from './delegated-admin-removed-text.ts';
import { invitationText } from './invitation-text.ts';
import { invoiceText } from './invoice-text.ts';
import type { MailFacts } from './mail-facts.ts';
import { signInText } from './sign-in-text.ts';
import type { MailText } from './text.ts';

/** Where the words of a mail point to. */
export interface MailLinks {
  /** The page that the mail is about; carries a right in invitations and sign-in mails. */
  readonly page: string;
}

/** Writes subject, plain text and HTML of a mail. Pure: the same facts and link give the same bytes. */
export function writeMail(facts: MailFacts, { page }: MailLinks): MailText {
  switch (facts.kind) {
    case 'invoice':
      return invoiceText(facts, page);
    case 'delegatedAdminRemoved':
      return delegatedAdminRemovedText(facts, page);
    case 'invitation':
      return invitationText(facts, page);
    case 'signIn':
      return signInText(facts, page);
  }
}
