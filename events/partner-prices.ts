import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { exportStepDetail, Id, IsoDay } from './common.ts';

/** Billing's events of what partners ask of their own customers (BIL-7). */

/** The audit log keeps who changed it. */
export const PriceBookChanged = defineEvent({
  source: 'billing',
  type: 'PriceBookChanged',
  version: 1,
  meaning: 'A partner changed what its customers, or one of them, pay for seats and metered use (BIL-7).',
  detail: z.object({
    partnerId: Id,
    /** Absent: of all customers without rules of their own. */
    customerId: Id.optional(),
    /** First day on which the rules hold. */
    effectiveOn: IsoDay,
    ruleCount: z.number().int(),
  }),
});

/** The audit log keeps who changed it. */
export const PartnerProductChanged = defineEvent({
  source: 'billing',
  type: 'PartnerProductChanged',
  version: 1,
  meaning: 'A partner added, changed or retired a product of its own (BIL-7).',
  detail: z.object({
    productId: Id,
    partnerId: Id,
    billingFrequency: z.enum(['monthly', 'annual', 'oneTime']),
    status: z.enum(['active', 'retired']),
  }),
});

/** The audit log keeps who changed it. */
export const ProductAssignmentChanged = defineEvent({
  source: 'billing',
  type: 'ProductAssignmentChanged',
  version: 1,
  meaning: 'A partner assigned a product of its own to a customer, changed how many it has, or ended it (BIL-7).',
  detail: z.object({
    assignmentId: Id,
    partnerId: Id,
    customerId: Id,
    productId: Id,
    quantity: z.number().int(),
    startOn: IsoDay,
    /** First day that is not charged any more. Absent: it goes on. */
    endOn: IsoDay.optional(),
  }),
});

export const BillingExported = defineEvent({
  source: 'billing',
  type: 'BillingExported',
  version: 1,
  meaning: 'A part of what partners sell of their own to a customer was written for an export.',
  detail: z.object(exportStepDetail),
});
