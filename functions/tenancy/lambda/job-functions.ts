import { peopleJobFunctions } from '../people/handlers.ts';
import { programJobFunctions } from '../program/handlers.ts';

/** What each job of the context does. */
export const tenancyJobFunctions = {
  ...peopleJobFunctions,
  ...programJobFunctions,
} as const;
