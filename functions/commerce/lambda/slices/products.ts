import { slice } from '../../../../shared/http/served.ts';
import { productsOperations } from '../../products/handlers.ts';
import { productsRoutes } from '../../products/routes.ts';

export const answers = slice(productsRoutes, productsOperations);
