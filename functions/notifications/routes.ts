import { routeTable } from '../../shared/contracts/routes.ts';

/** No operations yet: webhooks, notification centre and preferences come with their own. */
export const notificationsRoutes = routeTable('notifications', {});
