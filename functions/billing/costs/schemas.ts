import * as z from 'zod';
import { attributes, selfLink } from '../../../shared/contracts/wire.ts';
import { isDecimalText } from '../../../shared/kernel/money.ts';

export const CostsCustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});

/** The most that a budget says: what a number of JSON holds to the cent. */
const BUDGET_MAX = 999_999_999_999;

const budgetAmount = z
  .number()
  .min(0, 'is 0 or more')
  .max(BUDGET_MAX)
  .transform(String)
  .refine(isDecimalText, 'must be a plain decimal number')
  .meta({ type: 'number', minimum: 0, maximum: BUDGET_MAX } as never);

/** The whole of a budget: without an amount, or with null, there is none. */
export const SpendingBudgetBody = z.object({
  amount: budgetAmount
    .nullish()
    .transform((amount) => amount ?? undefined)
    .describe('What may be spent in a billing period, in your billing currency; null, or left out, takes it away.'),
});

export const budgetShape = {
  amount: z
    .number()
    .optional()
    .describe('What may be spent in a billing period, in the billing currency of the partner; absent: no budget.'),
  usageSpendingBudget: z.number().optional().describe('The same as `amount`.'),
  attributes: attributes('SpendingBudget'),
};

export const SpendingBudget = z.object({ ...budgetShape, links: selfLink }).meta({ id: 'SpendingBudget' });
