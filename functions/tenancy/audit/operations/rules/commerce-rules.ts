import type * as commerce from '../../../../../events/commerce.ts';
import type { EventRecord } from '../../../../../shared/contracts/events.ts';
import type { AuditRule, Parties, RulesOf } from './rule.ts';
import { exported, inCustomer, rowsOfImport } from './tenancy-rules.ts';

/** Commerce's events are the partner's. */
const sold = ({ tenantId }: EventRecord, customerId: string): Parties => ({ partnerId: tenantId, customerId });

/** Prices stay out: they stand in the subscription's own history and on invoices, and the customer reads this log too. */
const KEPT = [
  'subscriptionId',
  'orderId',
  'offerId',
  'quantity',
  'status',
  'suspensionReason',
  'billingCycle',
  'autoRenewEnabled',
  'parentSubscriptionId',
  'partnerIdOnRecord',
  'termStartOn',
  'commitmentEndOn',
] as const;

/** What happens to a subscription all looks alike; which of it happened is a note. */
const changed: AuditRule<typeof commerce.SubscriptionUpdated> = {
  keeps: KEPT,
  parties: (event) => sold(event, event.detail.after.customerId),
  acts: () => [{ operation: 'update_subscription', resource: 'subscription' }],
  notes: ({ detail: { trigger } }) => trigger && { trigger },
};

const program = (): Parties => ({});

export const commerceRules: RulesOf<typeof commerce> = {
  OrderCreated: {
    keeps: ['orderId', 'billingCycle', 'currency'],
    parties: (event) => sold(event, event.detail.customerId),
    acts: () => [{ operation: 'create_order', resource: 'order' }],
  },
  OrderUpdated: {
    keeps: ['orderId', 'status', 'billingCycle', 'currency'],
    parties: (event) => sold(event, event.detail.customerId),
    acts: () => [{ operation: 'update_order', resource: 'order' }],
  },
  SubscriptionCreated: {
    keeps: KEPT,
    parties: (event) => sold(event, event.detail.after.customerId),
    acts: () => [{ operation: 'create_subscription', resource: 'subscription' }],
  },
  SubscriptionUpdated: changed,
  SubscriptionSuspended: changed,
  SubscriptionReactivated: changed,
  SubscriptionRenewed: changed,
  SubscriptionDeprovisioned: changed,
  SubscriptionRehomed: changed,
  DirectSubscriptionChanged: {
    keeps: KEPT,
    parties: ({ detail: { after } }) => ({ customerId: after.customerId }),
    acts: ({ detail: { trigger } }) => [
      { operation: trigger === 'create' ? 'create_subscription' : 'update_subscription', resource: 'subscription' },
    ],
    notes: ({ detail: { trigger } }) => ({ channel: 'direct', trigger }),
  },
  DirectOrderChanged: {
    keeps: ['orderId', 'status', 'billingCycle', 'currency'],
    parties: ({ detail: { customerId } }) => ({ customerId }),
    acts: () => [{ operation: 'create_order', resource: 'order' }],
    notes: () => ({ channel: 'direct' }),
  },
  DirectCancellationRequested: {
    keeps: ['subscriptionId', 'serviceRequestId', 'licences'],
    parties: ({ detail: { customerId, partnerId } }) => ({ customerId, ...(partnerId !== undefined && { partnerId }) }),
    acts: () => [{ operation: 'request_subscription_cancellation', resource: 'subscription' }],
  },
  TransitionPlanChanged: {
    keeps: ['planId', 'status'],
    parties: (event) => sold(event, event.detail.customerId),
    acts: () => [{ operation: 'update_transition_plan', resource: 'subscription' }],
  },
  SuccessionAdvanced: {
    keeps: ['customerId', 'partnerId', 'successorId', 'moved', 'state'],
    parties: ({ detail: { customerId } }) => ({ customerId }),
    acts: () => [{ operation: 'advance_succession', resource: 'customer' }],
  },
  LicensesAssigned: {
    keeps: ['userId', 'assigned', 'removed', 'reason'],
    parties: (event) => inCustomer(event, event.detail.customerId),
    acts: () => [{ operation: 'update_customer_user_licenses', resource: 'license' }],
  },
  CommerceExported: exported,
  SalesErasureAdvanced: {
    keeps: ['customerId'],
    parties: ({ detail: { customerId } }) => ({ customerId }),
    acts: () => [{ operation: 'advance_customer_erasure', resource: 'subscription' }],
  },
  PriceListPublished: {
    keeps: ['month', 'visibleFrom', 'effectiveFrom', 'prices'],
    parties: program,
    acts: () => [{ operation: 'publish_price_list', resource: 'price_list' }],
  },
  PriceListPublicationAdvanced: {
    keeps: ['month', 'pairs', 'pairsDone'],
    parties: program,
    acts: () => [{ operation: 'advance_price_list_publication', resource: 'price_list' }],
  },
  OfferCategoryChanged: {
    keeps: ['categoryId', 'rank'],
    parties: program,
    acts: () => [{ operation: 'update_offer_category', resource: 'offer_category' }],
  },
  SegmentOpeningChanged: {
    keeps: ['segment', 'isOpen'],
    parties: program,
    acts: () => [{ operation: 'update_segment', resource: 'segment' }],
  },
  PriceListCorrected: {
    keeps: ['month', 'correctionId', 'effectiveFrom', 'prices', 'markets'],
    parties: program,
    acts: () => [{ operation: 'correct_price_list', resource: 'price_list' }],
  },
  ImportAdvanced: {
    keeps: ['importId', 'type', 'state', 'isDryRun', 'rows', 'succeeded', 'failed'],
    parties: ({ tenantId }) => ({ partnerId: tenantId }),
    acts: () => [{ operation: 'advance_import', resource: 'import' }],
  },
  CustomerRowsHandedOver: rowsOfImport,
  OfferChanged: {
    keeps: ['offerId', 'family', 'state'],
    parties: program,
    acts: () => [{ operation: 'update_offer', resource: 'offer' }],
  },
};
