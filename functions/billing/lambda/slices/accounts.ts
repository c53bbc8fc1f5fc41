import { slice } from '../../../../shared/http/served.ts';
import { accountsOperations } from '../../accounts/handlers.ts';
import { accountsRoutes } from '../../accounts/routes.ts';

export const answers = slice(accountsRoutes, accountsOperations);
