import * as z from 'zod';
import { bodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, DecimalText, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, lenientEnum } from '../../../shared/contracts/wire.ts';
import { CREDIT_REASONS } from './domain/credit.ts';

export const CreditedPartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const CreditPath = CreditedPartnerPath.extend({ creditId: Guid.describe('Id of the credit.') });

/** Meters of one credit at most: its formula names all that they were charged. */
const METERS_MAX = 50;
const SEATS_MAX = 10_000_000;

export const CreditBody = z.object({
  creditReference: written({ max: 100 }).describe('Your name for the credit: once for a partner.'),
  customerId: Guid.describe('Id of the customer.'),
  subscriptionId: Guid.describe('Id of its subscription that the credit is on.'),
  reason: lenientEnum(CREDIT_REASONS).describe(
    '`accidentalPurchase`: within 90 days of the purchase; `duplicateOrder`: within 120 days. `sla`: for seats within a month, for metered use within two months after the end of the billing period of the incident.',
  ),
  amount: DecimalText.optional().describe(
    'What is given back before tax, above 0. Of an SLA credit only where it was decided with the claim that `slaClaimId` names.',
  ),
  serviceRequestId: codeText(100).min(1).optional().describe('The service request about it; needed for an SLA credit.'),
  incidentId: codeText(100).min(1).optional().describe('SLA: the incident.'),
  incidentDate: bodyDate().optional().describe('SLA: day of the incident.'),
  affectedQuantity: Count.min(1)
    .max(SEATS_MAX)
    .optional()
    .describe('SLA for seats: how many were affected, of those that the day is charged for.'),
  meterIds: z
    .array(
      codeText(100)
        .min(1)
        .transform((text) => text.toLowerCase()),
    )
    .min(1)
    .max(METERS_MAX)
    .optional()
    .describe('SLA for metered use: the meters that were affected.'),
  creditPercent: DecimalText.optional().describe('SLA: percent of the list price that is given back, above 0 to 100.'),
  servicePortionPercent: DecimalText.optional().describe(
    'SLA: percent of the service that was affected, above 0 to 100; 100 when absent.',
  ),
  slaClaimId: codeText(100).min(1).optional().describe('SLA: the claim that it settles; no claim has two credits.'),
});

export const CreditGrant = z
  .object({
    id: z.string().describe('Id of the credit.'),
    creditReference: z.string().describe('What whoever granted it calls it.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    subscriptionId: z.string().describe('Id of the subscription that it is on.'),
    reason: z.enum(CREDIT_REASONS).describe('Why it was granted.'),
    amount: z.number().describe('What it gives back before tax; its line has it negative.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    formula: z.string().describe('The numbers that give the amount of its line.'),
    grantedDate: WireInstant.describe('Day on which it was granted.'),
    serviceRequestId: z.string().optional().describe('The service request about it.'),
    incidentId: z.string().optional().describe('SLA: the incident.'),
    incidentDate: WireInstant.optional().describe('SLA: day of the incident.'),
    affectedQuantity: z.number().int().optional().describe('SLA for seats: how many were affected.'),
    meterIds: z.array(z.string()).optional().describe('SLA for metered use: the meters that were affected.'),
    creditPercent: z.number().optional().describe('SLA: percent of the list price that is given back.'),
    servicePortionPercent: z.number().optional().describe('SLA: percent of the service that was affected.'),
    slaClaimId: z.string().optional().describe('SLA: the claim that it settles.'),
    status: z
      .enum(['granted', 'invoiced', 'withdrawn'])
      .describe('`granted`: the next invoice has it; `invoiced`: an invoice has it; `withdrawn`: none will.'),
    lineId: z.string().describe('Id of its line.'),
    invoiceId: z.string().optional().describe('Number of the invoice that has it.'),
    attributes: attributes('CreditGrant'),
  })
  .meta({ id: 'CreditGrant' });

export const CREDITS_PER_PAGE = 200;

export const CreditsQuery = z.object({
  size: wholeNumber(1, CREDITS_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const CreditGrants = collectionOf(CreditGrant);
