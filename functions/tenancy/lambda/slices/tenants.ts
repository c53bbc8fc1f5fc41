import { slice } from '../../../../shared/http/served.ts';
import { tenantsOperations } from '../../tenants/handlers.ts';
import { tenantsRoutes } from '../../tenants/routes.ts';

export const answers = slice(tenantsRoutes, tenantsOperations);
