import { slice } from '../../../../shared/http/served.ts';
import { erasureOperations } from '../../erasure/handlers.ts';
import { erasureRoutes } from '../../erasure/routes.ts';

export const answers = slice(erasureRoutes, erasureOperations);
