import { eventCatalogue } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const auditConsumers = {
  recordEvent: {
    on: eventCatalogue,
    summary: 'Puts every change of state into the audit log of those whom it concerns.',
  },
} as const satisfies ConsumerTable;
