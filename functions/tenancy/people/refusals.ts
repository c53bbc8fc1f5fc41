import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a change of users is refused. */
export const peopleRefusals = {
  user_principal_name_in_use: define(409, 980016, 'This user principal name is in use already.'),
  last_global_admin: define(409, 980025, 'The last global admin cannot be removed.'),
} as const satisfies RefusalTable;

export type PeopleRefusal = keyof typeof peopleRefusals;
