import { slice } from '../../../../shared/http/served.ts';
import { mfaOperations } from '../../mfa/handlers.ts';
import { mfaRoutes } from '../../mfa/routes.ts';

export const answers = slice(mfaRoutes, mfaOperations);
