import { slice } from '../../../../shared/http/served.ts';
import { amendmentsOperations } from '../../amendments/handlers.ts';
import { amendmentsRoutes } from '../../amendments/routes.ts';

export const answers = slice(amendmentsRoutes, amendmentsOperations);
