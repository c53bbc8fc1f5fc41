import { beginAccrual, resumeAccruals } from './operations/begin-accrual.ts';
import { listEarnings, listPartnerEarnings } from './operations/list-earnings.ts';
import { payOutIncentives } from './operations/pay-out.ts';
import { changeIncentiveRule, viewIncentiveRule } from './operations/rules.ts';
import { viewRevenue } from './operations/view-revenue.ts';

/** What answers each route of the slice. */
export const incentivesOperations = {
  viewIncentiveRule,
  changeIncentiveRule,
  payOutIncentives,
  listEarnings,
  listPartnerEarnings,
  viewRevenue,
} as const;

/** What takes each event that the slice listens to. */
export const incentivesConsumerFunctions = { beginAccrual } as const;

/** What each job of the slice does. */
export const incentivesJobFunctions = { resumeAccruals } as const;
