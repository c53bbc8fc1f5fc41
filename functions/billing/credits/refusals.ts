import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

export const creditsRefusals = {
  credit_conflict: define(
    409,
    950001,
    'The reference has been used for a credit with another content, or the claim has a credit already.',
  ),
  claim_window_passed: define(400, 950009, 'The time within which such a credit is granted has passed.'),
  percent_out_of_range: define(400, 950010, 'A percentage is above 0 and 100 at most, with 4 decimals at most.'),
} as const satisfies RefusalTable;

export type CreditsRefusal = keyof typeof creditsRefusals;
