import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a price list does not change. */
export const priceListsRefusals = {
  price_list_exists: define(409, 950008, 'A price list for this month exists already.'),
  price_list_published: define(409, 950005, 'A published price list does not change: correct it instead.'),
  price_list_publishing: define(
    409,
    950005,
    'A price list is being published at this moment: try again when it is done.',
  ),
  no_price_access: define(403, 800043, 'The role of the caller has no access to prices.'),
} as const satisfies RefusalTable;

export type PriceListsRefusal = keyof typeof priceListsRefusals;
