import type * as z from 'zod';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, toWireDay } from '../../../../shared/kernel/time.ts';
import type { BillingAccount, CustomerName, OfferName } from '../../accounts/index.ts';
import type { Credit } from '../../credits/index.ts';
import type { OneTimeInvoiceLineItem } from '../../schemas.ts';
import type { UsageLine, UsageOwner } from '../../usage/index.ts';

interface AboutCredit {
  readonly account: BillingAccount;
  readonly credit: Credit;
  readonly owner: UsageOwner;
  readonly customer: CustomerName | undefined;
  readonly offer: OfferName | undefined;
}

/** The line of a credit for metered use in the shape of one-time items, with the money that it will be invoiced with. */
export function toUnbilledCredit(
  line: UsageLine,
  { account, credit, owner, customer, offer }: AboutCredit,
): z.input<typeof OneTimeInvoiceLineItem> {
  const { currency } = credit;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  const [first, last] = [toWireDay(line.period.start), toWireDay(addDays(line.period.end, -1))];
  return {
    partnerId: account.partnerId,
    customerId: owner.customerId,
    customerName: customer?.name ?? '',
    customerDomainName: customer?.domain ?? '',
    customerCountry: customer?.country ?? '',
    invoiceNumber: '',
    mpnId: account.profile.mpnId ?? '',
    resellerMpnId: Number(owner.resellerMpnId) || 0,
    orderId: owner.orderId,
    orderDate: toWireDay(owner.from ?? credit.grantedOn),
    productId: owner.offerId,
    ...{ skuId: '', availabilityId: '' },
    productName: offer?.productName ?? owner.offerName,
    skuName: owner.offerName,
    chargeType: 'CustomerCredit',
    ...{ unitPrice: 0, effectiveUnitPrice: 0, unitType: '', quantity: 0, billableQuantity: 0 },
    subtotal: amount(line.pretaxCharges),
    taxTotal: amount(line.tax),
    totalForCustomer: amount(line.total),
    currency,
    ...{ chargeStartDate: first, chargeEndDate: last, subscriptionStartDate: first, subscriptionEndDate: last },
    ...{ publisherName: '', publisherId: '', alternateId: '', discountDetails: '' },
    ...{ pricingCurrency: currency, pcToBCExchangeRate: 1, pcToBCExchangeRateDate: first },
    ...{ meterDescription: '', reservationOrderId: '', creditReasonCode: credit.reason },
    subscriptionDescription: owner.friendlyName || owner.offerName,
    subscriptionId: shownId(owner.subscriptionId),
    ...{ termAndBillingCycle: '', billingFrequency: 'Monthly', priceAdjustmentDescription: '' },
    referenceId: `${owner.subscriptionId}|${credit.creditId}`,
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'one_time',
    lineId: line.key,
    explanation: {
      event: 'CreditGranted',
      eventId: credit.creditId,
      priceList: '',
      rule: line.why.rule,
      roundingPolicy: line.why.roundingPolicy,
      formula: credit.formula,
      cyclePrice: amount(credit.amount),
      ...{ cycleDays: 1, days: 1 },
      taxRatePercent: Number(line.taxPercent),
    },
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  };
}
