import { slice } from '../../../../shared/http/served.ts';
import { programOperations } from '../../program/handlers.ts';
import { programRoutes } from '../../program/routes.ts';

export const answers = slice(programRoutes, programOperations);
