import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { ContactDetail, Id, IsoDay, IsoInstant } from './common.ts';
import { CustomerRowResults, customerRowsDetail } from './customer-rows.ts';

export * from './customer-erasure.ts';
export * from './customer-exports.ts';

const Address = z.object({
  country: z.string(),
  region: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  addressLine1: z.string().optional(),
  addressLine2: z.string().optional(),
  postalCode: z.string().optional(),
});

const SupportContact = z.object({
  email: z.string().optional(),
  telephone: z.string().optional(),
  website: z.string().optional(),
});

/** Published on every change of a partner's account, profile or agreement; carries the whole of it. */
export const PartnerChanged = defineEvent({
  source: 'tenancy',
  type: 'PartnerChanged',
  version: 1,
  meaning: 'A partner was enrolled, approved, signed its agreement, or its account or profile changed.',
  detail: z.object({
    partnerId: Id,
    companyName: z.string(),
    domain: z.string(),
    programRole: z.enum(['directPartner', 'indirectProvider', 'indirectReseller', 'advisor']),
    status: z.string(),
    country: z.string(),
    region: z.string(),
    currency: z.string().length(3),
    mpnId: z.string().optional(),
    taxId: z.string().optional(),
    purchaseOrderNumber: z.string().optional(),
    /** `ll-CC`: language and formats of what the program writes to it. */
    culture: z.string().optional(),
    billTo: z.object({ companyName: z.string(), address: Address, contact: ContactDetail.optional() }),
    isSandbox: z.boolean(),
    agreementSignedOn: IsoDay.optional(),
    billingDay: z.number().int().min(1).max(31).optional(),
    /** First day without agreement; from a notice on known ahead. */
    agreementEndedOn: IsoDay.optional(),
    primaryAdminEmail: z.string().optional(),
    /** Whom its customers are told to phone or write to. */
    supportContact: SupportContact.optional(),
    /** Whether its customers are shown where else they can have a website. */
    showThirdPartyHostingSuggestions: z.boolean().optional(),
  }),
});

/** What happens to a partner's agreement beside its state, which `PartnerChanged` carries. */
export const ProgramAgreementChanged = defineEvent({
  source: 'tenancy',
  type: 'ProgramAgreementChanged',
  version: 1,
  meaning: 'A program agreement was renewed, given or taken back notice of, nears its end, or has ended (PRG-7).',
  detail: z.object({
    partnerId: Id,
    change: z.enum(['renewed', 'noticeGiven', 'noticeWithdrawn', 'endingSoon', 'ended']),
    /** First day of the next term. */
    termEndsOn: IsoDay,
    /** First day without agreement, where one is known. */
    endsOn: IsoDay.optional(),
    /** First day on which nothing that the partner sold is served any more. */
    runOffEndsOn: IsoDay.optional(),
    /** The notice that was given or taken back. */
    notice: z
      .object({
        noticeId: Id,
        type: z.enum(['nonRenewal', 'termination', 'breach']),
        givenBy: z.enum(['operator', 'partner']),
        effectiveOn: IsoDay,
      })
      .optional(),
  }),
});

/** Who may sell where (PRG-3). What counts at once other contexts read from the access records. */
export const RegionsChanged = defineEvent({
  source: 'tenancy',
  type: 'RegionsChanged',
  version: 1,
  meaning: 'The operator changed which countries the regions of the program have.',
  detail: z.object({
    regions: z.array(z.object({ region: z.string(), markets: z.array(z.string()), territories: z.array(z.string()) })),
  }),
});

export const CountryRulesChanged = defineEvent({
  source: 'tenancy',
  type: 'CountryRulesChanged',
  version: 1,
  meaning: 'The operator changed what a market asks of addresses and companies.',
  detail: z.object({ country: z.string() }),
});

/** Users of a partner's own tenant: who gets which mail depends on their roles. */
export const PartnerUserChanged = defineEvent({
  source: 'tenancy',
  type: 'PartnerUserChanged',
  version: 1,
  meaning: 'A user of a partner was added, changed or removed.',
  detail: z.object({
    partnerId: Id,
    userId: Id,
    userPrincipalName: z.string(),
    displayName: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    isActive: z.boolean(),
  }),
});

/** Applications act with rights of their own, or with those of a user: whoever changes one is told by the log. */
export const ApplicationChanged = defineEvent({
  source: 'tenancy',
  type: 'ApplicationChanged',
  version: 1,
  meaning: 'An application of a partner was registered, changed, given or deprived of a secret, or deleted.',
  detail: z.object({
    partnerId: Id,
    applicationId: z.string(),
    change: z.enum(['registered', 'changed', 'secretCreated', 'secretWithdrawn', 'unregistered']),
    roles: z.array(z.string()),
    boundUserId: Id.optional(),
    /** Of the secret that was created or withdrawn. */
    secretId: Id.optional(),
  }),
});

export const PartnerRelationshipChanged = defineEvent({
  source: 'tenancy',
  type: 'PartnerRelationshipChanged',
  version: 1,
  meaning: 'A provider and a reseller began or ended their partnership.',
  detail: z.object({
    providerId: Id,
    resellerId: Id,
    resellerName: z.string(),
    resellerMpnId: z.string().optional(),
    resellerAgreementSigned: z.boolean(),
    isActive: z.boolean(),
  }),
});

const customerDetail = z.object({
  customerId: Id,
  companyName: z.string(),
  domain: z.string(),
  country: z.string(),
});

export const CustomerCreated = defineEvent({
  source: 'tenancy',
  type: 'CustomerCreated',
  version: 1,
  meaning: 'A customer tenant was created.',
  detail: customerDetail.extend({ createdBy: Id }),
});

export const CustomerChanged = defineEvent({
  source: 'tenancy',
  type: 'CustomerChanged',
  version: 1,
  meaning: 'Name, domains, validation status, channels or qualification of a customer changed.',
  detail: customerDetail.extend({
    validation: z.string(),
    /** What changed. Absent of what was saved before it was told. */
    change: z.enum(['name', 'validation', 'channels', 'domains']).optional(),
    /** Ways by which the customer buys. */
    channels: z.array(z.string()).optional(),
    qualification: z.string().optional(),
    /** Domains that it got. */
    domains: z.array(z.string()).optional(),
  }),
});

export const CustomerBillToChanged = defineEvent({
  source: 'tenancy',
  type: 'CustomerBillToChanged',
  version: 1,
  meaning: 'A partner changed whom it bills for a customer.',
  detail: z.object({ partnerId: Id, customerId: Id }),
});

/** Licences hang on users: a deleted user gives its licences back. */
export const CustomerUserChanged = defineEvent({
  source: 'tenancy',
  type: 'CustomerUserChanged',
  version: 1,
  meaning: 'A user of a customer was added, changed, deleted or restored.',
  detail: z.object({
    customerId: Id,
    userId: Id,
    userPrincipalName: z.string(),
    displayName: z.string(),
    /** Country where services are used; licences need it. */
    usageLocation: z.string().optional(),
    isGlobalAdmin: z.boolean(),
    /** Its roles in the directory, that of the global admin among them. Absent of what was saved before there were others. */
    directoryRoles: z.array(z.string()).optional(),
    isActive: z.boolean(),
    /** What happened. Absent of what was saved before it was told. */
    change: z.enum(['created', 'changed', 'passwordReset', 'deleted', 'restored']).optional(),
  }),
});

export const CustomerRelationshipChanged = defineEvent({
  source: 'tenancy',
  type: 'CustomerRelationshipChanged',
  version: 1,
  meaning: 'What a partner and a customer are to each other changed: relationship or delegated administration.',
  detail: z.object({
    partnerId: Id,
    customerId: Id,
    customerName: z.string(),
    customerDomain: z.string(),
    customerCountry: z.string(),
    before: z.object({ relationship: z.string(), delegatedAdmin: z.boolean() }),
    after: z.object({ relationship: z.string(), delegatedAdmin: z.boolean() }),
    source: z.enum(['tenantCreation', 'invitation', 'advisorRequest', 'customer', 'partner', 'operator']),
    /** Indirect reseller for which a provider created or invited the customer. */
    resellerId: Id.optional(),
  }),
});

/** What lets a partner's application sign in the customer's people. */
export const ApplicationConsentChanged = defineEvent({
  source: 'tenancy',
  type: 'ApplicationConsentChanged',
  version: 1,
  meaning: 'A consent of a customer to an application of a partner was given or ended.',
  detail: z.object({
    customerId: Id,
    applicationId: z.string(),
    /** Whose application it is. */
    partnerId: Id,
    isInForce: z.boolean(),
    /** Of one that ended. */
    endedBy: z.enum(['customer', 'partner', 'privileges']).optional(),
  }),
});

/** Policies are kept and grant nothing. */
export const SelfServePolicyChanged = defineEvent({
  source: 'tenancy',
  type: 'SelfServePolicyChanged',
  version: 1,
  meaning: 'A partner made, changed or deleted a self-serve policy for a customer.',
  detail: z.object({
    policyId: z.string(),
    partnerId: Id,
    customerId: Id,
    /** `<resource>/<action>` each. */
    permissions: z.array(z.string()),
    change: z.enum(['created', 'updated', 'deleted']),
  }),
});

export const CustomerAgreementConfirmed = defineEvent({
  source: 'tenancy',
  type: 'CustomerAgreementConfirmed',
  version: 1,
  meaning: 'A partner attested that its customer accepted a version of the customer agreement (AGR-1).',
  detail: z.object({
    partnerId: Id,
    customerId: Id,
    templateId: Id,
    agreementType: z.string(),
    agreedAt: IsoInstant,
    contact: ContactDetail,
  }),
});

export const CustomerAgreementAccepted = defineEvent({
  source: 'tenancy',
  type: 'CustomerAgreementAccepted',
  version: 1,
  meaning: 'A customer accepted a version of the customer agreement itself: it serves all its partners (AGR-1).',
  detail: z.object({
    customerId: Id,
    templateId: Id,
    agreementType: z.string(),
    acceptedAt: IsoInstant,
    contact: ContactDetail,
  }),
});

export const AgreementVersionAnnounced = defineEvent({
  source: 'tenancy',
  type: 'AgreementVersionAnnounced',
  version: 1,
  meaning: 'A partner is told that its customers will have to accept a version of the customer agreement (AGR-2).',
  detail: z.object({
    partnerId: Id,
    templateId: Id,
    agreementType: z.string(),
    versionRank: z.number().int(),
    effectiveAt: IsoInstant,
    reacceptanceFrom: IsoInstant,
  }),
});

/** A new version is announced to partners ahead of the day from which it must be accepted (AGR-2). */
export const AgreementTemplatePublished = defineEvent({
  source: 'tenancy',
  type: 'AgreementTemplatePublished',
  version: 1,
  meaning: 'The operator published a version of the customer agreement.',
  detail: z.object({
    templateId: Id,
    agreementType: z.string(),
    versionRank: z.number().int(),
    effectiveAt: IsoInstant,
    reacceptanceFrom: IsoInstant,
  }),
});

/** The only mail to a customer that nobody asked for, beside those about its services (NOT-1). */
export const PartnerChoiceOffered = defineEvent({
  source: 'tenancy',
  type: 'PartnerChoiceOffered',
  version: 1,
  meaning: 'A partner is out of business, and its customer is told that it can choose another one (PRG-9).',
  detail: z.object({
    partnerId: Id,
    partnerName: z.string(),
    customerId: Id,
    customerName: z.string(),
    to: z.string(),
    /** First day on which nothing that the partner sold is served any more. */
    runOffEndsOn: IsoDay.optional(),
  }),
});

/** Mails that a customer or user asked for (NOT-1). Links are made by the mail writer; no event carries a token. */
export const InvitationMailRequested = defineEvent({
  source: 'tenancy',
  type: 'InvitationMailRequested',
  version: 1,
  meaning: 'A partner asked the platform to mail its invitation link.',
  detail: z.object({
    partnerId: Id,
    partnerName: z.string(),
    replyTo: z.string().optional(),
    to: z.array(z.string()),
    locale: z.string(),
    message: z.string().optional(),
    /** Root of the portal that the link leads to. */
    root: z.string(),
    invitationKind: z.enum(['reseller-invitation', 'advisor-invitation']),
    generation: z.number().int(),
  }),
});

export const SignInMailRequested = defineEvent({
  source: 'tenancy',
  type: 'SignInMailRequested',
  version: 1,
  meaning: 'A new user gets a one-time link to set a password.',
  detail: z.object({
    tenantId: Id,
    userId: Id,
    /** What the user's tenant is. Absent of what was asked for before it was told. */
    userOf: z.enum(['partner', 'customer', 'operator']).optional(),
    userPrincipalName: z.string(),
    displayName: z.string(),
    organization: z.string(),
    to: z.string(),
    root: z.string(),
    generation: z.number().int(),
    validUntil: IsoInstant,
  }),
});

export const CustomerRowsTaken = defineEvent({
  source: 'tenancy',
  type: 'CustomerRowsTaken',
  version: 1,
  meaning: 'Rows of an import were looked up, checked, or made customers: what became of each (ORD-8).',
  detail: z.object({ ...customerRowsDetail, results: CustomerRowResults }),
});
