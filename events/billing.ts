import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { Id, IsoDay, MoneyText } from './common.ts';

/** The public webhook name is `invoice-ready`. */
export const InvoiceIssued = defineEvent({
  source: 'billing',
  type: 'InvoiceIssued',
  version: 1,
  meaning: 'The invoice of a billing period is out, with its statement and reconciliation file.',
  detail: z.object({
    invoiceId: Id,
    partnerId: Id,
    /** Billing date; the period is [periodStartOn, invoiceOn). */
    invoiceOn: IsoDay,
    periodStartOn: IsoDay,
    dueOn: IsoDay,
    totalCharges: MoneyText,
    lineCount: z.number().int(),
  }),
});
