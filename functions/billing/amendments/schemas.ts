import * as z from 'zod';
import { DecimalText } from '../../../shared/contracts/numbers.ts';
import { codeText, written } from '../../../shared/contracts/text.ts';

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
