import { CustomerErased } from '../../../events/tenancy.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const erasureConsumers = {
  eraseTenant: {
    on: [CustomerErased],
    summary: 'Deletes users, pairs, consents and all else that tenancy has of a deleted customer (CUS-6).',
  },
} as const satisfies ConsumerTable;
