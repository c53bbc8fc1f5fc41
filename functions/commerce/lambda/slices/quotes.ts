import { slice } from '../../../../shared/http/served.ts';
import { quotesOperations } from '../../quotes/handlers.ts';
import { quotesRoutes } from '../../quotes/routes.ts';

export const answers = slice(quotesRoutes, quotesOperations);
