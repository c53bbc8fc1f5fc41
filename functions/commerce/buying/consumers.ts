import {
  CreditAvailable,
  OrderingSuspensionChanged,
  PartnerChanged,
  PartnerRelationshipChanged,
  RateCardPublished,
} from '../../../events/index.ts';
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
  noteOrderingSuspension: {
    on: [OrderingSuspensionChanged],
    summary: 'Keeps whether collections suspended what a partner may order (BIL-5).',
  },
  noteCredit: {
    on: [CreditAvailable],
    summary: 'Keeps what a partner with a credit limit may order still (BIL-5).',
  },
  noteRateCard: {
    on: [RateCardPublished],
    summary: 'Keeps where metered use has a price, and from when.',
  },
} as const satisfies ConsumerTable;
