import type { Deps as AgreementsDeps } from '../agreements/operations/dependencies.ts';
import type { Deps as AuditDeps } from '../audit/operations/dependencies.ts';
import type { Deps as ConsentsDeps } from '../consents/operations/dependencies.ts';
import { tenancyConsumers } from '../consumers.ts';
import type { Deps as CustomerDataDeps } from '../customer-data/operations/dependencies.ts';
import type { FailDeps } from '../customer-data/operations/fail-exports.ts';
import type { Deps as CustomersDeps } from '../customers/operations/dependencies.ts';
import type { Deps as DirectoryDeps } from '../directory/operations/dependencies.ts';
import type { Deps as EntitlementsDeps } from '../entitlements/operations/dependencies.ts';
import type { EraseDeps, Deps as ErasureDeps } from '../erasure/operations/dependencies.ts';
import type { Deps as InvitationsDeps } from '../invitations/operations/dependencies.ts';
import { tenancyJobs } from '../jobs.ts';
import type { Deps as MfaDeps } from '../mfa/operations/dependencies.ts';
import type { Deps as OperatorDeps } from '../operator/operations/dependencies.ts';
import type { Deps as PeopleDeps } from '../people/operations/dependencies.ts';
import type { Deps as ProgramDeps } from '../program/operations/dependencies.ts';
import type { Deps as RelationshipsDeps } from '../relationships/operations/dependencies.ts';
import { tenancyRoutes } from '../routes.ts';
import type { Deps as ServicesDeps } from '../services/operations/dependencies.ts';
import type { Deps as SignInDeps } from '../sign-in/operations/dependencies.ts';
import type { Deps as TenantsDeps } from '../tenants/operations/dependencies.ts';
import { tenancyConsumerFunctions } from './consumer-functions.ts';
import { tenancyJobFunctions } from './job-functions.ts';
import { tenancyOperations } from './operations.ts';

/** The whole context without its environment: tests and the simulation compose it with their own parts. */
export const tenancyContext = {
  routes: tenancyRoutes,
  operations: tenancyOperations,
  consumers: tenancyConsumers,
  consumerFunctions: tenancyConsumerFunctions,
  jobs: tenancyJobs,
  jobFunctions: tenancyJobFunctions,
} as const;

/** What all but sign-in works with. */
export type TenancyApiDeps = TenantsDeps &
  PeopleDeps &
  MfaDeps &
  ProgramDeps &
  RelationshipsDeps &
  DirectoryDeps &
  CustomersDeps &
  ServicesDeps &
  EntitlementsDeps &
  ConsentsDeps &
  AgreementsDeps &
  InvitationsDeps &
  ErasureDeps &
  AuditDeps &
  CustomerDataDeps;
/** All that the context works with. */
export type TenancyDeps = TenancyApiDeps & SignInDeps & OperatorDeps & FailDeps & EraseDeps;
