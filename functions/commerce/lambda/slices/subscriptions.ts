import { slice } from '../../../../shared/http/served.ts';
import { subscriptionsOperations } from '../../subscriptions/handlers.ts';
import { subscriptionsRoutes } from '../../subscriptions/routes.ts';

export const answers = slice(subscriptionsRoutes, subscriptionsOperations);
