import { notificationsConsumers } from '../consumers.ts';
import type { ContactsDeps } from '../contacts/operations/dependencies.ts';
import { notificationsJobs } from '../jobs.ts';
import type { MailsDeps } from '../mails/operations/dependencies.ts';
import type { NoticesDeps } from '../notices/operations/dependencies.ts';
import { notificationsRoutes } from '../routes.ts';
import { notificationsConsumerFunctions } from './consumer-functions.ts';
import { notificationsJobFunctions } from './job-functions.ts';

/** The whole context without its environment: tests and the simulation compose it with their own parts. */
export const notificationsContext = {
  routes: notificationsRoutes,
  operations: {},
  consumers: notificationsConsumers,
  consumerFunctions: notificationsConsumerFunctions,
  jobs: notificationsJobs,
  jobFunctions: notificationsJobFunctions,
} as const;

/** All that the context works with. */
export type NotificationsDeps = ContactsDeps & MailsDeps & NoticesDeps;
