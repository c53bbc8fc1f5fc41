import {
  listCommercialDeployment,
  listCommercialUsage,
  listSubscriptionAnalytics,
} from './operations/commercial-analytics.ts';
import { listCustomerLicenseDeployment, listCustomerLicenseUsage } from './operations/customer-licences.ts';
import { gatherInsights } from './operations/gather-insights.ts';
import { noteSeller } from './operations/note-seller.ts';
import { listLicenseDeployment, listLicenseUsage } from './operations/partner-licences.ts';

/** What answers each route of the slice. */
export const insightsOperations = {
  listLicenseDeployment,
  listLicenseUsage,
  listCustomerLicenseDeployment,
  listCustomerLicenseUsage,
  listCommercialDeployment,
  listCommercialUsage,
  listSubscriptionAnalytics,
} as const;

/** What takes each event that the slice listens to. */
export const insightsConsumerFunctions = { noteSeller } as const;

/** What each job of the slice does. */
export const insightsJobFunctions = { gatherInsights } as const;
