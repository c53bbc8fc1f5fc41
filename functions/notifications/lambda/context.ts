import { notificationsConsumers } from '../consumers.ts';
import { notificationsJobs } from '../jobs.ts';
import { followPartner } from '../operations/follow-partner.ts';
import { followPartnerUser } from '../operations/follow-partner-user.ts';
import { mailInvitation } from '../operations/mail-invitation.ts';
import { mailSignIn } from '../operations/mail-sign-in.ts';
import { notifyOfInvoice } from '../operations/notify-of-invoice.ts';
import { notifyOfRemoval } from '../operations/notify-of-removal.ts';
import { sendPendingMails } from '../operations/send-pending-mails.ts';
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
