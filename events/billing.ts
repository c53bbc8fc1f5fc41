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

export const RateCardPublished = defineEvent({
  source: 'billing',
  type: 'RateCardPublished',
  version: 1,
  meaning: 'What metered use costs in a currency and region from a day on was published, or added to.',
  detail: z.object({
    card: z.enum(['azure', 'azure-shared']),
    currency: z.string(),
    region: z.string(),
    /** First day of the version. */
    effectiveOn: IsoDay,
    /** Meters that the version sets by now. */
    meterCount: z.number().int(),
  }),
});
