import { cancelDirectOfTransitionPlan } from './operations/cancel-direct-of-plan.ts';
import { createMovePlan } from './operations/create-move-plan.ts';
import { createTransitionPlan } from './operations/create-transition-plan.ts';
import { orderTransitionPlan } from './operations/order-transition-plan.ts';
import { listTransitionPlans, viewTransitionPlan } from './operations/view-transition-plans.ts';

/** What answers each route of the slice. */
export const movesOperations = {
  createTransitionPlan,
  listTransitionPlans,
  viewTransitionPlan,
  orderTransitionPlan,
  cancelDirectOfTransitionPlan,
  createMovePlan,
} as const;
