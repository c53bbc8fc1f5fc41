import { slice } from '../../../../shared/http/served.ts';
import { customersOperations } from '../../customers/handlers.ts';
import { customersRoutes } from '../../customers/routes.ts';

export const answers = slice(customersRoutes, customersOperations);
