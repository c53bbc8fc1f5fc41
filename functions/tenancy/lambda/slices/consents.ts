import { slice } from '../../../../shared/http/served.ts';
import { consentsOperations } from '../../consents/handlers.ts';
import { consentsRoutes } from '../../consents/routes.ts';

export const answers = slice(consentsRoutes, consentsOperations);
