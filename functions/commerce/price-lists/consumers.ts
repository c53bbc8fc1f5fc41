import { PriceListPublished } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const priceListsConsumers = {
  publishPricedOffers: {
    on: [PriceListPublished],
    summary: 'Publishes imported offers that waited for a price.',
  },
} as const satisfies ConsumerTable;
