import { slice } from '../../../../shared/http/served.ts';
import { rateCardsOperations } from '../../rate-cards/handlers.ts';
import { rateCardsRoutes } from '../../rate-cards/routes.ts';

export const answers = slice(rateCardsRoutes, rateCardsOperations);
