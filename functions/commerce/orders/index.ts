/** What operations and stores of the slices above may use. */
export type { Order } from './domain/order.ts';
export { commitPurchase } from './operations/commit-purchase.ts';
export { completeOrder } from './operations/complete-order.ts';
export type { OrdersDeps, OrdersRoutes } from './operations/dependencies.ts';
export { linesOfOrder, parentOf, renewedTermOf } from './operations/order-lines-body.ts';
export { toOrderWire } from './operations/order-wire.ts';
export { decideOrder, decidePurchase, placePurchase, type WantedOrder } from './operations/purchase.ts';
export { loadPurchaseContext, type PurchaseContext } from './operations/purchase-context.ts';
export { quoteCycleChange } from './operations/quote-cycle-change.ts';
export { quotePurchase } from './operations/quote-purchase.ts';
export { orderOf, orderPlace, orderStore, orderWrites } from './store/order-store.ts';
