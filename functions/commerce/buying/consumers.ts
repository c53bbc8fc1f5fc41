import { PartnerChanged, PartnerRelationshipChanged, RateCardPublished } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const buyingConsumers = {
  noteNetworkId: {
    on: [PartnerChanged],
    summary: 'Keeps whose network id is whose.',
  },
  notePartnership: {
    on: [PartnerRelationshipChanged],
    summary: 'Keeps which resellers a provider may put on record.',
  },
  noteRateCard: {
    on: [RateCardPublished],
    summary: 'Keeps where metered use has a price, and from when.',
  },
} as const satisfies ConsumerTable;
