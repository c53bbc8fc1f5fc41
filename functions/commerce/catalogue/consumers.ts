import { RegionsChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const catalogueConsumers = {
  followRegions: {
    on: [RegionsChanged],
    summary: 'Keeps in which countries the program sells, and in which region each lies (PRG-3, CAT-2).',
  },
} as const satisfies ConsumerTable;
