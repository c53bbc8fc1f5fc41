import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { amountNumber, currencySymbol, type Money } from '../../../../shared/kernel/money.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import { firstCharge, pricingOf } from '../../buying/index.ts';
import { productLinks } from '../../catalogue/index.ts';
import type * as s from '../../schemas.ts';
import { type Quote, toQuotedWire } from '../../subscriptions/index.ts';
import type { Order, OrderLine } from '../domain/order.ts';

type OrderWire = z.input<typeof s.Order>;
type LineWire = z.input<typeof s.OrderLine>;

interface WireOptions {
  readonly withPrices?: boolean | undefined;
  /** What an order that is not placed yet would be charged. */
  readonly quote?: Quote | undefined;
}

/** An order as partners see it (commerce contract 8.1); prices only where they were asked for. */
export function toOrderWire(order: Order, options: WireOptions = {}): OrderWire {
  const path = `/customers/${order.customerId}/orders/${order.orderId}`;
  return {
    id: order.orderId,
    alternateId: order.orderId,
    referenceCustomerId: order.customerId,
    billingCycle: order.billingCycle,
    currencyCode: order.currency,
    currencySymbol: currencySymbol(order.currency),
    lineItems: order.lines.map((line) => toLineWire(order, line, options)),
    creationDate: toWireInstant(order.createdAt),
    status: order.status,
    transactionType: 'UserPurchase',
    ...(options.withPrices && { totalPrice: amountNumber(firstCharge(order.lines, order.currency)) }),
    client: { marketplaceCountry: order.customerCountry },
    links: {
      self: link(path),
      provisioningStatus: link(`${path}/provisioningstatus`),
      patchOperation: link(path, 'PATCH'),
    },
    attributes: { objectType: 'Order', etag: etagOf(order.orderId, order.version) },
  };
}

function toLineWire(order: Order, line: OrderLine, { withPrices, quote }: WireOptions): LineWire {
  const pricing = withPrices ? pricingOf(line) : undefined;
  const quoted = quote?.lines.find(({ subscription }) => subscription.subscriptionId === line.subscriptionId);
  const path = `/customers/${order.customerId}`;
  const parent = line.parentSubscriptionId?.toUpperCase();
  const isSeats = line.billingType === 'license';
  return {
    lineItemNumber: line.lineNumber,
    offerId: line.offerId,
    subscriptionId: line.subscriptionId.toUpperCase(),
    ...(parent && { parentSubscriptionId: parent }),
    friendlyName: line.friendlyName,
    quantity: line.quantity,
    ...(isSeats && { termDuration: 'P1Y' }),
    transactionType: 'New',
    ...(line.resellerOfRecord && { partnerIdOnRecord: line.resellerOfRecord }),
    ...(parent && { provisioningContext: { parentSubscriptionId: parent } }),
    ...(isSeats && line.isAutoRenewable && { renewsTo: { termDuration: 'P1Y' } }),
    ...(pricing && { pricing: toAmounts(pricing) }),
    ...(quote && quoted && toQuotedWire(quoted, quote)),
    links: {
      ...productLinks({ ...line, country: order.customerCountry, priceList: line.priceLock?.priceList }),
      subscription: link(`${path}/subscriptions/${line.subscriptionId.toUpperCase()}`),
      provisioningStatus: link(`${path}/orders/${order.orderId}/provisioningstatus`),
      activationLinks: link(`${path}/orders/${order.orderId}/lineitems/${line.lineNumber}/activationlinks`),
    },
  };
}

const toAmounts = ({ unit, prorated, extended }: { unit: Money; prorated: Money; extended: Money }) => ({
  listPrice: amountNumber(unit),
  discountedPrice: amountNumber(unit),
  proratedPrice: amountNumber(prorated),
  price: amountNumber(prorated),
  extendedPrice: amountNumber(extended),
});
