import { slice } from '../../../../shared/http/served.ts';
import { estimatesOperations } from '../../estimates/handlers.ts';
import { estimatesRoutes } from '../../estimates/routes.ts';

export const answers = slice(estimatesRoutes, estimatesOperations);
