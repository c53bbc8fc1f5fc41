import type { Licences } from '../subscriptions/operations/dependencies.ts';

/** Nobody assigns licences yet: no user has to be unassigned. */
export const noAssignments: Licences = { usersToUnassign: async (pools) => pools.map(() => 0) };
