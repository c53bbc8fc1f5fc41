import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf } from '../../../shared/contracts/wire.ts';

export const CASES_PER_PAGE = 100;

export const BillingCasesQuery = z.object({
  partnerId: codeText(100).optional().describe('Only cases of this partner.'),
  size: wholeNumber(1, CASES_PER_PAGE).optional().describe('Items on one page at most.'),
  ...seekParameters,
});

export const BillingCasePath = z.object({ caseId: z.string().describe('Id of the case.') });

export const BillingCase = z
  .object({
    id: z.string().describe('Id of the case.'),
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    reason: z
      .enum(['renewalMissing', 'saveMissing', 'brokenHistory', 'usageUnrated', 'tooLate'])
      .describe('Why the subscription was set aside.'),
    /** `mended`: the next invoice has its lines. */
    status: z.enum(['open', 'mended']).describe('`mended`: the next invoice has its lines.'),
    detail: z.string().describe('What is wrong, in words.'),
    /** First day that no invoice covers; of a late save, the first on which it counts. */
    sinceDate: WireInstant.describe('First day that no invoice covers; of a late save, the first on which it counts.'),
    foundDate: WireInstant.describe('When it was found.'),
    nextStep: z.string().describe('What the operator should do.'),
    attributes: attributes('BillingCase'),
  })
  .meta({ id: 'BillingCase' });

export const BillingCases = collectionOf(BillingCase);
