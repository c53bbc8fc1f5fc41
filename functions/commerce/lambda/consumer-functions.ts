import { buyingConsumerFunctions } from '../buying/handlers.ts';
import { catalogueConsumerFunctions } from '../catalogue/handlers.ts';
import { customerDataConsumerFunctions } from '../customer-data/handlers.ts';
import { directConsumerFunctions } from '../direct/handlers.ts';
import { importsConsumerFunctions } from '../imports/handlers.ts';
import { insightsConsumerFunctions } from '../insights/handlers.ts';
import { licencesConsumerFunctions } from '../licences/handlers.ts';
import { ordersConsumerFunctions } from '../orders/handlers.ts';
import { priceListsConsumerFunctions } from '../price-lists/handlers.ts';
import { priceSheetsConsumerFunctions } from '../price-sheets/handlers.ts';
import { subscriptionsConsumerFunctions } from '../subscriptions/handlers.ts';
import { successionConsumerFunctions } from '../succession/handlers.ts';

/** What takes each event that the context listens to. */
export const commerceConsumerFunctions = {
  ...catalogueConsumerFunctions,
  ...priceListsConsumerFunctions,
  ...priceSheetsConsumerFunctions,
  ...buyingConsumerFunctions,
  ...licencesConsumerFunctions,
  ...subscriptionsConsumerFunctions,
  ...ordersConsumerFunctions,
  ...directConsumerFunctions,
  ...successionConsumerFunctions,
  ...insightsConsumerFunctions,
  ...customerDataConsumerFunctions,
  ...importsConsumerFunctions,
} as const;
