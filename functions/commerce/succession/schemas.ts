import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid } from '../../../shared/contracts/wire.ts';

export const SuccessionPath = z.object({
  partnerId: z.string().describe('Tenant of the partner out of business.'),
});

/** Customers on a page: each costs a read. */
export const CUSTOMERS_PER_PAGE = 100;

export const SuccessionQuery = z.object({
  ...seekParameters,
  size: wholeNumber(1, CUSTOMERS_PER_PAGE).default(CUSTOMERS_PER_PAGE).describe('Items on one page at most.'),
});

export const SuccessionBody = z.object({
  reason: written({ max: 1000, lines: true }).describe('Why, in words.'),
  customerId: Guid.optional().describe('The customer that chose another partner; none asks for all customers.'),
  successorId: Guid.optional().describe('Tenant of the partner that it chose: it has accepted its invitation.'),
});

export const SucceedingCustomer = z.object({
  customerId: z.string().describe('Id of the customer.'),
  customerName: z.string().describe('Name of the customer.'),
  state: z
    .enum(['open', 'moving', 'done', 'stopped'])
    .describe(
      '`open`: not decided; `stopped`: it parted with its new partner before all had moved, and is open again.',
    ),
  successorId: z.string().optional().describe('Tenant of the partner with which it goes on.'),
  successorName: z.string().optional().describe('Name of that partner.'),
  reason: z.string().optional().describe('Why, in words.'),
  decidedDate: WireInstant.optional().describe('When it was decided.'),
  moved: Count.describe('Subscriptions that have moved so far.'),
  attributes: attributes('SucceedingCustomer'),
});
export const SucceedingCustomers = collectionOf(SucceedingCustomer);

export const Succession = z.object({
  partnerId: z.string().describe('Tenant of the partner out of business.'),
  reason: z.string().describe('Why, in words.'),
  customers: z
    .array(SucceedingCustomer)
    .describe('The customer that was named; else the first page of all to whom the partner sold something.'),
  attributes: attributes('Succession'),
});
