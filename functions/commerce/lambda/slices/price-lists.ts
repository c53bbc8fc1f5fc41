import { slice } from '../../../../shared/http/served.ts';
import { priceListsOperations } from '../../price-lists/handlers.ts';
import { priceListsRoutes } from '../../price-lists/routes.ts';

export const answers = slice(priceListsRoutes, priceListsOperations);
