import { slice } from '../../../../shared/http/served.ts';
import { movesOperations } from '../../moves/handlers.ts';
import { movesRoutes } from '../../moves/routes.ts';

export const answers = slice(movesRoutes, movesOperations);
