import { azureRefusals } from './azure/refusals.ts';
import { buyingRefusals } from './buying/refusals.ts';
import { cartsRefusals } from './carts/refusals.ts';
import { catalogueRefusals } from './catalogue/refusals.ts';
import { directRefusals } from './direct/refusals.ts';
import { importsRefusals } from './imports/refusals.ts';
import { insightsRefusals } from './insights/refusals.ts';
import { licencesRefusals } from './licences/refusals.ts';
import { ordersRefusals } from './orders/refusals.ts';
import { priceListsRefusals } from './price-lists/refusals.ts';
import { productsRefusals } from './products/refusals.ts';
import { subscriptionsRefusals } from './subscriptions/refusals.ts';
import { successionRefusals } from './succession/refusals.ts';
import { transfersRefusals } from './transfers/refusals.ts';

/** Every refusal of commerce's own, as its slices give them. */
export const commerceRefusals = {
  ...catalogueRefusals,
  ...priceListsRefusals,
  ...buyingRefusals,
  ...productsRefusals,
  ...licencesRefusals,
  ...subscriptionsRefusals,
  ...azureRefusals,
  ...transfersRefusals,
  ...ordersRefusals,
  ...cartsRefusals,
  ...directRefusals,
  ...successionRefusals,
  ...insightsRefusals,
  ...importsRefusals,
} as const;
