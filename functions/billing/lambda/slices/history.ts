import { slice } from '../../../../shared/http/served.ts';
import { historyOperations } from '../../history/handlers.ts';
import { historyRoutes } from '../../history/routes.ts';

export const answers = slice(historyRoutes, historyOperations);
