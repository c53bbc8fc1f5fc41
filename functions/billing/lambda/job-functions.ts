import { invoicesJobFunctions } from '../invoices/handlers.ts';

/** What each job of the context does. */
export const billingJobFunctions = {
  ...invoicesJobFunctions,
} as const;
