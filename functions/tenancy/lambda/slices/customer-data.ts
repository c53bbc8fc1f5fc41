import { slice } from '../../../../shared/http/served.ts';
import { customerDataOperations } from '../../customer-data/handlers.ts';
import { customerDataRoutes } from '../../customer-data/routes.ts';

export const answers = slice(customerDataRoutes, customerDataOperations);
