import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why there is no such offer here. */
export const catalogueRefusals = {
  offer_unknown: define(400, 800004, 'No offer has this id.'),
  availability_not_found: define(404, 400019, 'The availability was not found.'),
  offer_not_in_market: define(400, 800070, 'The offer is not sold in this country.'),
  product_is_no_offer: define(400, 2100, 'This is a product, not an offer: read it at `/products`.'),
  offer_exists: define(409, 950008, 'An offer with this id exists already.'),
} as const satisfies RefusalTable;

export type CatalogueRefusal = keyof typeof catalogueRefusals;
