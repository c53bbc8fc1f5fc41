import { SuccessionAdvanced } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const successionConsumers = {
  moveSubscriptions: {
    on: [SuccessionAdvanced],
    summary: 'Moves what a partner out of business sold to a customer to the partner that it chose (PRG-9).',
  },
} as const satisfies ConsumerTable;
