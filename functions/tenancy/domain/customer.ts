import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Address } from './contact.ts';
import { alike, replaced } from './given.ts';

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
  readonly billing: BillTo;
  readonly channels: readonly Channel[];
  readonly validation: Validation;
  /** Tenant that created it: a partner's or the operator's. */
  readonly createdBy: string;
  readonly createdAt: Instant;
  /** Default administrator, made with the tenant. */
  readonly adminUserId: string;
  /** Templates that the customer accepted itself. */
  readonly acceptedTemplates: readonly string[];
  /** Counts pairs begun or ended, so that a change of name and a new partner never miss each other. */
  readonly pairsChanged: number;
}
export interface BillTo {
  readonly profileId: string;
  readonly version: number;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email: string;
  readonly culture: string;
  readonly language: string;
  readonly companyName: string;
  readonly defaultAddress: Address;
}
export type Channel = 'direct' | 'advisor' | 'open' | 'enterpriseAgreement' | 'syndication' | 'csp';
export interface Validation {
  readonly status: 'allowed' | 'underReview' | 'notAllowed';
  readonly reason?: string;
  /** Absent when the account was never vetted. */
  readonly at?: Instant;
}

export const isSyndication = ({ channels }: Pick<Customer, 'channels'>): boolean => channels.includes('syndication');

/** R7: a syndication customer can have no relationship here, so the two channels exclude each other. */
export const channelsFit = (channels: readonly Channel[]): Result<readonly Channel[], Refusal<'invalid_property'>> =>
  channels.includes('syndication') && channels.includes('csp')
    ? refuse('invalid_property', { field: 'channels', description: 'syndication and csp exclude each other.' })
    : ok([...new Set(channels)]);

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

/** The bill-to profile changed; name and country of the customer go with it. The same object when nothing changes. */
export function changeBillTo(customer: Customer, sent: BillToChange): Customer {
  const { billing } = customer;
  const changed = replaced(billing, sent);
  if (alike(billing, changed)) return customer;
  return {
    ...customer,
    companyName: changed.companyName,
    country: changed.defaultAddress.country,
    billing: { ...changed, version: billing.version + 1 },
  };
}
