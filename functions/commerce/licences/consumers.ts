import { CustomerUserChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const licencesConsumers = {
  freeLicences: {
    on: [CustomerUserChanged],
    summary: 'Frees the licences of a deleted user of a customer (SUB-8).',
  },
} as const satisfies ConsumerTable;
