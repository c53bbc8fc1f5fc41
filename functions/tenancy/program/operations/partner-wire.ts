import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { addDays, toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import type { Partner } from '../domain/partner.ts';

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
    vettingStatus: partner.profiles.legal.vettingStatus,
    ...given({
      mpnId: partner.mpnId,
      billingDay: partner.agreement?.billingDay,
      agreementEndDate: partner.agreement?.endsOn && toWireDay(addDays(partner.agreement.endsOn, -1)),
    }),
    links: { self: link(`/operator/partners/${id}`) },
    attributes: { objectType: 'PartnerAccount', etag: etagOf(id, partner.version) },
  };
};

/** Sign-in name of a partner's first user: the name of its mail address, in the partner's domain. */
export const firstUserName = ({ primaryAdmin, domain }: Partner): string =>
  `${primaryAdmin.email.split('@')[0]!.toLowerCase()}@${domain}`;
