import { CustomerRowsTaken, ImportAdvanced } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const importsConsumers = {
  advanceImport: {
    on: [ImportAdvanced],
    summary: 'Checks the next rows of an import, or carries them out (ORD-8).',
  },
  placeCustomerRows: {
    on: [CustomerRowsTaken],
    summary: 'Notes what became of rows of an import that are for tenancy (ORD-8).',
  },
} as const satisfies ConsumerTable;
