import { slice } from '../../../../shared/http/served.ts';
import { usageOperations } from '../../usage/handlers.ts';
import { usageRoutes } from '../../usage/routes.ts';

export const answers = slice(usageRoutes, usageOperations);
