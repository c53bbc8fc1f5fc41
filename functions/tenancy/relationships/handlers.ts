import { endPartnership } from './operations/end-partnership.ts';
import { endRunOffs } from './operations/end-run-offs.ts';
import { listDelegatedAdminPrivileges } from './operations/list-delegated-admin-privileges.ts';
import { listMyPartners } from './operations/list-my-partners.ts';
import { listCustomerRelationships, listPartnerRelationships } from './operations/list-relationships.ts';

/** What answers each route of the slice. */
export const relationshipsOperations = {
  listDelegatedAdminPrivileges,
  listMyPartners,
  listPartnerRelationships,
  listCustomerRelationships,
  endPartnership,
} as const;

/** What each job of the slice does. */
export const relationshipsJobFunctions = { endRunOffs } as const;
