import { RateCardPublished } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const priceSheetsConsumers = {
  keepRateCard: {
    on: [RateCardPublished],
    summary: 'Keeps which object has the rates of metered use from a day on: price sheets are made of it.',
  },
} as const satisfies ConsumerTable;
