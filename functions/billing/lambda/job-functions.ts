import { costsJobFunctions } from '../costs/handlers.ts';
import { invoicesJobFunctions } from '../invoices/handlers.ts';

/** What each job of the context does. */
export const billingJobFunctions = {
  ...invoicesJobFunctions,
  ...costsJobFunctions,
} as const;
