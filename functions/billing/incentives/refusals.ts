import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why rules and payouts of incentives are not taken. */
export const incentivesRefusals = {
  rate_out_of_range: define(400, 950010, 'Rates are from 0 to 100 percent.'),
  payout_conflict: define(
    409,
    950001,
    'The reference has been used for a payout of something else: give this one another.',
  ),
} as const satisfies RefusalTable;

export type IncentivesRefusal = keyof typeof incentivesRefusals;
