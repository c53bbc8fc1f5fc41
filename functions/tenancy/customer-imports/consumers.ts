import { CustomerRowsHandedOver } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const customerImportsConsumers = {
  takeCustomerRows: {
    on: [CustomerRowsHandedOver],
    summary: 'Finds, checks or creates customers for rows of an import, and says what became of each (ORD-8).',
  },
} as const satisfies ConsumerTable;
