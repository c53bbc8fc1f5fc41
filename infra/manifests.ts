import { billingConsumers } from '../functions/billing/consumers.ts';
import { billingJobs } from '../functions/billing/jobs.ts';
import { billingRoutes } from '../functions/billing/routes.ts';
import * as billingSchemas from '../functions/billing/schemas.ts';
import { commerceConsumers } from '../functions/commerce/consumers.ts';
import { commerceJobs } from '../functions/commerce/jobs.ts';
import { commerceRoutes } from '../functions/commerce/routes.ts';
import * as commerceSchemas from '../functions/commerce/schemas.ts';
import { notificationsConsumers } from '../functions/notifications/consumers.ts';
import { notificationsJobs } from '../functions/notifications/jobs.ts';
import { notificationsRoutes } from '../functions/notifications/routes.ts';
import { supportConsumers } from '../functions/support/consumers.ts';
import { supportJobs } from '../functions/support/jobs.ts';
import { supportRoutes } from '../functions/support/routes.ts';
import { tenancyConsumers } from '../functions/tenancy/consumers.ts';
import { tenancyJobs } from '../functions/tenancy/jobs.ts';
import { tenancyApiRoutes, tenancyRoutes, tenancySignInRoutes } from '../functions/tenancy/routes.ts';
import * as tenancySchemas from '../functions/tenancy/schemas.ts';
import type { ConsumerTable, ContextConsumers } from '../shared/contracts/consumers.ts';
import type { ContextJobs, JobTable } from '../shared/contracts/jobs.ts';
import type { RefusalTable } from '../shared/contracts/refusals.ts';
import type { ContextName, ContextRoutes, RouteTable } from '../shared/contracts/routes.ts';

/** An API function and what it answers: a context's own, or one apart where rights differ. */
export interface Api {
  readonly api: ContextName | 'sign-in';
  readonly routes: RouteTable;
}

/** All that a context declares: the only source of gateway routes, rules and schedules. */
export interface ContextManifests {
  readonly context: ContextName;
  readonly routes: ContextRoutes<RouteTable>;
  readonly consumers: ContextConsumers<ConsumerTable>;
  readonly jobs: ContextJobs<JobTable>;
  /** Exports of `schemas.ts`: their names become the names of the document's schemas. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

export const manifests: readonly ContextManifests[] = [
  {
    context: 'tenancy',
    routes: tenancyRoutes,
    consumers: tenancyConsumers,
    jobs: tenancyJobs,
    schemas: tenancySchemas,
  },
  {
    context: 'commerce',
    routes: commerceRoutes,
    consumers: commerceConsumers,
    jobs: commerceJobs,
    schemas: commerceSchemas,
  },
  {
    context: 'billing',
    routes: billingRoutes,
    consumers: billingConsumers,
    jobs: billingJobs,
    schemas: billingSchemas,
  },
  {
    context: 'support',
    routes: supportRoutes,
    consumers: supportConsumers,
    jobs: supportJobs,
    schemas: {},
  },
  {
    context: 'notifications',
    routes: notificationsRoutes,
    consumers: notificationsConsumers,
    jobs: notificationsJobs,
    schemas: {},
  },
];

/** Every refusal of the program: names are unique in all of it. */
export const programRefusals: RefusalTable = Object.assign({}, ...manifests.map(({ routes }) => routes.refusals));

/** Every API function: a path belongs to one of them. */
export const apis: readonly Api[] = manifests.flatMap(({ context, routes: { routes } }): Api[] =>
  context === 'tenancy'
    ? [
        { api: 'tenancy', routes: tenancyApiRoutes.routes },
        { api: 'sign-in', routes: tenancySignInRoutes.routes },
      ]
    : [{ api: context, routes }],
);
