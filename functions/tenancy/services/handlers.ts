import { addVerifiedDomain } from './operations/add-verified-domain.ts';
import { followServices } from './operations/follow-services.ts';
import { listManagedServices } from './operations/list-managed-services.ts';

/** What answers each route of the slice. */
export const servicesOperations = {
  listManagedServices,
  addVerifiedDomain,
} as const;

/** What takes each event that the slice listens to. */
export const servicesConsumerFunctions = {
  followServices,
} as const;
