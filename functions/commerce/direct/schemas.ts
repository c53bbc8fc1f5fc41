import * as z from 'zod';
import { bodyDate } from '../../../shared/contracts/dates.ts';
import { DecimalText } from '../../../shared/contracts/numbers.ts';
import { wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid } from '../../../shared/contracts/wire.ts';
import { name } from '../catalogue/parts.ts';
import { OrderBody } from '../orders/schemas.ts';
import { Cycle, Quantity, StatusWish } from '../subscriptions/parts.ts';
import { Subscription } from '../subscriptions/schemas.ts';

export const MySubscriptionPath = z.object({ subscriptionId: z.string().describe('Id of the subscription.') });

/** Lists of what a customer bought. */
export const DirectListQuery = z.object(wholeOrSeekParameters);

const SupportContactOfPartner = z.object({
  name: z.string().describe('Name of the partner that gives support.'),
  email: z.string().optional().describe('Where it reads mail.'),
  telephone: z.string().optional().describe('Where it is phoned.'),
  website: z.string().optional().describe('Where it is read about.'),
});

export const PartnerContact = z.object({
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  partnerName: z.string().describe('Name of the partner.'),
  supportContact: SupportContactOfPartner.describe('How the partner gives support.'),
});

export const SoldBy = z.object({
  channel: z.enum(['direct', 'partner']).describe('Bought direct, from the program, or from a partner.'),
  partnerName: z.string().optional().describe('Name of the partner that sold it.'),
  supportContact: SupportContactOfPartner.optional().describe(
    'Whom to turn to: the partner that sold it, or the reseller that it named.',
  ),
});

const DirectPrice = z.object({
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  unitPrice: z.number().describe('List price of one seat for one billing cycle, before tax.'),
  cyclePrice: z.number().describe('The same of all seats.'),
});

export const DirectSubscription = Subscription.extend({
  channel: z.literal('direct').describe('It was bought from the program itself.'),
  price: DirectPrice.optional().describe('What the customer pays; absent of metered use.'),
});
export const DirectSubscriptions = collectionOf(DirectSubscription);

export const MySubscription = Subscription.extend({
  channel: z.literal('direct').optional().describe('It was bought from the program itself.'),
  price: DirectPrice.optional().describe('What the customer pays, where it bought it direct.'),
  soldBy: SoldBy.describe('Who sold it, and whom to turn to about it.'),
});
export const MySubscriptions = collectionOf(MySubscription);

export const PurchaseNotice = z.object({
  text: z.string().describe('What to know before buying direct.'),
  partners: z.array(PartnerContact).describe('The partners that the organization has, 100 at most.'),
  attributes: attributes('PurchaseNotice'),
});

/** An order of a customer: no reseller stands behind it. */
export const MyOrderBody = OrderBody.extend({
  lineItems: z
    .array(OrderBody.shape.lineItems.element.omit({ partnerIdOnRecord: true }))
    .min(1)
    .max(100)
    .describe('The lines.'),
  acknowledgeDirectPurchase: z
    .boolean()
    .optional()
    .describe('That the customer knows that it buys direct; `true` is needed of one that has a partner.'),
});

/** Any subset of the resource: only these members are read. */
export const MySubscriptionPatchBody = z.object({
  friendlyName: name().optional().describe('Name that the customer gives to the subscription.'),
  quantity: Quantity.optional().describe('Number of seats.'),
  status: StatusWish.optional().describe('`active` takes a cancellation back, within its 60 days.'),
  autoRenewEnabled: z.boolean().optional().describe('Whether it renews by itself when the term ends.'),
  billingCycle: Cycle.optional().describe('How often it is billed; it does not change.'),
});

/** Rows of one call: each is a transaction. */
const ROWS_MAX = 100;

export const DirectSubscriptionsBody = z
  .array(
    z.object({
      id: Guid.optional().describe('Id that it has, or is to have: who sends it again loads it once.'),
      offerId: codeText(200).min(1).describe('Id of the offer.'),
      quantity: Quantity.describe('Number of seats.'),
      billingCycle: Cycle.optional().describe('How often it is billed.'),
      friendlyName: name().optional().describe('Name that the customer gives to it.'),
      parentSubscriptionId: Guid.optional().describe(
        'Base of an add-on: a direct subscription, or one of a row before.',
      ),
      autoRenewEnabled: z.boolean().optional().describe('Whether it renews by itself when the term ends.'),
      effectiveStartDate: bodyDate()
        .optional()
        .describe('First day; today, or a year before the end of the term, where it is not said.'),
      commitmentEndDate: bodyDate()
        .optional()
        .describe('End of the running term: the day after its last, in whole years from the first day.'),
      listPrice: DecimalText.optional().describe(
        'List price of a seat and month at which it was bought; that of the list in force where it is not said.',
      ),
    }),
  )
  .min(1)
  .max(ROWS_MAX);
