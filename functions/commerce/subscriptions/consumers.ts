import {
  CustomerErased,
  DirectSubscriptionChanged,
  PartnerChanged,
  SalesErasureAdvanced,
  SubscriptionCreated,
  SubscriptionReactivated,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const subscriptionsConsumers = {
  followAgreement: {
    on: [PartnerChanged],
    summary: 'Keeps when the run-off of a partner is over (PRG-8).',
  },
  followBase: {
    on: [
      SubscriptionSuspended,
      SubscriptionReactivated,
      SubscriptionRenewed,
      SubscriptionUpdated,
      DirectSubscriptionChanged,
    ],
    unless: 'isDone',
    summary: 'Lets add-ons follow their base where the request could not reach them all.',
  },
  notePlace: {
    on: [SubscriptionCreated],
    unless: 'isDone',
    summary: 'Keeps whose a subscription is that has gone over, for the program, which knows it by its id alone.',
  },
  notePlaceAgain: {
    on: [SubscriptionRenewed, DirectSubscriptionChanged],
    summary: 'Keeps whose a subscription is that was bought before places were kept, or without a partner.',
  },
  eraseSales: {
    on: [CustomerErased, SalesErasureAdvanced],
    summary: 'Ends what was sold to an erased customer and deletes it, with orders and carts (CUS-6).',
  },
} as const satisfies ConsumerTable;
