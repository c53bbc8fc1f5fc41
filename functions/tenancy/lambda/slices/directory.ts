import { slice } from '../../../../shared/http/served.ts';
import { directoryOperations } from '../../directory/handlers.ts';
import { directoryRoutes } from '../../directory/routes.ts';

export const answers = slice(directoryRoutes, directoryOperations);
