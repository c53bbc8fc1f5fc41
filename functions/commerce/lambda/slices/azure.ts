import { slice } from '../../../../shared/http/served.ts';
import { azureOperations } from '../../azure/handlers.ts';
import { azureRoutes } from '../../azure/routes.ts';

export const answers = slice(azureRoutes, azureOperations);
