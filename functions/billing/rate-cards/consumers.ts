import { RegionsChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const rateCardsConsumers = {
  noteRegions: {
    on: [RegionsChanged],
    summary: 'Keeps which regions a rate card may be of (PRG-3).',
  },
} as const satisfies ConsumerTable;
