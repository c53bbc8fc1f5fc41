import * as z from 'zod';
import { requiredBodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, Guid, Link, lenientEnum } from '../../../shared/contracts/wire.ts';

export const ROWS_PER_PAGE = 200;
/** Partners that one run names at most; one that names none has all. */
export const PARTNERS_MAX = 1000;

const MODES = ['preview', 'commit'] as const;

export const BillingRunBody = z.object({
  asOfDate: requiredBodyDate().describe('Billing dates up to this day count.'),
  mode: lenientEnum(MODES).describe('`commit` bills; `preview` estimates, and writes nothing of the bill.'),
  partnerIds: z.array(Guid).min(1).max(PARTNERS_MAX).optional().describe('Only these partners; all when absent.'),
});

export const BillingRunPath = z.object({ runId: z.string().describe('Id of the run.') });

export const BillingRunQuery = z.object({
  size: wholeNumber(1, ROWS_PER_PAGE).optional().describe('Partners on one page at most.'),
  behind: codeText(100).optional().describe('Place behind which the page begins, as `links.next` says it.'),
});

const Progress = z.object({
  total: z.number().int().describe('Periods of partners that are in the run so far.'),
  done: z.number().int().describe('Those of them that have a result.'),
  issued: z.number().int().describe('Those whose invoice came of this run.'),
  alreadyIssued: z.number().int().describe('Those whose invoice was out before.'),
  empty: z.number().int().describe('Those that had no line.'),
  failed: z.number().int().describe('Those that failed.'),
  preview: z.number().int().describe('Those that are estimated.'),
  left: z.number().int().describe('Those without a result.'),
});

const RunPartner = z.object({
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  billingDate: WireInstant.describe('Billing date of the period.'),
  result: z
    .enum(['issued', 'alreadyIssued', 'empty', 'failed', 'preview'])
    .optional()
    .describe('What came of it; absent as long as it is under way.'),
  invoiceId: z.string().optional().describe('Number of the invoice.'),
  totalCharges: z.number().optional().describe('Charges with tax.'),
  currencyCode: z.string().optional().describe('Currency, ISO 4217, such as `USD`.'),
  lineCounts: z
    .object({
      office: z.number().int().describe('Lines of seats.'),
      azureBilling: z.number().int().describe('Lines of metered services.'),
      azureUsage: z.number().int().describe('Rows of daily usage.'),
      oneTime: z.number().int().describe('One-time lines.'),
    })
    .optional()
    .describe('How many lines of which kind.'),
  error: z
    .string()
    .optional()
    .describe('Why it failed, or has nothing; of what is under way, how the last try that failed ended.'),
});

export const BillingRun = z
  .object({
    id: z.string().describe('Id of the run.'),
    asOfDate: WireInstant.describe('Billing dates up to this day count.'),
    mode: z.enum(MODES).describe('Whether it bills or estimates.'),
    status: z
      .enum(['queued', 'running', 'succeeded', 'partial', 'failed'])
      .describe('How far it is; `partial`: some failed.'),
    startedDate: WireInstant.describe('When it began.'),
    progress: Progress.describe('How many partners came to what.'),
    estimatedEndDate: WireInstant.optional().describe(
      'When it ends if it goes on as fast; absent before anything is done.',
    ),
    partners: z.array(RunPartner).describe('A page of its partners.'),
    links: z
      .object({
        self: Link.describe('The run.'),
        next: Link.optional().describe('The next page; the last page has none.'),
      })
      .describe('Links between the pages.'),
    attributes: attributes('BillingRun'),
  })
  .meta({ id: 'BillingRun' });
