import {
  listCustomerUsageRecords,
  listSubscriptionUsageRecords,
  viewCustomerUsageSummary,
  viewPartnerUsageSummary,
  viewUsageForecast,
} from './operations/customer-usage.ts';
import { followMetered } from './operations/follow-metered.ts';
import { reviewSpending } from './operations/review-spending.ts';
import { listServiceCostLineItems, viewServiceCosts } from './operations/service-costs.ts';
import {
  listDailyUsage,
  listMeterUsage,
  listResourceInstanceUsage,
  listResourceUsage,
  viewSubscriptionUsageSummary,
} from './operations/subscription-usage.ts';
import { listUsageAnalytics } from './operations/usage-analytics.ts';
import { changeUsageBudget, viewUsageBudget } from './operations/usage-budget.ts';

/** What answers each route of the slice. */
export const costsOperations = {
  viewUsageBudget,
  changeUsageBudget,
  viewServiceCosts,
  listServiceCostLineItems,
  listCustomerUsageRecords,
  viewCustomerUsageSummary,
  listSubscriptionUsageRecords,
  viewSubscriptionUsageSummary,
  listResourceUsage,
  listDailyUsage,
  listMeterUsage,
  listResourceInstanceUsage,
  viewPartnerUsageSummary,
  viewUsageForecast,
  listUsageAnalytics,
} as const;

/** What takes each event that the slice listens to. */
export const costsConsumerFunctions = { followMetered } as const;

/** What each job of the slice does. */
export const costsJobFunctions = { reviewSpending } as const;
