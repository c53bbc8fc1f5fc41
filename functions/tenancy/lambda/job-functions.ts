import { agreementsJobFunctions } from '../agreements/handlers.ts';
import { customerDataJobFunctions } from '../customer-data/handlers.ts';
import { customersJobFunctions } from '../customers/handlers.ts';
import { erasureJobFunctions } from '../erasure/handlers.ts';
import { peopleJobFunctions } from '../people/handlers.ts';
import { programJobFunctions } from '../program/handlers.ts';
import { relationshipsJobFunctions } from '../relationships/handlers.ts';

/** What each job of the context does. */
export const tenancyJobFunctions = {
  ...peopleJobFunctions,
  ...customerDataJobFunctions,
  ...programJobFunctions,
  ...relationshipsJobFunctions,
  ...customersJobFunctions,
  ...agreementsJobFunctions,
  ...erasureJobFunctions,
} as const;
