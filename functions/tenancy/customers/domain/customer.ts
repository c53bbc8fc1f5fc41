import { alike, replaced } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Address } from '../../tenants/domain/contact.ts';
import type { Qualification } from './qualification.ts';

/** A customer is a tenant whose company uses the services, through whatever channel it bought them (CUS-1). */
export interface Customer {
  readonly customerId: string;
  readonly version: number;
  readonly commerceId: string;
  /** Primary domain; never changes (R3). */
  readonly domain: string;
  readonly customDomains: readonly string[];
  readonly companyName: string;
  /** Decides which region's partners may serve it (R1). */
  readonly country: string;
  readonly organizationRegistrationNumber?: string;
  /** Company name, address and mail of the tenant; to the partner that created it also its first bill-to profile. */
  readonly billing: BillTo & { readonly email: string };
  readonly channels: readonly Channel[];
  readonly validation: Validation;
  /** What the program let it qualify for; absent of all others, which are commercial customers (CUS-5). */
  readonly qualification?: Qualification;
  /** Custom domains whose people another directory signs in. */
  readonly federatedDomains?: readonly string[];
  /** Tenant that created it: a partner's or the operator's. */
  readonly createdBy: string;
  readonly createdAt: Instant;
  /** Default administrator, made with the tenant. */
  readonly adminUserId: string;
  /** Templates that the customer accepted itself. */
  readonly acceptedTemplates: readonly string[];
  /** The version that gave it its name: 0 for a name from before that was noted. */
  readonly nameVersion: number;
}
/** Whom a partner bills for a customer: of the pair, so that no other partner sees or changes it. */
export interface BillTo {
  readonly profileId: string;
  readonly version: number;
  readonly firstName?: string;
  readonly lastName?: string;
  /** Absent until the partner says whom it bills. */
  readonly email?: string;
  readonly culture: string;
  readonly language: string;
  readonly companyName: string;
  readonly defaultAddress: Address;
}
export const channels = ['direct', 'advisor', 'open', 'enterpriseAgreement', 'syndication', 'csp'] as const;
export type Channel = (typeof channels)[number];
export interface Validation {
  readonly status: 'allowed' | 'underReview' | 'notAllowed';
  readonly reason?: string;
  /** Absent when the account was never vetted. */
  readonly at?: Instant;
}

export const isSyndication = ({ channels }: Pick<Customer, 'channels'>): boolean => channels.includes('syndication');

/** Without a partner such a customer has nothing here (CUS-6); whoever buys directly or by another agreement stays. */
export const buysOnlyFromPartners = ({ channels }: Pick<Customer, 'channels'>): boolean =>
  channels.length > 0 && channels.every((channel) => channel === 'csp');

/** R7: a syndication customer can have no relationship here, so the two channels exclude each other. */
export const channelsFit = (channels: readonly Channel[]): Result<readonly Channel[], Refusal<'invalid_property'>> =>
  channels.includes('syndication') && channels.includes('csp')
    ? refuse('invalid_property', { field: 'channels', description: 'syndication and csp exclude each other.' })
    : ok([...new Set(channels)]);

/** The operator's word on a customer: by which ways it buys, and what it qualifies for. */
export interface OperatorChange {
  readonly channels?: readonly Channel[] | undefined;
  /** `none`: an ordinary commercial customer. */
  readonly qualification?: Qualification | 'none' | undefined;
}

/** The customer after the operator's change, the same object when nothing changes. */
export function reclassified(
  customer: Customer,
  { channels, qualification = customer.qualification }: OperatorChange,
): Result<Customer, Refusal<'invalid_property'>> {
  const fit = channelsFit(channels ?? customer.channels);
  if (!fit.ok) return fit;
  const { qualification: _, ...rest } = customer;
  const after = {
    ...rest,
    channels: fit.value,
    ...(qualification !== undefined && qualification !== 'none' && { qualification }),
  };
  return ok(alike(customer, after) ? customer : after);
}

/** What the program says about doing business with the customer (PRG-6). The same again changes nothing. */
export function vet(
  customer: Customer,
  { status, reason }: { status: Validation['status']; reason?: string },
  at: Instant,
): Customer {
  const { validation } = customer;
  if (validation.at && validation.status === status && validation.reason === reason) return customer;
  return { ...customer, validation: { status, at, ...(reason === undefined ? {} : { reason }) } };
}

type BillToChange = { readonly [K in keyof Omit<BillTo, 'profileId' | 'version'>]?: BillTo[K] | null | undefined };

/**
 * The bill-to profile of a partner that has not changed it yet: what it created the customer with; to any other partner
 * company name and address, and nobody's contact.
 */
export function firstBillTo(customer: Customer, partnerId: string, profileId: string): BillTo {
  const { billing, companyName } = customer;
  if (customer.createdBy === partnerId) return billing;
  const { firstName, middleName, lastName, phoneNumber, emailAddress, ...defaultAddress } = billing.defaultAddress;
  const { culture, language } = billing;
  return { profileId, version: 0, culture, language, companyName, defaultAddress };
}

/** The bill-to profile after a PUT, the same object when nothing changes. Refuses one that names no mail address. */
export function changeBillTo(before: BillTo, sent: BillToChange): Result<BillTo, Refusal<'invalid_property'>> {
  const changed = replaced(before, sent);
  if (alike(before, changed)) return ok(before);
  if (changed.email === undefined)
    return refuse('invalid_property', { field: 'email', description: 'email: say whom you bill.' });
  return ok({ ...changed, version: before.version + 1 });
}

/** The customer goes by the name that its creating partner bills; the same object for every other partner. */
export const renamedBy = (customer: Customer, partnerId: string, { companyName }: BillTo): Customer =>
  customer.createdBy !== partnerId || customer.companyName === companyName
    ? customer
    : { ...customer, companyName, nameVersion: customer.version + 1 };
