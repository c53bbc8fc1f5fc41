import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Address, Contact } from '../../tenants/domain/contact.ts';
import { currencyOf, regionOf } from '../../tenants/domain/regions.ts';

/** A partner is a company enrolled in the program with one tenant (PRG-1, PRG-2). */
export interface Partner {
  readonly partnerId: string;
  readonly version: number;
  readonly companyName: string;
  readonly domain: string;
  /** Where its physical location is: decides region and currency (PRG-3, PRG-10). */
  readonly country: string;
  readonly programRole: ProgramRole;
  readonly status: PartnerStatus;
  readonly region: string;
  readonly currency: string;
  readonly cloud: 'global' | 'germany';
  readonly mpnId?: string;
  readonly isSandbox: boolean;
  readonly isDomainRegistrar: boolean;
  readonly nominatedAt: Instant;
  readonly primaryAdmin: PrimaryAdmin;
  readonly agreement?: ProgramAgreement;
  readonly profiles: PartnerProfiles;
}
export type ProgramRole = 'directPartner' | 'indirectProvider' | 'indirectReseller' | 'advisor';
export type PartnerStatus =
  | 'nominated'
  | 'approved'
  | 'active'
  | 'suspended'
  | 'runOff'
  | 'terminated'
  | 'outOfBusiness'
  | 'rejected';
export interface PrimaryAdmin {
  readonly displayName: string;
  readonly email: string;
  /** The first user, from the approval on. */
  readonly userId?: string;
}
export interface ProgramAgreement {
  readonly version: string;
  readonly signedAt: Instant;
  readonly signedBy: { readonly firstName: string; readonly lastName: string; readonly email: string };
  readonly userId: string;
  /** UTC day of the month of the signature; never changes (PRG-2). */
  readonly billingDay: number;
  /** First day without new business (PRG-8). */
  readonly endedOn?: Day;
}
export interface PartnerProfiles {
  readonly organization: {
    readonly version: number;
    readonly companyName: string;
    readonly address: Address;
    readonly email: string;
    readonly language: string;
    readonly culture: string;
  };
  readonly billing: {
    readonly version: number;
    readonly companyName: string;
    readonly address: Address;
    readonly primaryContact: Contact;
    readonly purchaseOrderNumber?: string;
    readonly taxId?: string;
  };
  readonly legal: {
    readonly companyName: string;
    readonly address: Address;
    readonly primaryContact?: Contact;
    readonly companyApproverAddress?: Address;
    readonly companyApproverEmail?: string;
    readonly vettingStatus: 'none' | 'pending' | 'authorized' | 'rejected';
    readonly vettingSubStatus: string;
  };
  /** What customers are told to phone or write to (PRG-12). */
  readonly support: { readonly email?: string; readonly telephone?: string; readonly website?: string };
}

export interface Nomination {
  readonly partnerId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly country: string;
  readonly programRole: ProgramRole;
  readonly primaryAdmin: { readonly displayName: string; readonly email: string };
  readonly mpnId?: string;
  readonly isSandbox: boolean;
  readonly isDomainRegistrar: boolean;
  readonly cloud: 'global' | 'germany';
  readonly address?: Address;
  readonly at: Instant;
}

/**
 * A nominated partner (PRG-2), with the region and the currency of its country (PRG-3, PRG-10). Refuses a country where
 * the program is not sold, and the national cloud outside the EU, EFTA and UK (CAT-6).
 */
export function nominate(nomination: Nomination): Result<Partner, Refusal<'invalid_property'>> {
  const { at, address: givenAddress, ...facts } = nomination;
  const region = regionOf(facts.country);
  if (!region)
    return refuse('invalid_property', { field: 'country', description: 'The program is not sold in this country.' });
  if (facts.cloud === 'germany' && region.name !== 'EU_EFTA')
    return refuse('invalid_property', { field: 'cloud', description: 'This cloud is for the EU, EFTA and UK only.' });
  const address: Address = givenAddress ?? { country: facts.country };
  const { companyName, primaryAdmin } = facts;
  return ok({
    ...facts,
    version: 0,
    status: 'nominated',
    region: region.name,
    currency: currencyOf(facts.country),
    nominatedAt: at,
    profiles: {
      organization: { version: 1, companyName, address, email: primaryAdmin.email, language: 'en', culture: 'en-US' },
      billing: { version: 1, companyName, address, primaryContact: contactOf(primaryAdmin) },
      legal: { companyName, address, vettingStatus: 'none', vettingSubStatus: 'none' },
      support: { email: primaryAdmin.email },
    },
  });
}

/** A display name as first and last name: the last word is the last name. */
export function contactOf({ displayName, email }: { displayName: string; email: string }): Contact {
  const words = displayName.trim().split(/\s+/);
  const lastName = words.length > 1 ? words.pop()! : '';
  return { firstName: words.join(' '), lastName, email };
}

/** Which status follows which by the operator's hand; `approved` becomes `active` by the signature alone (PRG-2, PRG-7). */
export const operatorTransitions: Readonly<Record<PartnerStatus, readonly PartnerStatus[]>> = {
  nominated: ['approved', 'rejected'],
  approved: ['outOfBusiness'],
  active: ['suspended', 'runOff', 'outOfBusiness'],
  suspended: ['active', 'runOff', 'outOfBusiness'],
  runOff: ['terminated', 'outOfBusiness'],
  terminated: [],
  outOfBusiness: [],
  rejected: [],
};

/** States in which the agreement has ended: no new business, what runs goes on (PRG-8). */
const ENDED: ReadonlySet<PartnerStatus> = new Set(['runOff', 'terminated', 'outOfBusiness']);

/**
 * The partner in another status. From its run-off on the agreement counts as ended on the UTC day of the change (PRG-8).
 * Refuses what the table does not name; the present status again changes nothing.
 */
export function changeStatus(
  partner: Partner,
  to: PartnerStatus,
  at: Instant,
): Result<Partner, Refusal<'invalid_partner_transition'>> {
  if (partner.status === to) return ok(partner);
  if (!operatorTransitions[partner.status].includes(to))
    return refuse('invalid_partner_transition', {
      field: 'status',
      description: `A partner that is ${partner.status} cannot become ${to}.`,
    });
  const changed = { ...partner, status: to };
  if (!ENDED.has(to) || !partner.agreement || partner.agreement.endedOn) return ok(changed);
  return ok({ ...changed, agreement: { ...partner.agreement, endedOn: utcDay(at) } });
}

/**
 * Accepts the program agreement at the first sign-in (PRG-2). The UTC day of the signature fixes the billing day, 1 to
 * 31, for ever. Refuses a second signature, and one before the approval.
 */
export function signAgreement(
  partner: Partner,
  signature: Pick<ProgramAgreement, 'version' | 'signedBy' | 'userId'>,
  at: Instant,
): Result<Partner, Refusal<'agreement_already_signed' | 'account_not_active'>> {
  if (partner.agreement) return refuse('agreement_already_signed');
  if (partner.status !== 'approved') return refuse('account_not_active');
  const billingDay = Number(utcDay(at).slice(8, 10));
  return ok({ ...partner, status: 'active', agreement: { ...signature, signedAt: at, billingDay } });
}

/**
 * Last day of the agreement's running term: the next 31 August, that day included (PRG-7). A signature between June and
 * August gives a short first term, as the program's year is the same for all.
 */
export function termEndOn(on: Day): Day {
  const year = Number(on.slice(0, 4));
  const august = `${on.slice(0, 4)}-08-31`;
  const end = on <= august ? august : `${year + 1}-08-31`;
  invariant(end >= on, 'a term ends after it begins');
  return end as Day;
}
