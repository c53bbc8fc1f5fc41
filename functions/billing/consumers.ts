import {
  CustomerChanged,
  CustomerCreated,
  CustomerRelationshipChanged,
  OfferChanged,
  PartnerChanged,
  SubscriptionCreated,
  SubscriptionDeprovisioned,
  SubscriptionReactivated,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../events/index.ts';
import { consumerTable } from '../../shared/contracts/consumers.ts';

export const billingConsumers = consumerTable('billing', {
  recordCreatedSubscription: {
    on: [SubscriptionCreated],
    summary: 'Begins the history that the invoices of a subscription are computed from.',
  },
  recordChangedSubscription: {
    on: [
      SubscriptionUpdated,
      SubscriptionSuspended,
      SubscriptionReactivated,
      SubscriptionRenewed,
      SubscriptionDeprovisioned,
    ],
    summary: 'Puts each save of a subscription in its place in that history.',
  },
  followPartner: {
    on: [PartnerChanged],
    summary: 'Keeps the billing account of a partner and opens its first billing period (PRG-2).',
  },
  followCustomer: { on: [CustomerCreated, CustomerChanged], summary: 'Keeps what a customer is called.' },
  followRelationship: {
    on: [CustomerRelationshipChanged],
    summary: 'Lets the lines of a partner name its customer.',
  },
  followOffer: { on: [OfferChanged], summary: 'Keeps what an offer and its product are called.' },
});
