import { routeTable } from '../../shared/contracts/routes.ts';
import { amendmentsRoutes } from './amendments/routes.ts';
import { collectionsRoutes } from './collections/routes.ts';
import { costsRoutes } from './costs/routes.ts';
import { creditsRoutes } from './credits/routes.ts';
import { estimatesRoutes } from './estimates/routes.ts';
import { historyRoutes } from './history/routes.ts';
import { incentivesRoutes } from './incentives/routes.ts';
import { invoicesRoutes } from './invoices/routes.ts';
import { ownProductsRoutes } from './own-products/routes.ts';
import { priceBooksRoutes } from './price-books/routes.ts';
import { rateCardsRoutes } from './rate-cards/routes.ts';
import { receivablesRoutes } from './receivables/routes.ts';
import { billingRefusals } from './refusals.ts';
import { runsRoutes } from './runs/routes.ts';
import { usageRoutes } from './usage/routes.ts';

/** The only list of billing's operations. */
export const billingRoutes = routeTable(
  'billing',
  {
    ...historyRoutes,
    ...rateCardsRoutes,
    ...usageRoutes,
    ...creditsRoutes,
    ...invoicesRoutes,
    ...amendmentsRoutes,
    ...estimatesRoutes,
    ...runsRoutes,
    ...costsRoutes,
    ...receivablesRoutes,
    ...collectionsRoutes,
    ...priceBooksRoutes,
    ...ownProductsRoutes,
    ...incentivesRoutes,
  },
  billingRefusals,
);
