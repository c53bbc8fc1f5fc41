import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

export const priceBooksRefusals = {
  price_rule_out_of_range: define(
    400,
    950010,
    'A percentage leaves a price of 0 or more, and takes off or adds 1000 percent at most; a price is 0 or more.',
  ),
} as const satisfies RefusalTable;

export type PriceBooksRefusal = keyof typeof priceBooksRefusals;
