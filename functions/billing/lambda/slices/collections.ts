import { slice } from '../../../../shared/http/served.ts';
import { collectionsOperations } from '../../collections/handlers.ts';
import { collectionsRoutes } from '../../collections/routes.ts';

export const answers = slice(collectionsRoutes, collectionsOperations);
