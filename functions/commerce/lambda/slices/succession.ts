import { slice } from '../../../../shared/http/served.ts';
import { successionOperations } from '../../succession/handlers.ts';
import { successionRoutes } from '../../succession/routes.ts';

export const answers = slice(successionRoutes, successionOperations);
