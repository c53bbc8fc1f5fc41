import { slice } from '../../../../shared/http/served.ts';
import { cartsOperations } from '../../carts/handlers.ts';
import { cartsRoutes } from '../../carts/routes.ts';

export const answers = slice(cartsRoutes, cartsOperations);
