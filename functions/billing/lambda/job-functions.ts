import type { JobFunctions } from '../../../shared/messaging/jobs.ts';
import { amendmentsJobFunctions } from '../amendments/handlers.ts';
import type { AmendmentsDeps } from '../amendments/operations/dependencies.ts';
import { collectionsJobFunctions } from '../collections/handlers.ts';
import { costsJobFunctions } from '../costs/handlers.ts';
import type { CostsJobDeps } from '../costs/operations/dependencies.ts';
import { creditLimitsJobFunctions } from '../credit-limits/handlers.ts';
import type { CreditDeps } from '../credit-limits/operations/dependencies.ts';
import { incentivesJobFunctions } from '../incentives/handlers.ts';
import type { AccrualStartDeps } from '../incentives/operations/dependencies.ts';
import { invoicesJobFunctions } from '../invoices/handlers.ts';
import type { RunDeps } from '../invoices/operations/dependencies.ts';
import type { billingJobs } from '../jobs.ts';
import { rateCardsJobFunctions } from '../rate-cards/handlers.ts';
import { receivablesJobFunctions } from '../receivables/handlers.ts';
import type { ReceivablesDeps } from '../receivables/operations/dependencies.ts';
import { runsJobFunctions } from '../runs/handlers.ts';
import type { RunsDeps } from '../runs/operations/dependencies.ts';
import { usageJobFunctions } from '../usage/handlers.ts';
import type { UsageJobDeps } from '../usage/operations/dependencies.ts';

/** What the jobs work with. */
export type JobDeps = Pick<RunDeps, 'table' | 'runQueue' | 'log' | 'count'> &
  Pick<AmendmentsDeps, 'documentsQueue'> &
  Pick<RunsDeps, 'partnersQueue'> &
  Pick<ReceivablesDeps, 'settleQueue'> &
  Pick<CreditDeps, 'creditQueue'> &
  AccrualStartDeps &
  UsageJobDeps &
  CostsJobDeps;

/** What each job of the context does. */
export const billingJobFunctions: JobFunctions<(typeof billingJobs)['jobs'], JobDeps> = {
  ...rateCardsJobFunctions,
  ...usageJobFunctions,
  ...invoicesJobFunctions,
  ...amendmentsJobFunctions,
  ...runsJobFunctions,
  ...costsJobFunctions,
  ...receivablesJobFunctions,
  ...collectionsJobFunctions,
  ...creditLimitsJobFunctions,
  ...incentivesJobFunctions,
};
