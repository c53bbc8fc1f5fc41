import {
  CustomerChanged,
  CustomerCreated,
  CustomerErased,
  CustomerRelationshipChanged,
  OfferChanged,
  PartnerChanged,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const accountsConsumers = {
  followPartner: {
    on: [PartnerChanged],
    summary: 'Keeps the billing account of a partner and opens its first billing period (PRG-2).',
  },
  followCustomer: { on: [CustomerCreated, CustomerChanged], summary: 'Keeps what a customer is called.' },
  followRelationship: {
    on: [CustomerRelationshipChanged],
    summary: 'Lets the lines of a partner name its customer.',
  },
  eraseCustomer: {
    on: [CustomerErased],
    summary: 'Forgets what an erased customer was called; invoices stay as they were issued (CUS-6).',
  },
  followOffer: { on: [OfferChanged], summary: 'Keeps what an offer and its product are called.' },
} as const satisfies ConsumerTable;
