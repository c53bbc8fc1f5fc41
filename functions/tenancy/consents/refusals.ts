import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a consent is not given. */
export const consentsRefusals = {
  consent_exists: define(409, 980017, 'A consent to this application exists: withdraw it first, then consent again.'),
} as const satisfies RefusalTable;

export type ConsentsRefusal = keyof typeof consentsRefusals;
