import { slice } from '../../../../shared/http/served.ts';
import { incentivesOperations } from '../../incentives/handlers.ts';
import { incentivesRoutes } from '../../incentives/routes.ts';

export const answers = slice(incentivesRoutes, incentivesOperations);
