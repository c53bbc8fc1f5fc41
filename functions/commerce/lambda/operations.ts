import { azureOperations } from '../azure/handlers.ts';
import { cartsOperations } from '../carts/handlers.ts';
import { catalogueOperations } from '../catalogue/handlers.ts';
import { directOperations } from '../direct/handlers.ts';
import { importsOperations } from '../imports/handlers.ts';
import { insightsOperations } from '../insights/handlers.ts';
import { licencesOperations } from '../licences/handlers.ts';
import { movesOperations } from '../moves/handlers.ts';
import { ordersOperations } from '../orders/handlers.ts';
import { priceListsOperations } from '../price-lists/handlers.ts';
import { priceSheetsOperations } from '../price-sheets/handlers.ts';
import { productsOperations } from '../products/handlers.ts';
import { quotesOperations } from '../quotes/handlers.ts';
import { subscriptionsOperations } from '../subscriptions/handlers.ts';
import { successionOperations } from '../succession/handlers.ts';
import { transfersOperations } from '../transfers/handlers.ts';

/** What answers each route of the context. */
export const commerceOperations = {
  ...catalogueOperations,
  ...priceListsOperations,
  ...priceSheetsOperations,
  ...productsOperations,
  ...licencesOperations,
  ...subscriptionsOperations,
  ...azureOperations,
  ...transfersOperations,
  ...ordersOperations,
  ...cartsOperations,
  ...quotesOperations,
  ...directOperations,
  ...movesOperations,
  ...successionOperations,
  ...insightsOperations,
  ...importsOperations,
} as const;
