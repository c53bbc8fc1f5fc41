import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import type { GeneralRefusal } from '../../../shared/contracts/refusals.ts';
import { code } from '../../../shared/contracts/text.ts';
import { enumKey } from '../../../shared/contracts/wire.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';

/** `unknown` means "not said" (commerce contract 4). */
export const Cycle = code(z.union([z.string(), z.number().int()]))
  .transform((input, context) => {
    const ordinals = ['unknown', 'monthly', 'annual', 'none', 'onetime'];
    const name = typeof input === 'number' ? (ordinals[input] ?? '') : enumKey(input);
    if (name === 'unknown' || name === '') return undefined;
    if (ordinals.includes(name)) return name;
    context.addIssue({ code: 'custom', message: 'must be monthly or annual' });
    return z.NEVER;
  })
  .meta({ type: 'string', enum: ['unknown', 'monthly', 'annual', 'none', 'one_time'] } as never);

/** Quantity 0 and below is outside every offer's limits; so is what no limit allows. */
export const QUANTITY_MAX = 1_000_000_000;

export const Quantity = z.number().superRefine((value, context) => {
  if (!Number.isInteger(value)) context.addIssue({ code: 'custom', message: 'must be a whole number' });
  else if (value < 1 || value > QUANTITY_MAX)
    context.addIssue({
      code: 'custom',
      message: `must be from 1 to ${QUANTITY_MAX}`,
      params: { refusal: 'quantity_outside_limits' },
    });
});

/** Texts of a status that a change may carry; others are no status. */
export const StatusWish = code(z.string()).transform((value, context) => {
  const status = value.toLowerCase();
  if (status === 'active' || status === 'suspended' || status === 'deleted')
    return status as 'active' | 'suspended' | 'deleted';
  context.addIssue({ code: 'custom', message: 'must be active or suspended', params: { refusal: 'invalid_property' } });
  return z.NEVER;
});

/** Why a purchase may be refused before its lines are looked at (commerce contract 3). */
export const purchaseRefusals = [
  'ordering_suspended',
  'credit_limit_exceeded',
  'customer_under_review',
  'customer_not_approved',
  'not_eligible_for_transaction',
  'country_not_authorized',
  'customer_agreement_missing',
] as const satisfies readonly (GeneralRefusal | BuyingRefusal)[];

/** Why a change of a subscription is refused, and so is the question what it would cost (BIL-9). */
export const changeRefusals = [
  ...purchaseRefusals,
  'subscription_not_found',
  'subscription_deleted',
  'invalid_property',
  'stale_etag',
  'seats_fixed_while_suspended',
  'seats_fixed',
  'quantity_outside_limits',
  'tenant_seat_cap',
  'billing_cycle_not_offered',
  'no_inventory',
  'offer_not_sold',
  'offer_not_in_market',
  'offer_not_eligible',
  'customer_not_qualified',
  'partner_not_valid_for_offer',
  'cycle_changes_through_order',
  'status_transition_invalid',
  'auto_renew_fixed',
  'not_reactivable',
  'parent_not_active',
  'subscription_in_progress',
  'partner_on_record_fixed',
  'reseller_unknown',
  'reseller_not_partnered',
  'own_network_id',
  'reseller_agreement_unsigned',
  'account_not_active',
  'account_not_vetted',
  'program_agreement_unsigned',
] as const;

/** PRG-1: a reseller or an advisor never orders. */
export const buyers = ['directPartner', 'indirectProvider'] as const;

/** BIL-9: what is charged for something that is only intended, before tax, as the invoice will have it (rulings). */
export const QuotedShape = z.object({
  unitPrice: z.number().describe('What one seat is charged; negative for a credit.'),
  firstCharge: z.number().describe('What is charged first, before tax; negative for a credit.'),
  chargeType: z.string().describe('Type of the charge, as the invoice will name it.'),
  chargeStartDate: WireInstant.describe('First day that is charged.'),
  chargeEndDate: WireInstant.describe('Last day that is charged.'),
  formula: z.string().describe('The calculation, written out.'),
  invoiceDate: WireInstant.describe('Date of the invoice that will have it.'),
  pricingCurrency: z
    .string()
    .optional()
    .describe('Currency in which the list has the price, where it was exchanged for this term.'),
  pcToBCExchangeRate: z
    .number()
    .optional()
    .describe('By which it was exchanged: units of the currency of the bill for one of the pricing currency.'),
  pcToBCExchangeRateDate: WireInstant.optional().describe('First day of the month for which that rate is published.'),
  nextCharge: z
    .number()
    .optional()
    .describe('What each following cycle is charged, before tax; absent where nothing follows.'),
  nextChargeDate: WireInstant.optional().describe('First day of the next cycle.'),
  nextFormula: z.string().optional().describe('The calculation of the next charge.'),
  nextInvoiceDate: WireInstant.optional().describe('Date of the invoice that will have the next charge.'),
});
