import * as z from 'zod';
import { bodyDate, queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { DecimalText, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { code, codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, held, lenientEnum } from '../../../shared/contracts/wire.ts';
import { RULE_FAMILIES } from './domain/rule.ts';

const invalid = (message: string) => ({ message, params: { refusal: 'invalid_property' } });

export const IncentiveRulePath = z.object({
  ruleId: code(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/, 'must be 1 to 50 letters, digits, dots, dashes'))
    .transform((text) => text.toLowerCase())
    .describe('Id of the rule, such as `crm`: letters, digits, dots, dashes.'),
});

const OFFERS_MAX = 50;

export const IncentiveRuleBody = z.object({
  id: codeText(50).optional().describe('Left aside: the address names the rule.'),
  name: written({ max: 200 }).describe('What people call it.'),
  productFamily: lenientEnum(RULE_FAMILIES).optional().describe('Family of products whose lines earn.'),
  offerIds: z
    .array(codeText(100).min(1))
    .min(1)
    .max(OFFERS_MAX)
    .optional()
    .describe('Offers whose lines earn, in place of a family.'),
  ratePercent: code(
    DecimalText.refine((text) => !/\.\d{4}\d*[1-9]/.test(text), invalid('has 4 decimals at most')),
  ).describe('What a line earns, in percent of what it costs before tax: 0 to 100.'),
  effectiveFrom: held(bodyDate()).describe('First day on which it counts: tomorrow or later; without it tomorrow.'),
  effectiveTo: bodyDate().optional().describe('Last day on which it counts; without it until it is set again.'),
});

export const IncentiveRule = z
  .object({
    id: z.string().describe('Id of the rule.'),
    name: z.string().describe('What people call it.'),
    productFamily: z.enum(RULE_FAMILIES).optional().describe('Family of products whose lines earn.'),
    offerIds: z.array(z.string()).optional().describe('Offers whose lines earn.'),
    ratePercent: z.number().describe('What a line earns, in percent of what it costs before tax.'),
    effectiveFrom: WireInstant.describe('First day on which it counts.'),
    effectiveTo: WireInstant.optional().describe('Last day on which it counts; absent: no end is set.'),
    attributes: attributes('IncentiveRule'),
  })
  .meta({ id: 'IncentiveRule' });
export type IncentiveRule = z.input<typeof IncentiveRule>;

/** Earnings and documents that one payout names at most: with the books they are one transaction. */
export const EARNINGS_PER_PAYOUT = 30;
export const INVOICES_PER_PAYOUT = 20;

const MpnId = codeText(20).regex(/^\d+$/, 'must be a network id, digits only');

export const PayoutBody = z.object({
  mpnId: MpnId.describe('Network id that the earnings bear.'),
  currencyCode: codeText(10)
    .transform((text) => text.toUpperCase())
    .describe('Billing currency of the partner, ISO 4217.'),
  earningIds: z
    .array(codeText(500).min(1))
    .max(EARNINGS_PER_PAYOUT)
    .optional()
    .default([])
    .describe('Ids of earnings that are payable. What was taken back is negative: name it too.'),
  invoiceIds: z
    .array(codeText(40).min(1))
    .max(INVOICES_PER_PAYOUT)
    .optional()
    .default([])
    .describe('Numbers of invoices and notes: all of their earnings that are not paid out yet.'),
  reference: written({ max: 100 }).describe(
    'Your name for the payout, such as that of the bank: once for a network id.',
  ),
});

export const IncentivePayout = z
  .object({
    id: z.string().describe('Id of the payout.'),
    reference: z.string().describe('What whoever paid calls it.'),
    partnerId: z.string().describe('Id of the partner that was paid: the GUID of its tenant.'),
    mpnId: z.string().describe('Network id of the earnings.'),
    amount: z.number().describe('What was paid.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    earningCount: z.number().int().describe('How many earnings it paid.'),
    payoutDate: WireInstant.describe('Day on which it was paid.'),
    attributes: attributes('IncentivePayout'),
  })
  .meta({ id: 'IncentivePayout' });
export type IncentivePayout = z.input<typeof IncentivePayout>;

const STATUSES = ['accrued', 'payable', 'paid'] as const;

export const EARNINGS_PER_PAGE = 200;

export const PartnerEarningsPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const EarningsQuery = z.object({
  mpnId: MpnId.optional().describe('Only earnings of this network id.'),
  period: code(z.string().regex(/^\d{4}-?(0[1-9]|1[0-2])$/, 'must be a month as 2027-01'))
    .transform((text) => `${text.slice(0, 4)}-${text.slice(-2)}`)
    .optional()
    .describe('Only earnings of this month, such as `2027-01`.'),
  status: lenientEnum(STATUSES).optional().describe('Only earnings in this state.'),
  size: wholeNumber(1, EARNINGS_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});
export type EarningsQuery = z.output<typeof EarningsQuery>;

export const IncentiveEarning = z
  .object({
    id: z.string().describe('Id of the earning.'),
    mpnId: z.string().optional().describe('Network id that it is tied to; absent while the partner has none.'),
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    invoiceId: z.string().describe('Number of the invoice, or of the note on one, that has the line.'),
    lineId: z.string().describe('Id of the line.'),
    ruleId: z.string().describe('Rule by which it earns.'),
    transactionAmount: z.number().describe('What the line costs before tax.'),
    earningRate: z.number().describe('Rate of the rule, in percent.'),
    earningAmount: z.number().describe('What it earns; negative where it takes back what another line earned.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    earningDate: WireInstant.describe('Day on which the invoice or note went out.'),
    status: z
      .enum(STATUSES)
      .describe(
        '`accrued` until its invoice is paid in full or taken back, then `payable`; `paid` once it was paid out.',
      ),
    payoutId: z.string().optional().describe('The payout that paid it.'),
    attributes: attributes('IncentiveEarning'),
  })
  .meta({ id: 'IncentiveEarning' });
export type IncentiveEarning = z.input<typeof IncentiveEarning>;
export const IncentiveEarnings = collectionOf(IncentiveEarning);

export const REVENUE_PER_PAGE = 500;

export const RevenueQuery = z.object({
  from: queryDay().describe('First day that counts.'),
  to: queryDay().describe('Last day that counts, at most 24 months later.'),
  size: wholeNumber(1, REVENUE_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const RevenueRow = z
  .object({
    month: z.string().describe('Month in which it was billed, such as `2027-01`.'),
    customerCountry: z.string().describe('Country of the customers, ISO 3166 alpha-2; `ZZ` where none was told.'),
    partnerId: z.string().describe('Id of the partner that was billed.'),
    productFamily: z.string().describe('Family of the products.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    subtotal: z.number().describe('What was billed before tax, less what notes took back.'),
    tax: z.number().describe('Tax on it.'),
    attributes: attributes('RevenueRow'),
  })
  .meta({ id: 'RevenueRow' });
export type RevenueRow = z.input<typeof RevenueRow>;
export const RevenueRows = collectionOf(RevenueRow);
