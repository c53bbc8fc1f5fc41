import {
  OrderCreated,
  OrderUpdated,
  PartnerChanged,
  PartnerRelationshipChanged,
  PriceListPublished,
  SubscriptionReactivated,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../events/index.ts';
import { consumerTable } from '../../shared/contracts/consumers.ts';

/** What commerce listens to: its own events to finish what a request began, and tenancy's about partners. */
export const commerceConsumers = consumerTable('commerce', {
  fulfilOrder: {
    on: [OrderCreated, OrderUpdated],
    summary: 'Makes what is missing of an order whose request was interrupted.',
  },
  followBase: {
    on: [SubscriptionSuspended, SubscriptionReactivated, SubscriptionRenewed, SubscriptionUpdated],
    summary: 'Lets add-ons follow their base where the request could not reach them all.',
  },
  publishPricedOffers: {
    on: [PriceListPublished],
    summary: 'Publishes imported offers that waited for a price.',
  },
  noteNetworkId: {
    on: [PartnerChanged],
    summary: 'Keeps whose network id is whose.',
  },
  notePartnership: {
    on: [PartnerRelationshipChanged],
    summary: 'Keeps which resellers a provider may put on record.',
  },
});
