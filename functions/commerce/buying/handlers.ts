import { noteNetworkId, notePartnership } from './operations/note-partners.ts';
import { noteRateCard } from './operations/note-rate-cards.ts';
import { noteCredit, noteOrderingSuspension } from './operations/note-standing.ts';

/** What takes each event that the slice listens to. */
export const buyingConsumerFunctions = {
  noteNetworkId,
  notePartnership,
  noteOrderingSuspension,
  noteCredit,
  noteRateCard,
} as const;
