import { slice } from '../../../../shared/http/served.ts';
import { creditsOperations } from '../../credits/handlers.ts';
import { creditsRoutes } from '../../credits/routes.ts';

export const answers = slice(creditsRoutes, creditsOperations);
