import { notificationsConsumers } from '../consumers.ts';
import { followPartner } from '../contacts/operations/follow-partner.ts';
import { followPartnerUser } from '../contacts/operations/follow-partner-user.ts';
import { notificationsJobs } from '../jobs.ts';
import { mailInvitation } from '../mails/operations/mail-invitation.ts';
import { mailSignIn } from '../mails/operations/mail-sign-in.ts';
import { notifyOfInvoice } from '../notices/operations/notify-of-invoice.ts';
import { notifyOfRemoval } from '../notices/operations/notify-of-removal.ts';
import { sendPendingMails } from '../notices/operations/send-pending-mails.ts';
import { notificationsRoutes } from '../routes.ts';

/** The whole context without its environment: functions, tests and the simulation compose it with their own parts. */
export const notificationsContext = {
  routes: notificationsRoutes,
  operations: {},
  consumers: notificationsConsumers,
  consumerFunctions: { followPartner, followPartnerUser, notifyOfInvoice, notifyOfRemoval, mailInvitation, mailSignIn },
  jobs: notificationsJobs,
  jobFunctions: { sendPendingMails },
} as const;
