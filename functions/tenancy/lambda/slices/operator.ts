import { slice } from '../../../../shared/http/served.ts';
import { operatorOperations } from '../../operator/handlers.ts';
import { operatorRoutes } from '../../operator/routes.ts';

export const answers = slice(operatorRoutes, operatorOperations);
