import { invitationText } from './invitation-text.ts';
import { invoiceText } from './invoice-text.ts';
import { signInText } from './sign-in-text.ts';
import type { MailText } from './text.ts';

/**
 * What a mail says, as facts. They are stored instead of the text, so that a link that carries a right is made at the
 * moment of sending and never lies in the table.
 */
export type MailFacts = InvoiceFacts | InvitationFacts | SignInFacts;

export interface InvoiceFacts {
  readonly kind: 'invoice';
  readonly companyName: string;
  readonly displayName: string;
  readonly invoiceId: string;
  /** Billing date; the period is [periodStartOn, invoiceOn). */
  readonly invoiceOn: string;
  readonly periodStartOn: string;
  readonly dueOn: string;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly lineCount: number;
}

export interface InvitationFacts {
  readonly kind: 'invitation';
  readonly invitationKind: 'reseller-invitation' | 'advisor-invitation';
  readonly partnerId: string;
  readonly partnerName: string;
  /** Words of the partner's own, if it wrote any. */
  readonly message?: string;
  /** Subject and generation of the link's token. */
  readonly linkSubject: string;
  readonly generation: number;
  readonly root: string;
}

export interface SignInFacts {
  readonly kind: 'signIn';
  readonly displayName: string;
  readonly organization: string;
  readonly userPrincipalName: string;
  readonly linkSubject: string;
  readonly generation: number;
  readonly root: string;
  /** After this instant the link opens nothing, so the mail is not sent any more. */
  readonly validUntil: string;
}

/** Where the words of a mail point to. */
export interface MailLinks {
  /** The page that the mail is about; carries a right, except for invoices. */
  readonly page: string;
}

/** Writes subject, plain text and HTML of a mail. Pure: the same facts and link give the same bytes. */
export function writeMail(facts: MailFacts, { page }: MailLinks): MailText {
  switch (facts.kind) {
    case 'invoice':
      return invoiceText(facts, page);
    case 'invitation':
      return invitationText(facts, page);
    case 'signIn':
      return signInText(facts, page);
  }
}
