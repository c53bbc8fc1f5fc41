import { slice } from '../../../../shared/http/served.ts';
import { runsOperations } from '../../runs/handlers.ts';
import { runsRoutes } from '../../runs/routes.ts';

export const answers = slice(runsRoutes, runsOperations);
