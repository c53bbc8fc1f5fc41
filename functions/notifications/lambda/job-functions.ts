import { noticesJobFunctions } from '../notices/handlers.ts';

/** What each job of the context does. */
export const notificationsJobFunctions = {
  ...noticesJobFunctions,
} as const;
