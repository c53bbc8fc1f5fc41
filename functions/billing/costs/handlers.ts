import { listServiceCostLineItems, viewServiceCosts } from './operations/service-costs.ts';
import { changeUsageBudget, viewUsageBudget } from './operations/usage-budget.ts';

/** What answers each route of the slice. */
export const costsOperations = {
  viewUsageBudget,
  changeUsageBudget,
  viewServiceCosts,
  listServiceCostLineItems,
} as const;
