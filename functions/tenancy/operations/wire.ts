import type * as z from 'zod';
import { link } from '../../../shared/contracts/wire.ts';
import { etagOf } from '../../../shared/http/etag.ts';
import { toWireInstant } from '../../../shared/kernel/time.ts';
import type { AgreementTemplate } from '../domain/agreement.ts';
import { type Application, endOfSecret, type Secret } from '../domain/application.ts';
import type { BillTo, Customer } from '../domain/customer.ts';
import { given } from '../domain/given.ts';
import type { Partner } from '../domain/partner.ts';
import type { Confirmation, Pair } from '../domain/relationship.ts';
import type { User } from '../domain/user.ts';
import type * as s from '../schemas.ts';

/** How aggregates look on the wire. */

export const toPartnerWire = (partner: Partner): z.input<typeof s.PartnerAccount> => {
  const { partnerId: id, companyName, domain, country, programRole, status, region, currency, cloud } = partner;
  return {
    id,
    companyName,
    domain,
    country,
    primaryAdmin: given({
      displayName: partner.primaryAdmin.displayName,
      email: partner.primaryAdmin.email,
      userPrincipalName: partner.primaryAdmin.userId && firstUserName(partner),
    }),
    programRole,
    status,
    region,
    currency,
    cloud,
    isSandbox: partner.isSandbox,
    isDomainRegistrar: partner.isDomainRegistrar,
    nominatedDate: toWireInstant(partner.nominatedAt),
    ...given({ mpnId: partner.mpnId, billingDay: partner.agreement?.billingDay }),
    links: { self: link(`/operator/partners/${id}`) },
    attributes: { objectType: 'PartnerAccount', etag: etagOf(id, partner.version) },
  };
};

/** Sign-in name of a partner's first user: the name of its mail address, in the partner's domain. */
export const firstUserName = ({ primaryAdmin, domain }: Partner): string =>
  `${primaryAdmin.email.split('@')[0]!.toLowerCase()}@${domain}`;

export const toPartnerUserWire = (user: User): z.input<typeof s.PartnerUser> => ({
  id: user.userId,
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  email: user.email,
  agentRoles: [...user.agentRoles],
  ownTenantRole: user.isGlobalAdmin ? 'globalAdmin' : 'none',
  state: user.state,
  links: { self: link(`/partner/users/${user.userId}`) },
  attributes: { objectType: 'PartnerUser', etag: etagOf(user.userId, user.version) },
});

/** What is shown of a secret; its value is not kept. */
export const toSecretWire = (secret: Secret): z.input<typeof s.SecretView> => ({
  secretId: secret.secretId,
  ...given({ hint: secret.hint }),
  createdDate: toWireInstant(secret.createdAt),
  expiryDate: toWireInstant(endOfSecret(secret)),
  attributes: { objectType: 'ApplicationSecret' },
});

export const toApplicationWire = (application: Application): z.input<typeof s.Application> => ({
  appId: application.appId,
  displayName: application.displayName,
  redirectUris: [...application.redirectUris],
  agentRoles: [...application.agentRoles],
  ownTenantRole: application.isGlobalAdmin ? 'globalAdmin' : 'none',
  ...given({ boundUserId: application.boundUserId }),
  createdDate: toWireInstant(application.createdAt),
  secrets: application.secrets.map((secret) => toSecretWire(secret)),
  links: { self: link(`/partner/applications/${application.appId}`) },
  attributes: { objectType: 'Application', etag: etagOf(application.appId, application.version) },
});

export const customerPath = (customerId: string, rest = ''): string => `/customers/${customerId}${rest}`;

/** The state's value appears in `region` too, as recorded answers have it. */
const companyAddress = ({ billing }: Customer) => ({
  ...billing.defaultAddress,
  ...given({ region: billing.defaultAddress.region ?? billing.defaultAddress.state }),
});

/** Address, mail and custom domains are for a partner with delegated administration only. */
export const toCompanyProfileWire = (
  customer: Customer,
  isOpen: boolean,
): z.input<typeof s.CustomerCompanyProfile> => ({
  tenantId: customer.customerId,
  domain: customer.domain,
  companyName: customer.companyName,
  ...(isOpen && { address: companyAddress(customer), email: customer.billing.email }),
  ...given({ organizationRegistrationNumber: customer.organizationRegistrationNumber }),
  links: { self: link(customerPath(customer.customerId, '/profiles/company')) },
  attributes: { objectType: 'CustomerCompanyProfile' },
});

export const toBillingProfileWire = (customerId: string, billTo: BillTo): z.input<typeof s.CustomerBillingProfile> => {
  const { profileId: id, version, ...facts } = billTo;
  return {
    id,
    ...facts,
    links: { self: link(customerPath(customerId, '/profiles/billing')) },
    attributes: { objectType: 'CustomerBillingProfile', etag: billToEtag(billTo) },
  };
};

/** Looks like a signed 64-bit integer, as clients have seen it: hash of profile and version. */
export const billToEtag = ({ profileId, version }: { profileId: string; version: number }): string =>
  BigInt.asIntN(64, BigInt(`0x${profileId.replaceAll('-', '').slice(0, 15)}`) * 31n + BigInt(version)).toString();

/** The bill-to profile is a reseller's: an advisor bills nobody, and has none. */
export const toCustomerWire = (customer: Customer, pair: Pair, billTo: BillTo): z.input<typeof s.Customer> => ({
  id: customer.customerId,
  commerceId: customer.commerceId,
  companyProfile: toCompanyProfileWire(customer, pair.delegatedAdmin),
  ...(pair.relationship === 'reseller' && { billingProfile: toBillingProfileWire(customer.customerId, billTo) }),
  relationshipToPartner: pair.relationship,
  allowDelegatedAccess: pair.delegatedAdmin,
  ...(pair.delegatedAdmin && { customDomains: [customer.domain, ...customer.customDomains] }),
  ...given({ associatedPartnerId: pair.resellerId }),
  links: { self: link(customerPath(customer.customerId)) },
  attributes: { objectType: 'Customer' },
});

export const agreementUrl = (root: string, templateId: string): string => `${root}/agreements/${templateId}`;

export const toAgreementWire = (confirmation: Confirmation, root: string): z.input<typeof s.Agreement> => ({
  primaryContact: confirmation.primaryContact,
  templateId: confirmation.templateId,
  dateAgreed: toWireInstant(confirmation.agreedAt),
  type: confirmation.agreementType as AgreementTemplate['agreementType'],
  userId: confirmation.userId,
  agreementLink: agreementUrl(root, confirmation.templateId),
});

const validationWord = { allowed: 'Allowed', underReview: 'UnderReview', notAllowed: 'NotAllowed' } as const;

export const toValidationWire = ({ validation }: Customer): z.input<typeof s.ValidationStatus> => ({
  type: 'account',
  status: validationWord[validation.status],
  ...given({ lastUpdateDateTime: validation.at && toWireInstant(validation.at), reason: validation.reason }),
});
