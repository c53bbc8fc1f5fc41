import { consumerTable } from '../../shared/contracts/consumers.ts';
import { buyingConsumers } from './buying/consumers.ts';
import { catalogueConsumers } from './catalogue/consumers.ts';
import { customerDataConsumers } from './customer-data/consumers.ts';
import { directConsumers } from './direct/consumers.ts';
import { importsConsumers } from './imports/consumers.ts';
import { insightsConsumers } from './insights/consumers.ts';
import { licencesConsumers } from './licences/consumers.ts';
import { ordersConsumers } from './orders/consumers.ts';
import { priceListsConsumers } from './price-lists/consumers.ts';
import { priceSheetsConsumers } from './price-sheets/consumers.ts';
import { subscriptionsConsumers } from './subscriptions/consumers.ts';
import { successionConsumers } from './succession/consumers.ts';

/** What commerce listens to: its own events to finish what a request began, and tenancy's about partners. */
export const commerceConsumers = consumerTable('commerce', {
  ...catalogueConsumers,
  ...priceListsConsumers,
  ...priceSheetsConsumers,
  ...buyingConsumers,
  ...licencesConsumers,
  ...subscriptionsConsumers,
  ...ordersConsumers,
  ...directConsumers,
  ...successionConsumers,
  ...insightsConsumers,
  ...customerDataConsumers,
  ...importsConsumers,
});
