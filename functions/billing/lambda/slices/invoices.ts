import { slice } from '../../../../shared/http/served.ts';
import { invoicesOperations } from '../../invoices/handlers.ts';
import { invoicesRoutes } from '../../invoices/routes.ts';

export const answers = slice(invoicesRoutes, invoicesOperations);
