import { noteNetworkId, notePartnership } from './operations/note-partners.ts';
import { noteRateCard } from './operations/note-rate-cards.ts';

/** What takes each event that the slice listens to. */
export const buyingConsumerFunctions = {
  noteNetworkId,
  notePartnership,
  noteRateCard,
} as const;
