import { peopleJobFunctions } from '../people/handlers.ts';

/** What each job of the context does. */
export const tenancyJobFunctions = {
  ...peopleJobFunctions,
} as const;
