import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { Pair } from '../../relationships/index.ts';
import type * as s from '../../schemas.ts';
import type { BillTo, Customer } from '../domain/customer.ts';

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

const validationWord = { allowed: 'Allowed', underReview: 'UnderReview', notAllowed: 'NotAllowed' } as const;

export const toValidationWire = ({ validation }: Customer): z.input<typeof s.ValidationStatus> => ({
  type: 'account',
  status: validationWord[validation.status],
  ...given({ lastUpdateDateTime: validation.at && toWireInstant(validation.at), reason: validation.reason }),
});
