import type * as tenancy from '../../../../../events/tenancy.ts';
import type { EventOf, EventRecord } from '../../../../../shared/contracts/events.ts';
import { given } from '../../../../../shared/kernel/given.ts';
import { actedBy } from '../../domain/record.ts';
import type { OperationType } from '../../domain/vocabulary.ts';
import { actorOf } from './actor.ts';
import type { Act, AuditRule, Parties, RulesOf } from './rule.ts';

/** What happens in a customer's tenant is the acting partner's affair too, and no partner's where the customer acts itself. */
export function inCustomer({ actor }: EventRecord, customerId: string): Parties {
  const isByPartner = actedBy({ actor: actorOf(actor), customerId }) === 'partner';
  return { customerId, ...(isByPartner && { partnerId: actor.tenantId }) };
}

const isFirst = ({ aggregateVersion }: EventRecord): boolean => aggregateVersion === 1;

const customerUserOperations = {
  created: 'create_customer_user',
  changed: 'update_customer_user',
  passwordReset: 'reset_customer_user_password',
  deleted: 'delete_customer_user',
  restored: 'restore_customer_user',
} as const satisfies Record<string, OperationType>;

/** Which change it was; an event from before it said so tells less. */
function customerUserOperation(event: EventOf<typeof tenancy.CustomerUserChanged>): OperationType {
  const { change, isActive } = event.detail;
  return customerUserOperations[change ?? (isFirst(event) ? 'created' : isActive ? 'changed' : 'deleted')];
}

const customerOperations = {
  name: 'update_customer_partner_contract_company_name',
  validation: 'update_customer_validation_status',
  channels: 'update_customer_channels',
  domains: 'add_customer_domain',
} as const satisfies Record<string, OperationType>;

/** Which change it was; an event from before it said so was the operator's word, or a partner's new name. */
const customerOperation = ({ actor, detail }: EventOf<typeof tenancy.CustomerChanged>): OperationType =>
  customerOperations[detail.change ?? (actor.isOperator ? 'validation' : 'name')];

const policyOperations = {
  created: 'create_self_serve_policy',
  updated: 'update_self_serve_policy',
  deleted: 'delete_self_serve_policy',
} as const satisfies Record<string, OperationType>;

function partnerUserOperation(event: EventOf<typeof tenancy.PartnerUserChanged>): OperationType {
  if (isFirst(event)) return 'create_partner_user';
  return event.detail.isActive ? 'update_partner_user' : 'remove_partner_user';
}

const applicationActs = {
  registered: { operation: 'register_application', resource: 'application' },
  changed: { operation: 'update_application', resource: 'application' },
  secretCreated: { operation: 'update_application_credential', resource: 'application_credential' },
  secretWithdrawn: { operation: 'update_application_credential', resource: 'application_credential' },
  unregistered: { operation: 'unregister_application', resource: 'application' },
} as const satisfies Record<string, Act>;

/** Relationship and delegated administration are told apart; what says neither is told as the relationship's. */
function relationshipActs({
  detail: { before, after },
}: EventOf<typeof tenancy.CustomerRelationshipChanged>): [Act, ...Act[]] {
  const isDelegated = before.delegatedAdmin === after.delegatedAdmin;
  const relationship: Act = {
    operation: after.relationship === 'none' ? 'remove_partner_customer_relationship' : 'extend_relationship',
    resource: 'customer',
  };
  if (isDelegated) return [relationship];
  const administration: Act = {
    operation: after.delegatedAdmin ? 'dap_admin_relationship_approved' : 'dap_admin_relationship_terminated',
    resource: 'partner_customer_dap',
  };
  return before.relationship === after.relationship ? [administration] : [relationship, administration];
}

/** A part of an export was written, by whatever context. */
export const exported: AuditRule<typeof tenancy.DirectoryExported> = {
  keeps: ['exportId', 'step', 'isLast'],
  parties: ({ detail }) => ({ customerId: detail.customerId }),
  acts: () => [{ operation: 'advance_customer_export', resource: 'customer_export' }],
  notes: ({ source }) => ({ context: source }),
};

/** Rows of an import went from one context to the other, and back; what becomes of each is told by what it makes. */
export const rowsOfImport = {
  keeps: ['importId', 'mode', 'firstRow'] as const,
  parties: ({ tenantId }: EventRecord): Parties => ({ partnerId: tenantId }),
  acts: (): [Act] => [{ operation: 'advance_import', resource: 'import' }],
};

export const tenancyRules: RulesOf<typeof tenancy> = {
  PartnerChanged: {
    keeps: [
      'partnerId',
      'programRole',
      'status',
      'country',
      'region',
      'currency',
      'mpnId',
      'culture',
      'isSandbox',
      'agreementSignedOn',
      'billingDay',
      'agreementEndedOn',
      'showThirdPartyHostingSuggestions',
    ],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: (event) => [{ operation: isFirst(event) ? 'create_partner' : 'update_partner', resource: 'partner' }],
  },
  ProgramAgreementChanged: {
    keeps: ['change', 'termEndsOn', 'endsOn', 'runOffEndsOn', 'notice'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'update_program_agreement', resource: 'partner' }],
  },
  RegionsChanged: {
    keeps: ['regions'],
    parties: () => ({}),
    acts: () => [{ operation: 'update_regions', resource: 'market' }],
  },
  CountryRulesChanged: {
    keeps: ['country'],
    parties: () => ({}),
    acts: () => [{ operation: 'update_country_rules', resource: 'market' }],
  },
  PartnerUserChanged: {
    keeps: ['userId', 'roles', 'isActive'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: (event) => [{ operation: partnerUserOperation(event), resource: 'partner_user' }],
  },
  ApplicationChanged: {
    keeps: ['applicationId', 'roles', 'boundUserId'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: ({ detail }) => [applicationActs[detail.change]],
    notes: ({ detail: { change } }) => ({ change }),
  },
  PartnerRelationshipChanged: {
    keeps: ['resellerId', 'providerId', 'isActive'],
    parties: ({ actor, detail: { providerId, resellerId } }) =>
      actor.tenantId === resellerId
        ? { partnerId: resellerId, otherPartnerId: providerId }
        : { partnerId: providerId, otherPartnerId: resellerId },
    acts: ({ detail }) => [
      {
        operation: detail.isActive ? 'create_partner_relationship' : 'remove_partner_relationship',
        resource: 'partner_relationship',
      },
    ],
  },
  CustomerCreated: {
    keeps: ['customerId', 'country'],
    parties: (event) => inCustomer(event, event.detail.customerId),
    acts: () => [{ operation: 'add_customer', resource: 'customer' }],
  },
  CustomerChanged: {
    keeps: ['customerId', 'country', 'validation', 'channels', 'qualification'],
    parties: (event) => inCustomer(event, event.detail.customerId),
    acts: (event) => [{ operation: customerOperation(event), resource: 'customer' }],
  },
  CustomerErased: {
    keeps: ['customerId', 'reason'],
    parties: (event) => inCustomer(event, event.detail.customerId),
    // A further page of partners is no further deletion.
    acts: ({ detail: { page } }) => [
      { operation: page === undefined ? 'delete_customer' : 'advance_customer_erasure', resource: 'customer' },
    ],
  },
  CustomerErasureAnnounced: {
    keeps: ['partnerId', 'erasedFrom'],
    parties: ({ detail: { partnerId, customerId } }) => ({ ...given({ partnerId }), customerId }),
    acts: () => [{ operation: 'announce_customer_erasure', resource: 'customer' }],
  },
  CustomerBillToChanged: {
    keeps: ['customerId'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: () => [{ operation: 'update_customer_billing_profile', resource: 'customer' }],
  },
  CustomerUserChanged: {
    keeps: ['userId', 'isGlobalAdmin', 'directoryRoles', 'isActive'],
    parties: (event) => inCustomer(event, event.detail.customerId),
    acts: (event) => [{ operation: customerUserOperation(event), resource: 'customer_user' }],
  },
  CustomerRelationshipChanged: {
    keeps: ['relationship', 'delegatedAdmin'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: relationshipActs,
    notes: ({ detail: { source } }) => ({ source }),
  },
  ApplicationConsentChanged: {
    keeps: ['applicationId', 'isInForce', 'endedBy'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: ({ detail: { isInForce } }) => [
      { operation: isInForce ? 'create_application_consent' : 'remove_application_consent', resource: 'application' },
    ],
  },
  SelfServePolicyChanged: {
    keeps: ['policyId', 'permissions'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: ({ detail: { change } }) => [{ operation: policyOperations[change], resource: 'customer' }],
  },
  CustomerAgreementConfirmed: {
    keeps: ['templateId', 'agreementType', 'agreedAt'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: () => [{ operation: 'create_agreement', resource: 'agreement' }],
  },
  CustomerAgreementAccepted: {
    keeps: ['templateId', 'agreementType', 'acceptedAt'],
    parties: ({ detail: { customerId } }) => ({ customerId }),
    acts: () => [{ operation: 'accept_agreement', resource: 'agreement' }],
  },
  AgreementVersionAnnounced: {
    keeps: ['templateId', 'agreementType', 'versionRank', 'reacceptanceFrom'],
    parties: ({ detail: { partnerId } }) => ({ partnerId }),
    acts: () => [{ operation: 'announce_agreement_template', resource: 'agreement' }],
  },
  AgreementTemplatePublished: {
    keeps: ['templateId', 'agreementType', 'versionRank', 'effectiveAt', 'reacceptanceFrom'],
    parties: () => ({}),
    acts: () => [{ operation: 'publish_agreement_template', resource: 'agreement' }],
  },
  PartnerChoiceOffered: {
    keeps: ['partnerId', 'runOffEndsOn'],
    parties: ({ detail: { partnerId, customerId } }) => ({ partnerId, customerId }),
    acts: () => [{ operation: 'offer_partner_choice', resource: 'customer' }],
  },
  InvitationMailRequested: {
    keeps: ['invitationKind'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'send_invitation', resource: 'invitation' }],
  },
  CustomerExportRequested: {
    keeps: ['exportId', 'scope'],
    parties: ({ detail }) => ({ customerId: detail.customerId }),
    // A further page of partners is no further request.
    acts: ({ detail: { page } }) => [
      {
        operation: page === undefined ? 'request_customer_export' : 'advance_customer_export',
        resource: 'customer_export',
      },
    ],
  },
  DirectoryExported: exported,
  CustomerRowsTaken: rowsOfImport,
  SignInMailRequested: {
    keeps: ['userId'],
    parties: ({ detail: { tenantId, userOf } }) =>
      userOf === 'customer' ? { customerId: tenantId } : { partnerId: tenantId },
    acts: ({ detail: { userOf } }) => [
      { operation: 'send_sign_in_link', resource: userOf === 'customer' ? 'customer_user' : 'partner_user' },
    ],
  },
};
