import { slice } from '../../../../shared/http/served.ts';
import { transfersOperations } from '../../transfers/handlers.ts';
import { transfersRoutes } from '../../transfers/routes.ts';

export const answers = slice(transfersRoutes, transfersOperations);
