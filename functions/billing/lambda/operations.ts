import { accountsOperations } from '../accounts/handlers.ts';
import { estimatesOperations } from '../estimates/handlers.ts';
import { historyOperations } from '../history/handlers.ts';
import { invoicesOperations } from '../invoices/handlers.ts';

/** What answers each route of the context. */
export const billingOperations = {
  ...accountsOperations,
  ...historyOperations,
  ...invoicesOperations,
  ...estimatesOperations,
} as const;
