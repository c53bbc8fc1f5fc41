import { CustomerErased, CustomerRelationshipChanged, PartnerChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const directConsumers = {
  noteCustomersPartner: {
    on: [CustomerRelationshipChanged],
    summary: 'Keeps which partners a customer has, for who buys direct (CUS-4).',
  },
  notePartnerSupport: {
    on: [PartnerChanged],
    summary: 'Keeps how partners give support, for their customers (CUS-3).',
  },
  eraseCustomersPartners: {
    on: [CustomerErased],
    summary: 'Forgets which partners an erased customer had (CUS-6).',
  },
} as const satisfies ConsumerTable;
