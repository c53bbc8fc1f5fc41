import { agreementLetter } from './agreement-text.ts';
import { agreementVersionLetter } from './agreement-version-text.ts';
import { delegatedAdminRemovedLetter } from './delegated-admin-removed-text.ts';
import { erasureLetter, formerCustomerErasureLetter } from './erasure-text.ts';
import { invitationLetter } from './invitation-text.ts';
import { invoiceLetter } from './invoice-text.ts';
import type { MailFacts } from './mail-facts.ts';
import { partnerChoiceLetter } from './partner-choice-text.ts';
import { paymentLateLetter } from './payment-late-text.ts';
import { priceListCorrectedLetter } from './price-list-corrected-text.ts';
import { signInLetter } from './sign-in-text.ts';
import { type Letter, layOut, type MailText } from './text.ts';
import { usageBudgetLetter } from './usage-budget-text.ts';

/** What is around the words of a mail. */
export interface MailFrame {
  /** The page that the mail leads to; carries a right in invitations and sign-in mails. */
  readonly page: string;
  /** Where the API begins. */
  readonly apiRoot: string;
  /** How the program calls itself. */
  readonly programName: string;
}

/** Writes subject, plain text and HTML of a mail. Pure: the same facts and frame give the same bytes. */
export const writeMail = (facts: MailFacts, frame: MailFrame): MailText =>
  layOut(letterOf(facts, frame), frame.programName);

function letterOf(facts: MailFacts, { page, apiRoot }: MailFrame): Letter {
  switch (facts.kind) {
    case 'invoice':
      return invoiceLetter(facts, { page, apiRoot });
    case 'delegatedAdminRemoved':
      return delegatedAdminRemovedLetter(facts);
    case 'agreement':
      return agreementLetter(facts, page);
    case 'partnerChoice':
      return partnerChoiceLetter(facts, page);
    case 'erasure':
      return erasureLetter(facts, page);
    case 'formerCustomerErasure':
      return formerCustomerErasureLetter(facts);
    case 'agreementVersion':
      return agreementVersionLetter(facts, page, apiRoot);
    case 'priceListCorrected':
      return priceListCorrectedLetter(facts, page, apiRoot);
    case 'usageBudget':
      return usageBudgetLetter(facts, page, apiRoot);
    case 'paymentLate':
      return paymentLateLetter(facts, { page, apiRoot });
    case 'invitation':
      return invitationLetter(facts, page);
    case 'signIn':
      return signInLetter(facts, page);
  }
}
