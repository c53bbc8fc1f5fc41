import { slice } from '../../../../shared/http/served.ts';
import { priceBooksOperations } from '../../price-books/handlers.ts';
import { priceBooksRoutes } from '../../price-books/routes.ts';

export const answers = slice(priceBooksRoutes, priceBooksOperations);
