import { slice } from '../../../../shared/http/served.ts';
import { directOperations } from '../../direct/handlers.ts';
import { directRoutes } from '../../direct/routes.ts';

export const answers = slice(directRoutes, directOperations);
