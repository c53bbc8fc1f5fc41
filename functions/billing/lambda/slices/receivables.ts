import { slice } from '../../../../shared/http/served.ts';
import { receivablesOperations } from '../../receivables/handlers.ts';
import { receivablesRoutes } from '../../receivables/routes.ts';

export const answers = slice(receivablesRoutes, receivablesOperations);
