import { slice } from '../../../../shared/http/served.ts';
import { priceSheetsOperations } from '../../price-sheets/handlers.ts';
import { priceSheetsRoutes } from '../../price-sheets/routes.ts';

export const answers = slice(priceSheetsRoutes, priceSheetsOperations);
