import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { DecimalText, exportStepDetail, Id, IsoDay, IsoInstant } from './common.ts';
import { customerRowsDetail } from './customer-rows.ts';

/** The price that holds for the whole term, for the first seats and those added later (ORD-4). Per seat and month. */
export const PriceLock = z.object({
  /** Month of the price list, `yyyy-MM`. */
  priceList: z.string(),
  currency: z.string().length(3),
  /** What the partner pays. */
  wholesale: DecimalText,
  /** What a customer that buys direct pays (MSRP). */
  list: DecimalText,
  /** 0 to 100. */
  discountPercent: DecimalText,
  lockedAt: IsoInstant,
  /** What prices of another currency were exchanged by when the term began (billing contract M3); `month` is `yyyy-MM`. */
  exchange: z.object({ pricingCurrency: z.string().length(3), rate: DecimalText, month: z.string() }).optional(),
  earlyTerminationFee: z
    .union([z.object({ amount: DecimalText }), z.object({ percentOfRemaining: DecimalText })])
    .optional(),
});
export type PriceLock = z.infer<typeof PriceLock>;

/** A subscription as strangers need it. */
export const SubscriptionSnapshot = z.object({
  subscriptionId: Id,
  customerId: Id,
  orderId: Id,
  lineNumber: z.number().int(),
  offerId: Id,
  offerName: z.string(),
  family: z.enum(['office365', 'ems', 'crm', 'ax', 'azure']),
  planId: Id,
  friendlyName: z.string(),
  quantity: z.number().int().positive(),
  billingType: z.enum(['license', 'usage']),
  billingCycle: z.enum(['monthly', 'annual']),
  parentSubscriptionId: Id.optional(),
  status: z.enum(['active', 'suspended', 'deleted']),
  suspensionReason: z
    .enum(['CustomerCancellation', 'ParentSuspended', 'NonPayment', 'ProgramAction', 'Expiration'])
    .optional(),
  suspendedAt: IsoInstant.optional(),
  autoRenewEnabled: z.boolean(),
  /** The reseller of record, by its network id. */
  partnerIdOnRecord: z.string().optional(),
  createdAt: IsoInstant,
  /** Day that cycles and terms count from (billing contract R2). */
  anchorOn: IsoDay,
  /** First day of the running term. */
  termStartOn: IsoDay,
  /** End of the running term: the day after its last; absent for usage. */
  commitmentEndOn: IsoDay.optional(),
  priceLock: PriceLock.optional(),
  /** The program itself holds it or its base suspended: no early-termination fee is due. */
  isSuspendedByProgram: z.literal(true).optional(),
  /** Why the program last held it, or let it go, in its own words. */
  programReason: z.string().optional(),
  /** Tenant of the reseller whom the customer turns to; absent: the partner itself. */
  supportTenantId: Id.optional(),
  /** Of metered use: when it was registered, and when its entitlement was cancelled. */
  registeredAt: IsoInstant.optional(),
  entitlementCancelledAt: IsoInstant.optional(),
  /** Who of the customer may manage metered use (DAP-4). */
  roleAssignments: z
    .array(z.object({ principalId: Id, role: z.enum(['owner', 'contributor']), scope: z.string() }))
    .max(50)
    .optional(),
});
export type SubscriptionSnapshot = z.infer<typeof SubscriptionSnapshot>;

/**
 * How often the subscription began to run: at its purchase, and with every reactivation. Absent of add-ons, which run no
 * longer than their base, and of what was bought before this was counted.
 */
const activations = z.number().int().positive().optional();

/**
 * Commerce has nothing left to do because of this save: all that follows from it was saved with it. Absent where something is,
 * and of what was saved before this was told.
 */
const isDone = z.literal(true).optional();

/** What can happen to a subscription. */
export const SubscriptionTrigger = z.enum([
  'resize',
  'amend',
  'changeCycle',
  'suspend',
  'reactivate',
  'renew',
  'expire',
  'deprovision',
  'remove',
  'handOver',
]);
export type SubscriptionTrigger = z.infer<typeof SubscriptionTrigger>;

const subscriptionChange = z.object({
  before: SubscriptionSnapshot,
  after: SubscriptionSnapshot,
  /** What happened; `amend` is name, renewal flag or reseller of record. Absent of what was saved before it was told. */
  trigger: SubscriptionTrigger.optional(),
  /** Names of the members that differ. */
  changed: z.array(z.string()),
  activations,
  isDone,
});

const orderDetail = z.object({
  orderId: Id,
  customerId: Id,
  billingCycle: z.enum(['monthly', 'annual']),
  currency: z.string().length(3),
  lines: z.array(
    z.object({ lineNumber: z.number().int(), offerId: Id, quantity: z.number().int(), subscriptionId: Id }),
  ),
  isDone,
});

export const OrderCreated = defineEvent({
  source: 'commerce',
  type: 'OrderCreated',
  version: 1,
  meaning: 'A partner placed an order, whole.',
  detail: orderDetail,
});

export const OrderUpdated = defineEvent({
  source: 'commerce',
  type: 'OrderUpdated',
  version: 1,
  meaning: 'An order got add-ons or another billing cycle, or all its subscriptions are there, or it was cancelled.',
  detail: orderDetail.extend({ status: z.enum(['pending', 'completed', 'cancelled']) }),
});

export const SubscriptionCreated = defineEvent({
  source: 'commerce',
  type: 'SubscriptionCreated',
  version: 1,
  meaning: 'A subscription began; it is charged from this day on.',
  detail: z.object({ after: SubscriptionSnapshot, activations, isDone }),
});

export const SubscriptionUpdated = defineEvent({
  source: 'commerce',
  type: 'SubscriptionUpdated',
  version: 1,
  meaning: 'Quantity, billing cycle, name, renewal or reseller of record changed.',
  detail: subscriptionChange,
});

export const SubscriptionSuspended = defineEvent({
  source: 'commerce',
  type: 'SubscriptionSuspended',
  version: 1,
  meaning: 'A subscription was suspended, or reached the end of its term without renewal; charging stops.',
  detail: subscriptionChange,
});

export const SubscriptionReactivated = defineEvent({
  source: 'commerce',
  type: 'SubscriptionReactivated',
  version: 1,
  meaning: 'A suspended subscription is active again; charging goes on.',
  detail: subscriptionChange,
});

export const SubscriptionRenewed = defineEvent({
  source: 'commerce',
  type: 'SubscriptionRenewed',
  version: 1,
  meaning: 'A new term of twelve months began at the price then in force (SUB-1).',
  detail: subscriptionChange,
});

export const SubscriptionDeprovisioned = defineEvent({
  source: 'commerce',
  type: 'SubscriptionDeprovisioned',
  version: 1,
  meaning: 'A subscription was suspended for 60 days; its data is gone for good (SUB-4).',
  detail: subscriptionChange,
});

export const SubscriptionRehomed = defineEvent({
  source: 'commerce',
  type: 'SubscriptionRehomed',
  version: 1,
  meaning:
    'A subscription of a partner out of business went on with the partner that its customer chose: this one is charged no more; the other one has it by a SubscriptionCreated of its own (PRG-9).',
  detail: subscriptionChange,
});

/** Nobody charges it here: the program bills who buys direct by other means. */
export const DirectSubscriptionChanged = defineEvent({
  source: 'commerce',
  type: 'DirectSubscriptionChanged',
  version: 1,
  meaning: 'A subscription that a customer bought direct, from the program itself, began or changed.',
  detail: z.object({
    /** Absent where it began. */
    before: SubscriptionSnapshot.optional(),
    after: SubscriptionSnapshot,
    trigger: z.union([z.literal('create'), SubscriptionTrigger]),
    changed: z.array(z.string()).optional(),
    activations,
    isDone,
  }),
});

export const DirectOrderChanged = defineEvent({
  source: 'commerce',
  type: 'DirectOrderChanged',
  version: 1,
  meaning: 'A customer placed an order with the program itself, or all its subscriptions are there (CUS-4).',
  detail: orderDetail.extend({ status: z.enum(['pending', 'completed', 'cancelled']) }),
});

/** From 25 licences on a direct subscription is cancelled by support, which takes this up (ORD-7). */
export const DirectCancellationRequested = defineEvent({
  source: 'commerce',
  type: 'DirectCancellationRequested',
  version: 1,
  meaning: 'The end of a direct subscription of 25 licences or more was asked for: support carries it out (ORD-7).',
  detail: z.object({
    customerId: Id,
    subscriptionId: Id,
    /** Number of the service request that is opened for it, 15 digits. */
    serviceRequestId: Id,
    offerName: z.string(),
    /** Licences that end with it, those of its add-ons included. */
    licences: z.number().int().positive(),
    /** The partner that asked on the customer's behalf; absent: the customer itself. */
    partnerId: Id.optional(),
  }),
});

/** A partner's plan to take over what a customer bought direct (ORD-7). */
export const TransitionPlanChanged = defineEvent({
  source: 'commerce',
  type: 'TransitionPlanChanged',
  version: 1,
  meaning: 'A partner planned to take over direct subscriptions of a customer, or came further with it (ORD-7).',
  detail: z.object({
    planId: Id,
    customerId: Id,
    status: z.enum(['draft', 'ordered', 'verified', 'cancelled']),
    lines: z.array(
      z.object({ directSubscriptionId: Id, offerId: Id, quantity: z.number().int(), subscriptionId: Id.optional() }),
    ),
  }),
});

export const SuccessionAdvanced = defineEvent({
  source: 'commerce',
  type: 'SuccessionAdvanced',
  version: 1,
  meaning:
    'It was decided which partner a customer of one out of business goes on with, or more of its subscriptions have moved there (PRG-9).',
  detail: z.object({
    partnerId: Id,
    customerId: Id,
    successorId: Id,
    moved: z.number().int(),
    state: z.enum(['moving', 'done', 'stopped']),
  }),
});

export const PriceListPublished = defineEvent({
  source: 'commerce',
  type: 'PriceListPublished',
  version: 1,
  meaning: 'A price list was published: visible 30 days before it takes effect, to all partners at once (CAT-4).',
  detail: z.object({ month: z.string(), visibleFrom: IsoInstant, effectiveFrom: IsoInstant, prices: z.number().int() }),
});

export const PriceListPublicationAdvanced = defineEvent({
  source: 'commerce',
  type: 'PriceListPublicationAdvanced',
  version: 1,
  meaning: 'The publication of a price list came further; nobody sees the list before it is published (CAT-4).',
  detail: z.object({ month: z.string(), pairs: z.number().int(), pairsDone: z.number().int() }),
});

export const PriceListCorrected = defineEvent({
  source: 'commerce',
  type: 'PriceListCorrected',
  version: 1,
  meaning:
    'An error of a published price list was corrected: some of its prices are others from an instant on (CAT-4).',
  detail: z.object({
    month: z.string(),
    correctionId: Id,
    reason: z.string(),
    effectiveFrom: IsoInstant,
    /** From when partners see the list; they are told no earlier. */
    visibleFrom: IsoInstant,
    prices: z.number().int(),
    /** Markets and currencies in which something changes. */
    markets: z.number().int(),
  }),
});

export const OfferChanged = defineEvent({
  source: 'commerce',
  type: 'OfferChanged',
  version: 1,
  meaning: 'An offer was published, changed or retired.',
  detail: z.object({
    offerId: Id,
    name: z.string(),
    family: z.enum(['office365', 'ems', 'crm', 'ax', 'azure']),
    productName: z.string(),
    state: z.enum(['draft', 'published', 'retired']),
  }),
});

export const SalesErasureAdvanced = defineEvent({
  source: 'commerce',
  type: 'SalesErasureAdvanced',
  version: 1,
  meaning: 'A part of what was sold to an erased customer was deleted; what is left follows (CUS-6).',
  detail: z.object({
    customerId: Id,
    /** Partners of whose sales something is left, in their order, with `direct` for those of the program itself. */
    partnerIds: z.array(Id).min(1).max(101),
  }),
});

export const OfferCategoryChanged = defineEvent({
  source: 'commerce',
  type: 'OfferCategoryChanged',
  version: 1,
  meaning: 'A category of offers was added, or is called or ranked otherwise.',
  detail: z.object({ categoryId: z.string(), name: z.string(), rank: z.number().int() }),
});

export const SegmentOpeningChanged = defineEvent({
  source: 'commerce',
  type: 'SegmentOpeningChanged',
  version: 1,
  meaning: 'Offers of a segment that the program keeps closed are sold from now on, or no longer.',
  detail: z.object({ segment: z.enum(['education', 'governmentCommunity']), isOpen: z.boolean() }),
});

export const CommerceExported = defineEvent({
  source: 'commerce',
  type: 'CommerceExported',
  version: 1,
  meaning: 'A part of what was sold to a customer was written for an export.',
  detail: z.object(exportStepDetail),
});

/** What imports of a partner tell of themselves; each step of one goes on with the next (ORD-8). */
export const ImportAdvanced = defineEvent({
  source: 'commerce',
  type: 'ImportAdvanced',
  version: 1,
  meaning: 'An import of customers or orders was begun, came further, ended, was stopped or was gone on with (ORD-8).',
  detail: z.object({
    importId: Id,
    type: z.enum(['customers', 'orders']),
    state: z.enum(['validating', 'running', 'done', 'failed', 'cancelled']),
    isDryRun: z.boolean(),
    rows: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
  }),
});

export const CustomerRowsHandedOver = defineEvent({
  source: 'commerce',
  type: 'CustomerRowsHandedOver',
  version: 1,
  meaning:
    'Rows of an import are for tenancy to find customers by their domain, to check new customers, or to create them.',
  detail: z.object({ ...customerRowsDetail, key: z.string() }),
});

/** Licences hang on users: whoever holds one has used up a seat of its plan's pool (SUB-8). */
export const LicensesAssigned = defineEvent({
  source: 'commerce',
  type: 'LicensesAssigned',
  version: 1,
  meaning: 'Licences of a user of a customer were assigned, changed or taken back, or were freed with the user.',
  detail: z.object({
    userId: Id,
    customerId: Id,
    /** Plans of which it got a licence, or of whose licence other services are left out now. */
    assigned: z.array(Id),
    /** Plans of which it has none any more. */
    removed: z.array(Id),
    reason: z.enum(['requested', 'userDeleted']),
  }),
});
