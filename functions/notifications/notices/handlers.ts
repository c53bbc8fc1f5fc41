import { notifyOfAgreement } from './operations/notify-of-agreement.ts';
import { notifyOfAgreementVersion } from './operations/notify-of-agreement-version.ts';
import { notifyOfBudget } from './operations/notify-of-budget.ts';
import { notifyOfCorrection } from './operations/notify-of-correction.ts';
import { notifyOfErasure } from './operations/notify-of-erasure.ts';
import { notifyOfInvoice } from './operations/notify-of-invoice.ts';
import { notifyOfLatePayment } from './operations/notify-of-late-payment.ts';
import { notifyOfRemoval } from './operations/notify-of-removal.ts';
import { sendPendingMails } from './operations/send-pending-mails.ts';

/** What takes each event that the slice listens to. */
export const noticesConsumerFunctions = {
  notifyOfAgreement,
  notifyOfInvoice,
  notifyOfRemoval,
  notifyOfErasure,
  notifyOfAgreementVersion,
  notifyOfCorrection,
  notifyOfBudget,
  notifyOfLatePayment,
} as const;

/** What each job of the slice does. */
export const noticesJobFunctions = {
  sendPendingMails,
} as const;
