import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why partners, or a partner and a customer, are not brought together. */
export const relationshipsRefusals = {
  program_role_mismatch: define(403, 980026, 'The kinds of the two partner accounts do not fit together.'),
  agreement_confirmation_exists: define(409, 600061, 'The same confirmation of this agreement exists already.'),
  too_many_confirmations: define(
    409,
    600061,
    'This version of the agreement was confirmed with ten contacts already, and no more are kept: what was confirmed stands.',
  ),
} as const satisfies RefusalTable;

export type RelationshipsRefusal = keyof typeof relationshipsRefusals;
