import { CustomerRelationshipChanged } from '../../../events/tenancy.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const consentsConsumers = {
  endConsents: {
    on: [CustomerRelationshipChanged],
    summary: 'Ends what a partner consented to for a customer once it has lost delegated administration (DAP-1).',
  },
} as const satisfies ConsumerTable;
