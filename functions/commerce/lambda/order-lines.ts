export { subscriptionsOfOrder } from '../orders/operations/subscriptions-of-order.ts';
