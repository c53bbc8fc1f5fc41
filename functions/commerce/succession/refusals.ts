import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a customer does not go on with a partner. */
export const successionRefusals = {
  succession_decided: define(
    400,
    980047,
    'The customer goes on with another partner already: that stands as long as it is its partner.',
  ),
} as const satisfies RefusalTable;

export type SuccessionRefusal = keyof typeof successionRefusals;
