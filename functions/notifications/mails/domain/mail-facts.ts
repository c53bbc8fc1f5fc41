/**
 * What a mail says, as facts. They are stored instead of the text, so that a link that carries a right is made at the
 * moment of sending and never lies in the table.
 */
export type MailFacts = NoticeFacts | InvitationFacts | SignInFacts | PartnerChoiceFacts | ErasureFacts;

/** Facts that people of a partner are told. */
export type NoticeFacts =
  | InvoiceFacts
  | DelegatedAdminRemovedFacts
  | AgreementFacts
  | AgreementVersionFacts
  | FormerCustomerErasureFacts
  | PriceListCorrectedFacts
  | UsageBudgetFacts
  | PaymentLateFacts;

/** Who is told: the partner, and which of its people. */
export interface Addressee {
  readonly companyName: string;
  readonly displayName: string;
}

export interface InvoiceFacts extends Addressee {
  readonly kind: 'invoice';
  readonly invoiceId: string;
  /** Billing date; the period is [periodStartOn, invoiceOn). */
  readonly invoiceOn: string;
  readonly periodStartOn: string;
  readonly dueOn: string;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly lineCount: number;
}

export interface DelegatedAdminRemovedFacts extends Addressee {
  readonly kind: 'delegatedAdminRemoved';
  readonly customerId: string;
  readonly customerName: string;
  readonly customerDomain: string;
  readonly removedOn: string;
}

export interface AgreementFacts extends Addressee {
  readonly kind: 'agreement';
  readonly change: 'noticeGiven' | 'noticeWithdrawn' | 'endingSoon' | 'ended';
  /** First day of the next term. */
  readonly termEndsOn: string;
  /** First day without agreement, where one is known. */
  readonly endsOn?: string;
  /** First day on which nothing that was sold is served any more. */
  readonly runOffEndsOn?: string;
  readonly notice?: {
    readonly type: 'nonRenewal' | 'termination' | 'breach';
    readonly givenBy: 'operator' | 'partner';
  };
}

/** What a customer is told whose partner is out of business. */
export interface PartnerChoiceFacts {
  readonly kind: 'partnerChoice';
  readonly partnerName: string;
  readonly customerName: string;
  /** First day on which nothing that the partner sold is served any more. */
  readonly runOffEndsOn?: string;
}

/** What a customer is told that no partner has any more. */
export interface ErasureFacts {
  readonly kind: 'erasure';
  readonly customerName: string;
  /** First day on which it may be deleted. */
  readonly erasedFrom: string;
}

/** What the partner that it had last is told. */
export interface FormerCustomerErasureFacts extends Addressee {
  readonly kind: 'formerCustomerErasure';
  readonly customerId: string;
  readonly customerName: string;
  readonly customerDomain: string;
  readonly erasedFrom: string;
}

export interface AgreementVersionFacts extends Addressee {
  readonly kind: 'agreementVersion';
  readonly templateId: string;
  readonly agreementType: string;
  readonly versionRank: number;
  readonly effectiveOn: string;
  /** From then on only acceptances of this version or a newer one unlock orders. */
  readonly dutyOn: string;
}

export interface PriceListCorrectedFacts extends Addressee {
  readonly kind: 'priceListCorrected';
  /** `yyyy-MM` */
  readonly month: string;
  readonly reason: string;
  readonly effectiveFrom: string;
  readonly prices: number;
  /** Markets and currencies in which something changes. */
  readonly markets: number;
}

export interface UsageBudgetFacts extends Addressee {
  readonly kind: 'usageBudget';
  readonly customerId: string;
  readonly customerName: string;
  readonly isExceeded: boolean;
  readonly budget: { readonly amount: string; readonly currency: string };
  readonly cost: { readonly amount: string; readonly currency: string };
  /** Decimal text. */
  readonly percentUsed: string;
  /** The billing period, [periodStartOn, periodEndOn). */
  readonly periodStartOn: string;
  readonly periodEndOn: string;
}

export interface PaymentLateFacts extends Addressee {
  readonly kind: 'paymentLate';
  readonly step: 'late' | 'reminder' | 'notice' | 'suspendOrdering';
  readonly invoiceId: string;
  readonly dueOn: string;
  readonly daysLate: number;
  /** What is owed for the invoice. */
  readonly balance: { readonly amount: string; readonly currency: string };
  /** What is overdue of all invoices. */
  readonly overdue?: { readonly amount: string; readonly currency: string };
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
