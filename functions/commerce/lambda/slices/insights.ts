import { slice } from '../../../../shared/http/served.ts';
import { insightsOperations } from '../../insights/handlers.ts';
import { insightsRoutes } from '../../insights/routes.ts';

export const answers = slice(insightsRoutes, insightsOperations);
