import { slice } from '../../../../shared/http/served.ts';
import { licencesOperations } from '../../licences/handlers.ts';
import { licencesRoutes } from '../../licences/routes.ts';

export const answers = slice(licencesRoutes, licencesOperations);
