import { routeTable } from '../../shared/contracts/routes.ts';
import { cartsRoutes } from './carts/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { ordersRoutes } from './orders/routes.ts';
import { priceListsRoutes } from './price-lists/routes.ts';
import { productsRoutes } from './products/routes.ts';
import { quotesRoutes } from './quotes/routes.ts';
import { commerceRefusals } from './refusals.ts';
import { subscriptionsRoutes } from './subscriptions/routes.ts';

export const commerceRoutes = routeTable(
  'commerce',
  {
    ...catalogueRoutes,
    ...priceListsRoutes,
    ...productsRoutes,
    ...subscriptionsRoutes,
    ...ordersRoutes,
    ...cartsRoutes,
    ...quotesRoutes,
  },
  commerceRefusals,
);
