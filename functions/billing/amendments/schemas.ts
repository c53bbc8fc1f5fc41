import * as z from 'zod';
import { DecimalText, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, written } from '../../../shared/contracts/text.ts';
import { collectionOf, Guid, lenientEnum } from '../../../shared/contracts/wire.ts';
import { Invoice } from '../invoices/schemas.ts';
import { PAYMENT_STATUSES } from './domain/payment-status.ts';

/** Lines of one note at most. */
export const ADJUSTMENT_LINES_MAX = 100;

const Reason = written({ max: 1000, lines: true }).describe('Why; the partner reads it on the note.');

export const VoidBody = z.object({
  reason: Reason,
  rebill: z
    .boolean()
    .optional()
    .default(false)
    .describe('`true`: an invoice with the same lines stands in its place; otherwise nothing is owed for them.'),
});

export const AdjustmentBody = z.object({
  reason: Reason,
  lines: z
    .array(
      z.object({
        subscriptionId: codeText(100).describe('Id of a subscription that has a line on the invoice.'),
        amount: DecimalText.describe('Amount before tax in the currency of the invoice; negative lowers it.'),
      }),
    )
    .min(1)
    .max(ADJUSTMENT_LINES_MAX)
    .describe('The lines of the note.'),
});

export const PARTNER_INVOICES_PER_PAGE = 200;

export const InvoicedPartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const PartnerInvoicesQuery = z.object({
  status: lenientEnum(PAYMENT_STATUSES).optional().describe('Only invoices with this payment status.'),
  size: wholeNumber(1, PARTNER_INVOICES_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const PartnerInvoice = Invoice.extend({
  paymentStatus: z.enum(PAYMENT_STATUSES).describe('What is owed, and whether it is late.'),
  balance: z.number().describe('What is owed for the invoice with its notes; negative is credit.'),
}).meta({ id: 'PartnerInvoice' });

export const PartnerInvoices = collectionOf(PartnerInvoice);
