import { slice } from '../../../../shared/http/served.ts';
import { costsOperations } from '../../costs/handlers.ts';
import { costsRoutes } from '../../costs/routes.ts';

export const answers = slice(costsRoutes, costsOperations);
