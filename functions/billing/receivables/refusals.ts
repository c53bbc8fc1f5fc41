import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

export const receivablesRefusals = {
  payment_conflict: define(
    409,
    950001,
    'The reference has been used for a payment with another content: give this one another.',
  ),
  allocation_exceeds_balance: define(
    400,
    950006,
    'The amount is more than is owed for the invoice, or more than the payment has left.',
  ),
  currency_mismatch: define(400, 950007, 'Payments are in the billing currency of the partner.'),
} as const satisfies RefusalTable;

export type ReceivablesRefusal = keyof typeof receivablesRefusals;
