import { slice } from '../../../../shared/http/served.ts';
import { relationshipsOperations } from '../../relationships/handlers.ts';
import { relationshipsRoutes } from '../../relationships/routes.ts';

export const answers = slice(relationshipsRoutes, relationshipsOperations);
