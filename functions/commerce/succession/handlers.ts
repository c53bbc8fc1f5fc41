import { listSuccessions } from './operations/list-successions.ts';
import { moveSubscriptions } from './operations/move-subscriptions.ts';
import { succeedPartner } from './operations/succeed-partner.ts';

/** What answers each route of the slice. */
export const successionOperations = {
  succeedPartner,
  listSuccessions,
} as const;

/** What takes each event that the slice listens to. */
export const successionConsumerFunctions = {
  moveSubscriptions,
} as const;
