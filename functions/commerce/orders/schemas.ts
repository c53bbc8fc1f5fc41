import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { Count } from '../../../shared/contracts/numbers.ts';
import { wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Link, selfLink } from '../../../shared/contracts/wire.ts';
import { BILLING_CYCLES } from '../catalogue/domain/offer.ts';
import { Flag } from '../price-lists/parts.ts';
import { Cycle, Quantity, QuotedShape } from '../subscriptions/parts.ts';
import { FriendlyName, ProvisioningContext, RenewsTo } from './parts.ts';

export const CustomerOrderPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  orderId: z.string().describe('Id of the order.'),
});

export const OrderLinePath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  orderId: z.string().describe('Id of the order.'),
  lineNumber: z.string().describe('Number of the line within its order, from 0.'),
});

export const OrderListQuery = z.object({
  billingType: codeText(40).optional().describe('Only orders billed this way.'),
  include_price: Flag.describe('`true` adds prices to the lines.'),
  ...wholeOrSeekParameters,
});

export const OrderQuery = z.object({ include_price: Flag.describe('`true` adds prices to the lines.') });

export const OrderCreateQuery = z.object({ dryRun: Flag.describe('`true` checks the order and places none.') });

const OptionalGuid = codeText(60)
  .transform((value) => value.trim().toLowerCase())
  .optional();

const OrderLineBody = z.object({
  lineItemNumber: z.number().int().optional().describe('Number of the line within its order, from 0.'),
  offerId: codeText(200).min(1).describe('Id of the offer.'),
  quantity: Quantity.describe('Number of seats.'),
  subscriptionId: OptionalGuid.describe('Subscription that the line is about, where it exists already.'),
  parentSubscriptionId: OptionalGuid.describe('Subscription to which this add-on belongs.'),
  friendlyName: FriendlyName.optional().describe('Name that the partner gives to the subscription.'),
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  partnerIdOnRecord: codeText(20)
    .optional()
    .describe('Network id of the partner of record, the reseller of an indirect sale.'),
  provisioningContext: ProvisioningContext.optional().describe('Values by name for provisioning the product.'),
  renewsTo: RenewsTo.optional().describe('Term that it renews to.'),
});

export const OrderBody = z.object({
  referenceCustomerId: codeText(100).optional().describe('Customer for whom the order is: the GUID of its tenant.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  lineItems: z.array(OrderLineBody).min(1).max(100).describe('The lines.'),
});

const OrderPatchLine = OrderLineBody.partial();

export const OrderPatchBody = z.object({
  status: codeText(40).optional().describe('State that the order is to have.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  lineItems: z.array(OrderPatchLine).max(200).optional().describe('The lines.'),
});

const Amounts = z.object({
  listPrice: z.number().describe('List price of one seat.'),
  discountedPrice: z.number().describe('Price of one seat after discounts.'),
  proratedPrice: z.number().describe('Price of one seat for the days that are charged first.'),
  price: z.number().describe('Price of one seat for a whole cycle.'),
  extendedPrice: z.number().describe('Price of all seats.'),
});

export const OrderLine = z.object({
  lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
  offerId: z.string().describe('Id of the offer.'),
  subscriptionId: z.string().optional().describe('Subscription that the line made or changed.'),
  parentSubscriptionId: z.string().optional().describe('Subscription to which this add-on belongs.'),
  friendlyName: z.string().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  transactionType: z.string().describe('What the line does.'),
  partnerIdOnRecord: z
    .string()
    .optional()
    .describe('Network id of the partner of record, the reseller of an indirect sale.'),
  provisioningContext: z
    .record(z.string(), z.string())
    .optional()
    .describe('Values by name for provisioning the product.'),
  renewsTo: z
    .object({ termDuration: z.string().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.') })
    .optional()
    .describe('Term that it renews to.'),
  pricing: Amounts.optional().describe('Prices of the line, where they were asked for.'),
  ...QuotedShape.partial().shape,
  links: z
    .object({
      product: Link.describe('The product.'),
      sku: Link.describe('The variant of the product.'),
      availability: Link.optional().describe('Where the product is available.'),
      subscription: Link.optional().describe('The subscription.'),
      provisioningStatus: Link.optional().describe('How far it is provisioned.'),
      activationLinks: Link.optional().describe('Where the line is activated.'),
    })
    .describe('Links of the line.'),
});

export const Order = z.object({
  id: z.string().describe('Id of the order.'),
  alternateId: z.string().describe('Id of the order once more, as people know it.'),
  referenceCustomerId: z.string().describe('Customer for whom the order is: the GUID of its tenant.'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  lineItems: z.array(OrderLine).describe('The lines.'),
  creationDate: WireInstant.describe('When it was created.'),
  status: z
    .enum(['completed', 'pending', 'cancelled'])
    .describe('`pending` while something of it is still to be provisioned.'),
  transactionType: z.string().describe('What the order does.'),
  totalPrice: z.number().optional().describe('Price of all lines, where prices were asked for.'),
  client: z
    .object({ marketplaceCountry: z.string().describe('Country of the customer, ISO 3166 alpha-2, such as `US`.') })
    .describe('What is known of where it was ordered.'),
  links: selfLink
    .extend({
      provisioningStatus: Link.describe('How far it is provisioned.'),
      patchOperation: Link.describe('State of the change.'),
    })
    .partial()
    .describe('Links of the resource.'),
  attributes: attributes('Order'),
});

export const Orders = collectionOf(Order);

const ProvisioningState = z.enum(['fulfilled', 'unfulfilled', 'prefulfillmentpending']);

export const OrderProvisioning = collectionOf(
  z.object({
    orderLineItemId: z.string().describe('Id of the line: one of its own in all orders.'),
    lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
    status: ProvisioningState.describe('How far the line is provisioned.'),
    quantityProvisioningInformation: z
      .array(
        z.object({
          quantity: Count.describe('Seats in this state.'),
          status: ProvisioningState.describe('How far this part is provisioned.'),
        }),
      )
      .describe('Seats by how far they are provisioned.'),
    attributes: attributes('OrderLineItemProvisioningStatus'),
  }),
);
