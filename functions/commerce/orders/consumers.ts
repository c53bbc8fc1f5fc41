import { DirectOrderChanged, OrderCreated, OrderUpdated } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const ordersConsumers = {
  fulfilOrder: {
    on: [OrderCreated, OrderUpdated, DirectOrderChanged],
    unless: 'isDone',
    summary: 'Makes what is missing of an order whose request was interrupted.',
  },
} as const satisfies ConsumerTable;
