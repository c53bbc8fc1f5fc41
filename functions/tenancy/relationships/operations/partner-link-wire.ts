import type * as z from 'zod';
import { given } from '../../../../shared/kernel/given.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { Partner } from '../../program/index.ts';
import type * as s from '../../schemas.ts';
import type { Pair } from '../domain/relationship.ts';

/** A partner as its customer sees it. */
export const toPartnerLinkWire = (partner: Partner, pair: Pair): z.input<typeof s.PartnerLink> => ({
  partnerId: partner.partnerId,
  partnerName: partner.companyName,
  relationship: pair.relationship,
  hasDelegatedAdmin: pair.delegatedAdmin,
  ...given({ since: pair.since && toWireInstant(pair.since) }),
  supportContact: { ...partner.profiles.support },
  isOutOfBusiness: partner.status === 'outOfBusiness',
  showThirdPartyHostingSuggestions: partner.showsHostingSuggestions ?? false,
  attributes: { objectType: 'PartnerLink' },
});
