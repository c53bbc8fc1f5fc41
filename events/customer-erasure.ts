import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { Id, IsoDay } from './common.ts';

/** Tenancy's events of customers that go (CUS-6). */

/** Its people, and the partner that it had last, are told while there is time to take its data, or another partner. */
export const CustomerErasureAnnounced = defineEvent({
  source: 'tenancy',
  type: 'CustomerErasureAnnounced',
  version: 1,
  meaning: 'A customer that no partner has any more is told from which day on it and its data may be erased (CUS-6).',
  detail: z.object({
    customerId: Id,
    customerName: z.string(),
    customerDomain: z.string(),
    to: z.string(),
    /** The partner that it had last. */
    partnerId: Id.optional(),
    /** First day on which it may be erased. */
    erasedFrom: IsoDay,
  }),
});

/**
 * Each context deletes what it has of the customer: people, names, texts, what it bought. What stays, and why, is in the
 * README of each: invoices with their lines and files, what partners are charged for, the audit log by ids.
 */
export const CustomerErased = defineEvent({
  source: 'tenancy',
  type: 'CustomerErased',
  version: 1,
  meaning: 'A customer tenant was deleted: nothing is kept of it but what names no one.',
  detail: z.object({
    customerId: Id,
    /** Partners that it ever had, a page of them by id: whoever reads by partner deletes what is of these. */
    partnerIds: z.array(Id).max(100),
    /** Which page it is; absent: the first. */
    page: z.number().int().min(1).optional(),
    /** There are more partners: the next page is an event of its own. Absent of the last page. */
    hasMore: z.literal(true).optional(),
    /** Revenue is told by it (BIL-12). */
    country: z.string(),
    reason: z.enum(['sandboxDeletion', 'deprovisioned']),
  }),
});
