import { routeTable } from '../../shared/contracts/routes.ts';
import { azureRoutes } from './azure/routes.ts';
import { cartsRoutes } from './carts/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { directRoutes } from './direct/routes.ts';
import { importsRoutes } from './imports/routes.ts';
import { insightsRoutes } from './insights/routes.ts';
import { licencesRoutes } from './licences/routes.ts';
import { movesRoutes } from './moves/routes.ts';
import { ordersRoutes } from './orders/routes.ts';
import { priceListsRoutes } from './price-lists/routes.ts';
import { priceSheetsRoutes } from './price-sheets/routes.ts';
import { productsRoutes } from './products/routes.ts';
import { quotesRoutes } from './quotes/routes.ts';
import { commerceRefusals } from './refusals.ts';
import { subscriptionsRoutes } from './subscriptions/routes.ts';
import { successionRoutes } from './succession/routes.ts';
import { transfersRoutes } from './transfers/routes.ts';

export const commerceRoutes = routeTable(
  'commerce',
  {
    ...catalogueRoutes,
    ...priceListsRoutes,
    ...priceSheetsRoutes,
    ...productsRoutes,
    ...licencesRoutes,
    ...subscriptionsRoutes,
    ...azureRoutes,
    ...transfersRoutes,
    ...ordersRoutes,
    ...cartsRoutes,
    ...quotesRoutes,
    ...directRoutes,
    ...movesRoutes,
    ...successionRoutes,
    ...insightsRoutes,
    ...importsRoutes,
  },
  commerceRefusals,
);
