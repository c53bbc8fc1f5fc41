import { PartnerChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const insightsConsumers = {
  noteSeller: {
    on: [PartnerChanged],
    summary: 'Keeps who may sell: what it sells is gathered every day.',
  },
} as const satisfies ConsumerTable;
