import { slice } from '../../../../shared/http/served.ts';
import { catalogueOperations } from '../../catalogue/handlers.ts';
import { catalogueRoutes } from '../../catalogue/routes.ts';

export const answers = slice(catalogueRoutes, catalogueOperations);
