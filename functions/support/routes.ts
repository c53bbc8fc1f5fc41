import { routeTable } from '../../shared/contracts/routes.ts';

/** No operations yet. */
export const supportRoutes = routeTable('support', {});
