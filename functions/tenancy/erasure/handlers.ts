import { deleteCustomer } from './operations/delete-customer.ts';
import { eraseCustomers } from './operations/erase-customers.ts';
import { eraseTenant } from './operations/erase-tenant.ts';

/** What answers each route of the slice. */
export const erasureOperations = {
  deleteCustomer,
} as const;

/** What takes each event that the slice listens to. */
export const erasureConsumerFunctions = {
  eraseTenant,
} as const;

/** What each job of the slice does. */
export const erasureJobFunctions = {
  eraseCustomers,
} as const;
