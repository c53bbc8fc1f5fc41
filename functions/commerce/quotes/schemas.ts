import * as z from 'zod';
import { Count } from '../../../shared/contracts/numbers.ts';
import { attributes } from '../../../shared/contracts/wire.ts';
import { Cycle, Quantity, QuotedShape, StatusWish } from '../subscriptions/parts.ts';

/** One intended change: of seats, of the status, or of the billing cycle of the whole order. */
export const QuoteBody = z
  .object({
    quantity: Quantity.optional().describe('Number of seats that it would have.'),
    status: StatusWish.optional().describe('`suspended` or `active`.'),
    billingCycle: Cycle.optional().describe('How often its order would be billed.'),
  })
  .superRefine((body, context) => {
    if (Object.values(body).filter((value) => value !== undefined).length === 1) return;
    context.addIssue({ code: 'custom', message: 'must have one of quantity, status and billingCycle' });
  });

export const QuoteLine = QuotedShape.extend({
  subscriptionId: z
    .string()
    .describe('Subscription that is charged: the one asked about, or one that goes along with it.'),
  offerId: z.string().describe('Id of its offer.'),
  quantity: Count.describe('Seats that the line charges or takes back.'),
});

export const Quote = z.object({
  currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  total: z.number().describe('All that is charged first, before tax; negative where more is credited.'),
  lines: z.array(QuoteLine).describe('The lines as the invoice will have them, in its order.'),
  attributes: attributes('Quote'),
});
