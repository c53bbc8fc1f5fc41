import { slice } from '../../../../shared/http/served.ts';
import { agreementsOperations } from '../../agreements/handlers.ts';
import { agreementsRoutes } from '../../agreements/routes.ts';

export const answers = slice(agreementsRoutes, agreementsOperations);
