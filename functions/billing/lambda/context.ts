import type { AccountsDeps } from '../accounts/operations/dependencies.ts';
import type { AmendmentsDeps } from '../amendments/operations/dependencies.ts';
import type { CollectionsDeps } from '../collections/operations/dependencies.ts';
import { billingConsumers } from '../consumers.ts';
import type { CostsDeps } from '../costs/operations/dependencies.ts';
import type { CreditDeps } from '../credit-limits/operations/dependencies.ts';
import type { CreditsDeps } from '../credits/operations/dependencies.ts';
import type { EstimatesDeps } from '../estimates/operations/dependencies.ts';
import type { HistoryDeps } from '../history/operations/dependencies.ts';
import type { IncentivesDeps } from '../incentives/operations/dependencies.ts';
import type { InvoicesDeps } from '../invoices/operations/dependencies.ts';
import { billingJobs } from '../jobs.ts';
import type { OwnProductsDeps } from '../own-products/operations/dependencies.ts';
import type { PriceBooksDeps } from '../price-books/operations/dependencies.ts';
import type { RateCardsDeps } from '../rate-cards/operations/dependencies.ts';
import type { ReceivablesDeps } from '../receivables/operations/dependencies.ts';
import { billingRoutes } from '../routes.ts';
import type { RunsDeps } from '../runs/operations/dependencies.ts';
import type { UsageDeps } from '../usage/operations/dependencies.ts';
import { billingConsumerFunctions } from './consumer-functions.ts';
import { billingJobFunctions } from './job-functions.ts';
import { billingOperations } from './operations.ts';
import { handleWork, WorkMessage } from './work.ts';

/**
 * The whole context without its environment: tests and the simulation compose it with their own parts. Functions import
 * only the part that they are made of.
 */
export const billingContext = {
  routes: billingRoutes,
  operations: billingOperations,
  consumers: billingConsumers,
  consumerFunctions: billingConsumerFunctions,
  jobs: billingJobs,
  jobFunctions: billingJobFunctions,
  /** Works one message of the run's queue. */
  handleWork,
  WorkMessage,
} as const;

/** All that the context works with. */
export type BillingDeps = AccountsDeps &
  HistoryDeps &
  RateCardsDeps &
  UsageDeps &
  CreditsDeps &
  InvoicesDeps &
  AmendmentsDeps &
  EstimatesDeps &
  RunsDeps &
  CostsDeps &
  ReceivablesDeps &
  CollectionsDeps &
  PriceBooksDeps &
  OwnProductsDeps &
  CreditDeps &
  IncentivesDeps;
