import { slice } from '../../../../shared/http/served.ts';
import { ordersOperations } from '../../orders/handlers.ts';
import { ordersRoutes } from '../../orders/routes.ts';

export const answers = slice(ordersRoutes, ordersOperations);
