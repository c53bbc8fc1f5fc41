import type { LicencePool } from '../subscriptions/operations/dependencies.ts';

/** Nobody keeps assignments of licences yet, so no user is ever beyond the seats. */
export const noAssignments: LicencePool = { usersToUnassign: async () => 0 };
