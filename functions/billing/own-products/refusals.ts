import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

export const ownProductsRefusals = {
  product_currency_mismatch: define(400, 950007, 'Products are priced in your billing currency.'),
  assigned_quantity_invalid: define(400, 2002, 'The quantity is a whole number from 1 to 999999.'),
} as const satisfies RefusalTable;

export type OwnProductsRefusal = keyof typeof ownProductsRefusals;
