import { noteNetworkId, notePartnership } from './operations/note-partners.ts';

/** What takes each event that the slice listens to. */
export const buyingConsumerFunctions = {
  noteNetworkId,
  notePartnership,
} as const;
