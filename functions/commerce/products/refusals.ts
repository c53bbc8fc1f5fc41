import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why there is no such product here; that an availability is not there, and where nothing is sold, says the catalogue. */
export const productsRefusals = {
  product_not_found: define(404, 400013, 'The product was not found.'),
  sku_not_found: define(404, 400018, 'The SKU was not found.'),
  segment_closed: define(403, 400030, 'The segment is closed in this program.'),
  view_unknown: define(403, 400036, 'The catalogue has no such view.'),
} as const satisfies RefusalTable;

export type ProductsRefusal = keyof typeof productsRefusals;
