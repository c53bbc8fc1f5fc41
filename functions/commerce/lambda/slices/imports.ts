import { slice } from '../../../../shared/http/served.ts';
import { importsOperations } from '../../imports/handlers.ts';
import { importsRoutes } from '../../imports/routes.ts';

export const answers = slice(importsRoutes, importsOperations);
