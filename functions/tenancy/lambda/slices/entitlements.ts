import { slice } from '../../../../shared/http/served.ts';
import { entitlementsOperations } from '../../entitlements/handlers.ts';
import { entitlementsRoutes } from '../../entitlements/routes.ts';

export const answers = slice(entitlementsRoutes, entitlementsOperations);
