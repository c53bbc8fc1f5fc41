import { slice } from '../../../../shared/http/served.ts';
import { ownProductsOperations } from '../../own-products/handlers.ts';
import { ownProductsRoutes } from '../../own-products/routes.ts';

export const answers = slice(ownProductsRoutes, ownProductsOperations);
