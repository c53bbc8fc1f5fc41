import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type * as s from '../../schemas.ts';
import type { Partner, PartnerProfiles } from '../domain/partner.ts';

/** Each profile has an etag of its own: changing one does not make another stale. */
export const profileEtag = (partner: Partner, profile: 'organization' | 'billing'): string =>
  etagOf(`${partner.partnerId}/${profile}`, partner.profiles[profile].version);

export function toOrganizationWire(partner: Partner): z.input<typeof s.OrganizationProfile> {
  const { companyName, address, email, language, culture } = partner.profiles.organization;
  return {
    id: partner.partnerId,
    companyName,
    defaultAddress: address,
    tenantId: partner.partnerId,
    domain: partner.domain,
    email,
    language,
    culture,
    profileType: 'OrganizationProfile',
    links: { self: link('/profiles/organization') },
    attributes: { objectType: 'OrganizationProfile', etag: profileEtag(partner, 'organization') },
  };
}

export function toPartnerBillingWire(partner: Partner): z.input<typeof s.PartnerBillingProfile> {
  const { version: _, ...billing } = partner.profiles.billing;
  return {
    ...billing,
    billingCurrency: partner.currency,
    ...given({ billingDay: partner.agreement?.billingDay }),
    profileType: 'BillingProfile',
    links: { self: link('/profiles/billing') },
    attributes: { objectType: 'BillingProfile', etag: profileEtag(partner, 'billing') },
  };
}

export const toSupportWire = ({ profiles }: Partner): z.input<typeof s.SupportProfile> => ({
  ...profiles.support,
  profileType: 'support_profile',
  links: { self: link('/profiles/support') },
  attributes: { objectType: 'PartnerSupportProfile' },
});

export const toLegalWire = (
  { profiles }: Partner,
  profile: Omit<PartnerProfiles['legal'], 'lastFinalized'> = profiles.legal,
): z.input<typeof s.LegalBusinessProfile> => {
  const { lastFinalized: _, ...shown } = profile as PartnerProfiles['legal'];
  return {
    ...shown,
    profileType: 'LegalBusinessProfile',
    links: { self: link('/profiles/legalbusiness') },
    attributes: { objectType: 'LegalBusinessProfile' },
  };
};
