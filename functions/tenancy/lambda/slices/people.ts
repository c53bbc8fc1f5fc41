import { slice } from '../../../../shared/http/served.ts';
import { peopleOperations } from '../../people/handlers.ts';
import { peopleRoutes } from '../../people/routes.ts';

export const answers = slice(peopleRoutes, peopleOperations);
