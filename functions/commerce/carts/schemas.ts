import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { Count } from '../../../shared/contracts/numbers.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, selfLink } from '../../../shared/contracts/wire.ts';
import { BILLING_CYCLES } from '../catalogue/domain/offer.ts';
import { FriendlyName, ProvisioningContext, RenewsTo } from '../orders/parts.ts';
import { Order } from '../orders/schemas.ts';
import { Cycle, Quantity, QuotedShape } from '../subscriptions/parts.ts';

export const CustomerCartPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  cartId: z.string().describe('Id of the cart.'),
});

const Participant = z.object({
  key: z.union([codeText(100), z.number()]).describe('Part in the sale.'),
  value: codeText(100).describe('Network id of the partner.'),
});

const cartLineBodyShape = {
  id: z.coerce.number().int().optional().describe('Number of the line within the cart, from 0.'),
  catalogItemId: codeText(200).optional().describe('What is bought: id of the offer.'),
  catalogId: codeText(200).optional().describe('The same as `catalogItemId`, under the name that some SDKs send.'),
  friendlyName: FriendlyName.optional().describe('Name that the partner gives to the subscription.'),
  quantity: Quantity.describe('Number of seats.'),
  currencyCode: codeText(10).optional().describe('Taken as SDKs send it: the currency is that of the partner.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  participants: z.array(Participant).max(20).optional().describe('Other partners of the sale, by their part in it.'),
  provisioningContext: ProvisioningContext.optional().describe('Values by name for provisioning the product.'),
  renewsTo: RenewsTo.optional().describe('Term that the subscription renews to: one, or a list of one.'),
};

const CartAddOnBody = z.object(cartLineBodyShape);

const CartLineBody = z.object({
  ...cartLineBodyShape,
  addonItems: z.array(CartAddOnBody).max(100).optional().describe('Add-ons bought with this line.'),
});

export const CartBody = z.object({ lineItems: z.array(CartLineBody).min(1).max(100).describe('The lines.') });

export const CartError = z.object({
  errorCode: Count.describe('Code of the fault; see the error codes.'),
  errorDescription: z.string().describe('The fault in words.'),
  additionalInformation: z
    .object({
      availableQuantity: Count.describe(
        'What is left of the limit: seats, or subscriptions where their number is limited.',
      ),
      purchasedQuantity: Count.describe('What the customer has of it already.'),
      code: Count.describe('Code that the same line would get in an order.'),
    })
    .partial()
    .optional()
    .describe('Numbers that belong to the fault.'),
});

const cartLineShape = {
  id: Count.describe('Number of the line within the cart, from 0.'),
  catalogItemId: z.string().describe('What is bought: id of the offer.'),
  friendlyName: z.string().optional().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  renewsTo: z
    .object({ termDuration: z.string().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.') })
    .optional()
    .describe('Term that it renews to.'),
  participants: z
    .array(
      z.object({
        key: z.string().describe('Part in the sale.'),
        value: z.string().describe('Network id of the partner.'),
      }),
    )
    .optional()
    .describe('Other partners of the sale, by their part in it.'),
  provisioningContext: z
    .record(z.string(), z.string())
    .optional()
    .describe('Values by name for provisioning the product.'),
  orderGroup: z.string().describe('Lines of one group become one order.'),
  error: CartError.optional().describe('Why the line cannot be ordered as it is.'),
  ...QuotedShape.partial().shape,
};

const CartAddOn = z.object(cartLineShape);

export const CartLine = z.object({
  ...cartLineShape,
  addonItems: z.array(CartAddOn).optional().describe('Add-ons bought with this line.'),
});

export const Cart = z.object({
  id: z.string().describe('Id of the cart.'),
  creationTimestamp: WireInstant.describe('When the cart was created.'),
  lastModifiedTimestamp: WireInstant.describe('When the cart was last changed.'),
  expirationTimestamp: WireInstant.describe('When the cart ends by itself.'),
  lastModifiedUser: z.string().describe('User or application that changed the cart last.'),
  status: z.enum(['Active', 'Ordered']).describe('`Ordered` once it was checked out.'),
  lineItems: z.array(CartLine).describe('The lines.'),
  total: z
    .number()
    .optional()
    .describe('First charges of all lines that can be ordered, before tax, where it was validated.'),
  links: selfLink,
  attributes: attributes('Cart'),
});

export const OrderError = z.object({
  orderGroupId: z.string().describe('Group of the lines of the cart.'),
  code: Count.describe('Code of the fault; see the error codes.'),
  description: z.string().describe('The fault in words.'),
  lineItems: z.array(CartLine).describe('Lines of the cart that were not ordered.'),
  attributes: attributes('OrderError'),
});

export const CartCheckoutResult = z.object({
  orders: z.array(Order).describe('Orders that were made.'),
  orderErrors: z.array(OrderError).describe('Groups of lines that were not ordered, with the reason.'),
  attributes: attributes('CartCheckoutResult'),
});
