import { changeOrder } from './operations/change-order.ts';
import { fulfilOrder } from './operations/fulfil-order.ts';
import { listOrderActivationLinks, listOrderLineActivationLinks } from './operations/list-order-activation-links.ts';
import { listOrders } from './operations/list-orders.ts';
import { placeOrder } from './operations/place-order.ts';
import { viewOrder } from './operations/view-order.ts';
import { viewOrderProvisioning } from './operations/view-order-provisioning.ts';

/** What answers each route of the slice. */
export const ordersOperations = {
  placeOrder,
  listOrders,
  viewOrder,
  changeOrder,
  viewOrderProvisioning,
  listOrderActivationLinks,
  listOrderLineActivationLinks,
} as const;

/** What takes each event that the slice listens to. */
export const ordersConsumerFunctions = {
  fulfilOrder,
} as const;
