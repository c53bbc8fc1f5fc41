import { slice } from '../../../../shared/http/served.ts';
import { servicesOperations } from '../../services/handlers.ts';
import { servicesRoutes } from '../../services/routes.ts';

export const answers = slice(servicesRoutes, servicesOperations);
