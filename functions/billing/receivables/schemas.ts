import * as z from 'zod';
import { requiredBodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, DecimalText, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { code, codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { isDecimalText, scaled } from '../../../shared/kernel/money.ts';
import { Invoice, InvoicePath } from '../invoices/schemas.ts';
import { COLLECTIONS_STATUSES, PAYMENT_STATUSES } from './domain/payment-status.ts';

export const BilledPartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const PaymentPath = BilledPartnerPath.extend({ paymentId: Guid.describe('Id of the payment.') });

const STEP_ACTIONS = ['reminder', 'notice', 'suspendOrdering'] as const;

export const BillingAccount = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    mpnId: z.string().optional().describe('Network id of the partner, digits only.'),
    countryCode: z.string().describe('Country, ISO 3166 alpha-2.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    currencySymbol: z.string().describe('Symbol of the currency.'),
    billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
    signedDate: WireInstant.optional().describe('When the program agreement was signed.'),
    paymentTermDays: z.number().int().describe('Days from the invoice until it is due.'),
    taxRatePercent: z.number().describe('Tax rate of the open period, in percent.'),
    nextTaxRatePercent: z.number().optional().describe('Tax rate from the next period on, where it is another.'),
    creditLimit: z.number().optional().describe('What may be owed and ordered in all; absent: as much as one likes.'),
    nextBillingDate: WireInstant.optional().describe('When the next invoice is made.'),
    openPeriodStart: WireInstant.optional().describe('First day that no invoice covers yet.'),
    openPeriodEnd: WireInstant.optional().describe('Last day of the period that is open.'),
    balanceAmount: z.number().describe('What is owed for all invoices.'),
    unallocatedAmount: z.number().describe('What was paid and is set against no invoice yet.'),
    creditBalance: z.number().describe('What invoices below zero left: later ones get it.'),
    collectionsStatus: z.enum(COLLECTIONS_STATUSES).describe('How late the account is.'),
    collectionsSteps: z
      .array(
        z.object({
          daysLate: z.number().int().describe('Days after the due date.'),
          action: z.enum(STEP_ACTIONS).describe('What is done then.'),
        }),
      )
      .describe('What is done about an invoice that is late, in order.'),
    links: selfLink,
    attributes: attributes('BillingAccount'),
  })
  .meta({ id: 'BillingAccount' });

const HUNDRED = scaled('100');
const invalid = (message: string) => ({ message, params: { refusal: 'invalid_property' } });

const Percent = code(
  DecimalText.refine(
    (text) => isDecimalText(text) && scaled(text) >= 0n && scaled(text) <= HUNDRED && !/\.\d{4}\d*[1-9]/.test(text),
    invalid('must be 0 to 100, with 4 decimals at most'),
  ),
);

const STEPS_MAX = 10;

export const BillingAccountChange = z.object({
  paymentTermDays: Count.min(0).max(365).optional().describe('Days from an invoice until it is due, 0 to 365.'),
  taxRatePercent: Percent.optional().describe('Tax rate from the next period on, 0 to 100 percent.'),
  creditLimit: DecimalText.nullable().optional().describe('What may be owed and ordered in all; null takes it away.'),
  collectionsSteps: z
    .array(
      z.object({
        daysLate: Count.min(1).max(365).describe('Days after the due date.'),
        action: lenientEnum(STEP_ACTIONS).describe('What is done then.'),
      }),
    )
    .max(STEPS_MAX)
    .refine(
      (steps) => steps.every(({ daysLate }, index) => index === 0 || daysLate > steps[index - 1]!.daysLate),
      invalid('must be in order of their days, each day once'),
    )
    .optional()
    .describe('What is done about an invoice that is late, in order; an empty list: nothing.'),
  billingDay: Count.optional().describe('Cannot be changed: only the present value is taken.'),
  currencyCode: codeText(10).optional().describe('Cannot be changed: only the present value is taken.'),
});

/** Invoices that one call names at most. */
export const ALLOCATIONS_MAX = 10;

const Allocation = z.object({
  invoiceId: codeText(40)
    .transform((text) => InvoicePath.shape.invoiceId.parse(text))
    .describe('Number of the invoice.'),
  amount: DecimalText.describe('What it gets, in the currency of the payment.'),
});

const Allocations = z.array(Allocation).max(ALLOCATIONS_MAX);

export const PaymentBody = z.object({
  paymentReference: written({ max: 100 }).describe(
    'Your name for the payment, such as that of the bank: once for a partner.',
  ),
  receivedDate: requiredBodyDate().describe('Day on which it came, today or earlier.'),
  amount: DecimalText.describe('What came, above 0.'),
  currencyCode: codeText(10)
    .transform((text) => text.toUpperCase())
    .describe('Billing currency of the partner, ISO 4217.'),
  method: written({ max: 100 }).optional().describe('How it came, such as `bank transfer`.'),
  autoAllocate: z
    .boolean()
    .optional()
    .default(false)
    .describe('`true`: invoices that are due longest get it; otherwise it waits until somebody assigns it.'),
  allocations: Allocations.optional().default([]).describe('Invoices that get some of it before all others.'),
});

export const AllocationsBody = z.object({ allocations: Allocations.min(1).describe('What each invoice gets.') });

export const Payment = z
  .object({
    id: z.string().describe('Id of the payment.'),
    paymentReference: z.string().describe('What whoever recorded it calls it.'),
    receivedDate: WireInstant.describe('Day on which it came.'),
    amount: z.number().describe('What came.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    method: z.string().optional().describe('How it came.'),
    autoAllocate: z.boolean().describe('Whether it was set against what was due when it was recorded.'),
    status: z.enum(['recorded', 'takenBack']).describe('`takenBack`: the money went back.'),
    allocations: z
      .array(
        z.object({
          invoiceId: z.string().describe('Number of the invoice.'),
          amount: z.number().describe('What it got.'),
        }),
      )
      .describe('What each invoice got of it.'),
    unallocatedAmount: z.number().describe('What no invoice has yet.'),
    links: selfLink,
    attributes: attributes('Payment'),
  })
  .meta({ id: 'Payment' });

export const PAYMENTS_PER_PAGE = 200;

export const PaymentsQuery = z.object({
  size: wholeNumber(1, PAYMENTS_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const Payments = collectionOf(Payment);

export const PARTNER_INVOICES_PER_PAGE = 200;

export const InvoicedPartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const PartnerInvoicesQuery = z.object({
  status: lenientEnum(PAYMENT_STATUSES).optional().describe('Only invoices with this payment status.'),
  size: wholeNumber(1, PARTNER_INVOICES_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  ...seekParameters,
});

export const PartnerInvoice = Invoice.extend({
  paymentStatus: z.enum(PAYMENT_STATUSES).describe('What is owed, and whether it is late.'),
}).meta({ id: 'PartnerInvoice' });

export const PartnerInvoices = collectionOf(PartnerInvoice);
