import { slice } from '../../../../shared/http/served.ts';
import { auditOperations } from '../../audit/handlers.ts';
import { auditRoutes } from '../../audit/routes.ts';

export const answers = slice(auditRoutes, auditOperations);
