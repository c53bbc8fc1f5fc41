import * as z from 'zod';
import { bodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, lenientEnum } from '../../../shared/contracts/wire.ts';
import { CASE_STATUSES } from './domain/collections.ts';

export const CollectionsCasePath = z.object({ caseId: Guid.describe('Id of the case.') });

export const CollectionsCase = z
  .object({
    id: z.string().describe('Id of the case.'),
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    openedDate: WireInstant.describe('Day on which it opened.'),
    closedDate: WireInstant.optional().describe('Day on which nothing was overdue any more.'),
    status: z
      .enum(CASE_STATUSES)
      .describe('`promised`: steps wait until the promise is over; `resolved`: nothing is overdue any more.'),
    amountOverdue: z.number().describe('What is overdue of all its invoices.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    invoices: z
      .array(
        z.object({
          invoiceId: z.string().describe('Number of the invoice.'),
          dueDate: WireInstant.describe('When it was due.'),
          amountOverdue: z.number().describe('What is overdue for it.'),
        }),
      )
      .describe('Invoices that are overdue, or were while the case was open.'),
    promiseDate: WireInstant.optional().describe('Last day of the promise that was made last.'),
    note: z.string().optional().describe('What was noted with the last change.'),
    attributes: attributes('CollectionsCase'),
  })
  .meta({ id: 'CollectionsCase' });

export const COLLECTIONS_CASES_PER_PAGE = 200;

export const CollectionsCasesQuery = z.object({
  status: lenientEnum(CASE_STATUSES).optional().describe('Only cases with this status.'),
  size: wholeNumber(1, COLLECTIONS_CASES_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const CollectionsCases = collectionOf(CollectionsCase);

/** Days that a promise reaches at most. */
export const PROMISE_DAYS_MAX = 365;

export const CollectionsCaseChange = z.object({
  status: lenientEnum(['promised', 'writtenOff']).describe(
    '`promised`: steps wait up to the day of the promise. `writtenOff`: what is overdue is given up, and the case closes.',
  ),
  promiseDate: bodyDate()
    .optional()
    .describe('Day up to which payment was promised: today, or up to 365 days from now. Of promises alone.'),
  note: written({ max: 1000, lines: true }).describe('What was agreed, or why nothing will come.'),
});
