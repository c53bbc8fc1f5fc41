import { alike, replaced } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { FinalizedProfile, Partner, PartnerProfiles, VettingStatus, VettingSubStatus } from './partner.ts';

type Sent<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

const withProfile = <K extends keyof PartnerProfiles>(partner: Partner, name: K, after: PartnerProfiles[K]): Partner =>
  alike(partner.profiles[name], after) ? partner : { ...partner, profiles: { ...partner.profiles, [name]: after } };

/** A profile with an etag counts its changes. */
const counted = <P extends { readonly version: number }>(before: P, after: P): P =>
  alike(before, after) ? before : { ...after, version: before.version + 1 };

export interface OrganizationChange extends Sent<Omit<PartnerProfiles['organization'], 'version'>> {
  readonly id?: string;
  readonly tenantId?: string;
  readonly domain?: string;
}

/**
 * The organization profile changed (PRG-12). Refuses another id, tenant or domain, and another country: it decides
 * region and currency, so the operator alone changes it (PRG-3, PRG-10).
 */
export function changeOrganization(
  partner: Partner,
  { id, tenantId, domain, ...sent }: OrganizationChange,
): Result<Partner, Refusal<'invalid_property'>> {
  const fixed = { id: partner.partnerId, tenantId: partner.partnerId, domain: partner.domain };
  for (const [field, value] of Object.entries({ id, tenantId, domain }))
    if (value !== undefined && value.toLowerCase() !== fixed[field as keyof typeof fixed])
      return refuse('invalid_property', { field, description: `${field} never changes.` });
  if (sent.address && sent.address.country !== partner.country)
    return refuse('invalid_property', {
      field: 'defaultAddress.country',
      description: 'The country decides region and currency: the operator changes it.',
    });
  const { organization } = partner.profiles;
  const after = counted(organization, replaced(organization, sent));
  const changed = withProfile(partner, 'organization', after);
  return ok(changed === partner ? partner : { ...changed, companyName: after.companyName });
}

/** The billing profile changed (PRG-12). */
export function changeBilling(partner: Partner, sent: Sent<Omit<PartnerProfiles['billing'], 'version'>>): Partner {
  const { billing } = partner.profiles;
  return withProfile(partner, 'billing', counted(billing, replaced(billing, sent)));
}

/** The support contact changed (PRG-12). */
export const changeSupport = (partner: Partner, sent: Sent<PartnerProfiles['support']>): Partner =>
  withProfile(partner, 'support', replaced(partner.profiles.support, sent));

type LegalChange = Sent<Omit<PartnerProfiles['legal'], 'vettingStatus' | 'vettingSubStatus' | 'lastFinalized'>>;

/** The legal profile changed: it is vetted anew, whatever vetting the caller claims (PRG-12). */
export function changeLegal(partner: Partner, sent: LegalChange): Partner {
  const { legal } = partner.profiles;
  const changed = replaced(legal, sent);
  if (alike(legal, changed) && legal.vettingStatus !== 'none') return partner;
  return withProfile(partner, 'legal', { ...changed, vettingStatus: 'pending', vettingSubStatus: 'entry' });
}

export interface Vetting {
  readonly status: Exclude<VettingStatus, 'none'>;
  readonly subStatus?: VettingSubStatus | undefined;
}

/**
 * The result of the operator's vetting of the legal profile as it is now (PRG-12). One that finishes it is kept with the
 * profile that was looked at: it counts until the next one does, whatever the partner writes meanwhile.
 */
export function vet(partner: Partner, { status, subStatus }: Vetting): Partner {
  const { lastFinalized: before, ...profile } = partner.profiles.legal;
  const vetted = { ...profile, vettingStatus: status, vettingSubStatus: subStatus ?? subStatusOf(status) };
  const isFinal = status !== 'pending';
  const lastFinalized = isFinal ? ({ ...vetted, vettingStatus: status } satisfies FinalizedProfile) : before;
  return withProfile(partner, 'legal', { ...vetted, ...(lastFinalized && { lastFinalized }) });
}

const subStatusOf = (status: Vetting['status']): VettingSubStatus => (status === 'pending' ? 'entry' : 'none');
