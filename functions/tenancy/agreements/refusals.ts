import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why an agreement is refused. */
export const agreementsRefusals = {
  template_version_exists: define(409, 980023, 'This version of the agreement template exists already.'),
} as const satisfies RefusalTable;

export type AgreementsRefusal = keyof typeof agreementsRefusals;
