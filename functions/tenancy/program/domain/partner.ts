import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Address, Contact } from '../../tenants/domain/contact.ts';
import { countryRules } from '../../tenants/domain/country-rules.ts';
import { currencyOf } from '../../tenants/domain/regions.ts';
import { endedBy, hasEnded, nextStepOn, nextTermOn, type ProgramAgreement } from './program-agreement.ts';

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
  /** Its customers are shown where else they can have a website (PRG-12). Absent of who never said: they are not. */
  readonly showsHostingSuggestions?: boolean;
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
export type VettingStatus = 'none' | 'pending' | 'authorized' | 'rejected';
export type VettingSubStatus =
  | 'none'
  | 'entry'
  | 'email_ownership'
  | 'email_domain'
  | 'employment_verification'
  | 'decision'
  | 'other'
  | 'business_verification';
export type FinalizedProfile = Omit<PartnerProfiles['legal'], 'lastFinalized'> & {
  readonly vettingStatus: 'authorized' | 'rejected';
};

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
    readonly vettingStatus: VettingStatus;
    readonly vettingSubStatus: VettingSubStatus;
    /** The profile as it was when its vetting was finished last, with the result. */
    readonly lastFinalized?: FinalizedProfile;
  };
  /** What customers are told to phone or write to (PRG-12). */
  readonly support: { readonly email?: string; readonly telephone?: string; readonly website?: string };
}

/** The region of the national cloud, partners and customers alike (CAT-6). */
const NATIONAL_CLOUD_REGION = 'EU_EFTA';

/**
 * Authorises a partner for a region and a cloud (PRG-3, CAT-6). Refuses a region that is not that of its location, `own`:
 * another one takes another tenant (PRG-4); and the national cloud outside the EU, EFTA and UK.
 */
export function authorize(
  partner: Partner,
  {
    region,
    cloud,
    own,
  }: { readonly region: string; readonly cloud: Partner['cloud']; readonly own: string | undefined },
): Result<Partner, Refusal<'invalid_property'>> {
  if (region !== own)
    return refuse('invalid_property', {
      field: 'region',
      description: `A partner in ${partner.country} is authorised for ${own ?? 'no region'}: another region takes another tenant with a location there.`,
    });
  if (cloud === 'germany' && region !== NATIONAL_CLOUD_REGION) return refuse('invalid_property', wrongCloud);
  return ok(partner.region === region && partner.cloud === cloud ? partner : { ...partner, region, cloud });
}

const wrongCloud = { field: 'cloud', description: 'This cloud is for the EU, EFTA and UK only.' };

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
 * A nominated partner (PRG-2), with the region that its country is in and the currency of its country (PRG-3, PRG-10).
 * What the program writes to it is in the first culture of its country, until it says another (BIL-2). Refuses a country
 * where the program is not sold, and the national cloud outside the EU, EFTA and UK (CAT-6).
 */
export function nominate(
  nomination: Nomination,
  region: string | undefined,
): Result<Partner, Refusal<'invalid_property'>> {
  const { at, address: givenAddress, ...facts } = nomination;
  if (!region)
    return refuse('invalid_property', { field: 'country', description: 'The program is not sold in this country.' });
  if (facts.cloud === 'germany' && region !== NATIONAL_CLOUD_REGION) return refuse('invalid_property', wrongCloud);
  const address: Address = givenAddress ?? { country: facts.country };
  const { companyName, primaryAdmin } = facts;
  const culture = countryRules(facts.country).defaultCulture;
  return ok({
    ...facts,
    version: 0,
    status: 'nominated',
    region,
    currency: currencyOf(facts.country),
    nominatedAt: at,
    profiles: {
      organization: {
        version: 1,
        companyName,
        address,
        email: primaryAdmin.email,
        language: culture.slice(0, 2),
        culture,
      },
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

/** True when the last vetting of its legal profile that was finished refused it: a new profile alone changes nothing. */
export const isRefused = ({ profiles }: Partner): boolean => profiles.legal.lastFinalized?.vettingStatus === 'rejected';

/** May the partner win customers and partners at `at` (PRG-8)? As the dispatcher asks of callers, of a partner that does not call. */
export const mayDoNewBusiness = (partner: Partner, at: Instant): boolean =>
  partner.status === 'active' && !(partner.agreement && hasEnded(partner.agreement, at)) && !isRefused(partner);

/** First day on which nothing that the partner sold is served any more (PRG-8); undefined as long as no end is known. */
export const runOffEndOf = ({ agreement }: Partner): Day | undefined =>
  agreement?.endsOn && runOffEndsOn(agreement.endsOn);

/** True for a partner whose run-off is over (PRG-8). */
export const isRunOffOver = (partner: Partner, at: Instant): boolean => {
  const end = runOffEndOf(partner);
  return end !== undefined && end <= utcDay(at);
};

/**
 * The partner in another status. From its run-off on the agreement counts as ended on the UTC day of the change, where
 * notice had not ended it before (PRG-8). Refuses what the table does not name, an approval of who was refused by vetting,
 * and the end of a run-off that is not over; the present status again changes nothing.
 */
export function changeStatus(
  partner: Partner,
  to: PartnerStatus,
  at: Instant,
): Result<Partner, Refusal<'invalid_partner_transition'>> {
  if (partner.status === to) return ok(partner);
  const refused = (description: string) => refuse('invalid_partner_transition', { field: 'status', description });
  if (!operatorTransitions[partner.status].includes(to))
    return refused(`A partner that is ${partner.status} cannot become ${to}.`);
  if (to === 'approved' && isRefused(partner)) return refused('The vetting of its legal profile refused this partner.');
  if (to === 'terminated' && partner.agreement && !isRunOffOver(partner, at))
    return refused(`What the partner sold is served until its run-off ends on ${runOffEndOf(partner)}.`);
  const changed = { ...partner, status: to };
  if (!ENDED.has(to) || !partner.agreement) return ok(changed);
  return ok({ ...changed, agreement: endedBy(partner.agreement, utcDay(at)) });
}

/** True for a partner whose agreement renews, nears its end or ends by itself. */
export const isRunning = ({ status }: Partner): boolean => status === 'active' || status === 'suspended';

/** True for a partner whose agreement has ended: a terminated one too, as the operator's word may come before the end of its relationships. */
export const isEnded = ({ status }: Partner): boolean => ENDED.has(status);

/**
 * When there is next something to do about a partner, and what: its agreement moves on, or its run-off ends. Of one that is
 * terminated, too, until a run has found that nothing is left of it.
 */
export function partnerDue(partner: Partner): { readonly of: 'AGREEMENT' | 'RUNOFF'; readonly on: Day } | undefined {
  if (!partner.agreement) return undefined;
  if (isRunning(partner)) return { of: 'AGREEMENT', on: nextStepOn(partner.agreement) };
  const on = isEnded(partner) ? runOffEndOf(partner) : undefined;
  return on && { of: 'RUNOFF', on };
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
  const today = utcDay(at);
  const [billingDay, termEndsOn] = [Number(today.slice(8, 10)), nextTermOn(today)];
  const agreement = { ...signature, signedAt: at, billingDay, termEndsOn, notices: [] };
  return ok({ ...partner, status: 'active', agreement });
}
