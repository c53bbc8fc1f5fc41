import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { attributes, selfLink } from '../../../shared/contracts/wire.ts';

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
    taxRatePercent: z.number().describe('Tax rate, in percent.'),
    nextBillingDate: WireInstant.optional().describe('When the next invoice is made.'),
    openPeriodStart: WireInstant.optional().describe('First day that no invoice covers yet.'),
    openPeriodEnd: WireInstant.optional().describe('Last day of the period that is open.'),
    balanceAmount: z.number().describe('What is owed in all; negative when the partner has credit.'),
    links: selfLink,
    attributes: attributes('BillingAccount'),
  })
  .meta({ id: 'BillingAccount' });
