import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a price list does not change. */
export const priceListsRefusals = {
  price_list_exists: define(409, 950008, 'A price list for this month exists already.'),
  price_list_published: define(409, 950005, 'A published price list does not change: correct it instead.'),
} as const satisfies RefusalTable;

export type PriceListsRefusal = keyof typeof priceListsRefusals;
