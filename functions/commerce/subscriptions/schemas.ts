import * as z from 'zod';
import { queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { offsetOrSeekParameters, wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, Link, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { BILLING_CYCLES } from '../catalogue/domain/offer.ts';
import { name } from '../catalogue/parts.ts';
import { Offer } from '../catalogue/schemas.ts';
import { SUBSCRIPTION_STATUSES } from './domain/subscription.ts';
import { Cycle, Quantity, StatusWish } from './parts.ts';

export const SubscriptionPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  subscriptionId: z.string().describe('Id of the subscription.'),
});

export const SubscriptionListQuery = z.object({
  order_id: codeText(100).optional().describe('Only subscriptions of this order.'),
  mpn_id: codeText(100).optional().describe('Only subscriptions with this partner of record.'),
  ...wholeOrSeekParameters,
});

/** Lists of one subscription. */
export const OfSubscriptionQuery = z.object(wholeOrSeekParameters);

/** Subscriptions of one page at most. */
const SUBSCRIPTIONS_PER_PAGE = 500;

export const PartnerSubscriptionQuery = z.object({
  status: lenientEnum(SUBSCRIPTION_STATUSES).optional().describe('Only subscriptions in this state.'),
  renewsBefore: queryDay().optional().describe('Only subscriptions whose term ends before this day.'),
  deprovisionsBefore: queryDay().optional().describe('Only subscriptions whose data is deleted before this day.'),
  mpn_id: codeText(100).optional().describe('Only subscriptions with this partner of record.'),
  ...offsetOrSeekParameters,
  size: wholeNumber(1, SUBSCRIPTIONS_PER_PAGE).default(SUBSCRIPTIONS_PER_PAGE).describe('Items on one page at most.'),
});

export const ActivationLinks = collectionOf(
  z.object({
    lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
    link: Link.describe('Where the line is activated.'),
  }),
);

/** Any subset of the resource: only the members that may change, and the cycle that may not, are read. */
export const SubscriptionPatchBody = z.object({
  friendlyName: name().optional().describe('Name that the partner gives to the subscription.'),
  quantity: Quantity.optional().describe('Number of seats.'),
  status: StatusWish.optional().describe('`suspended` or `active`; `deleted` cancels it while that is allowed.'),
  autoRenewEnabled: z.boolean().optional().describe('Whether it renews by itself when the term ends.'),
  partnerId: codeText(20).optional().describe('Network id of the partner of record, the reseller of an indirect sale.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
});

export const Subscription = z.object({
  id: z.string().describe('Id of the subscription.'),
  offerId: z.string().describe('Id of the offer.'),
  offerName: z.string().describe('Name of the offer.'),
  friendlyName: z.string().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
  parentSubscriptionId: z.string().optional().describe('Subscription to which this add-on belongs.'),
  entitlementId: z.string().optional().describe('Id of what the customer is entitled to.'),
  creationDate: WireInstant.describe('When it was created.'),
  effectiveStartDate: WireInstant.describe('First day of the subscription.'),
  commitmentEndDate: WireInstant.describe('Last day of the term; it renews on the next.'),
  status: z
    .enum(['active', 'suspended', 'deleted'])
    .describe('Suspended subscriptions keep their data; deleted ones do not.'),
  suspensionReasons: z.array(z.string()).optional().describe('Why it is suspended.'),
  autoRenewEnabled: z.boolean().describe('Whether it renews by itself when the term ends.'),
  isTrial: z.boolean().describe('Whether it is a trial; the program has none.'),
  hasPurchasableAddons: z.boolean().describe('Whether there are add-ons to buy for it.'),
  billingType: z.enum(['license', 'usage']).describe('Billed by seats (`license`) or by use (`usage`).'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  renewalTermDuration: z.string().optional().describe('Length of the term that it renews to.'),
  isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
  publisherName: z.string().describe('Who publishes the product.'),
  partnerId: z.string().optional().describe('Network id of the partner of record.'),
  contractType: z.literal('subscription').describe('Kind of the contract.'),
  actions: z.array(z.string()).describe('What can be done with it now.'),
  attentionNeeded: z.boolean().describe('Whether somebody should look at it.'),
  actionTaken: z.boolean().describe('Whether somebody did.'),
  licensesToUnassign: Count.optional().describe(
    'Seats that must be taken from users, because fewer were bought than are assigned.',
  ),
  orderId: z.string().describe('Id of the order.'),
  productType: z
    .object({
      id: z.string().describe('Id of the kind of product.'),
      displayName: z.string().describe('Name shown to people.'),
      subType: z
        .object({
          id: z.string().describe('Id of the kind within it.'),
          displayName: z.string().describe('Name shown to people.'),
        })
        .optional()
        .describe('Kind within it.'),
    })
    .describe('Kind of the product.'),
  links: z
    .object({
      offer: Link.describe('The offer.'),
      parentSubscription: Link.describe('The subscription to which this add-on belongs.'),
      product: Link.describe('The product.'),
      sku: Link.describe('The variant of the product.'),
      availability: Link.describe('Where the product is available.'),
      activationLinks: Link.describe('Where it is activated.'),
      self: Link.describe('The resource itself.'),
    })
    .partial()
    .describe('Links of the resource.'),
  attributes: attributes('Subscription'),
});

export const Subscriptions = collectionOf(Subscription);

export const SubscriptionProvisioning = z.object({
  skuId: z.string().describe('Id of the plan that is provisioned.'),
  status: z.enum(['none', 'success', 'pending', 'failed']).describe('How far it is provisioned.'),
  quantity: Count.describe('Number of seats.'),
  endDate: WireInstant.describe('Until when it is provisioned.'),
  attributes: attributes('SubscriptionProvisioningStatus'),
});

export const SupportContact = z.object({
  supportTenantId: z.string().describe('Tenant of the partner that gives support.'),
  supportMpnId: z.string().optional().describe('Network id of the partner that gives support.'),
  name: z.string().describe('Name of the partner that gives support.'),
  links: selfLink,
  attributes: attributes('SupportContact'),
});

export const SupportContactBody = z.object({
  supportTenantId: Guid.describe('Tenant of the reseller, or the own one.'),
  supportMpnId: codeText(20).min(1).describe('Its network id.'),
  name: written({ max: 256 }).describe('Its name, as the customer is told it.'),
});

export const OperatorSubscriptionPath = z.object({
  subscriptionId: z.string().describe('Id of the subscription.'),
});

export const ProgramActionBody = z.object({
  reason: written({ max: 1000, lines: true }).describe('Why, in words; the partner reads them.'),
});

export const SubscriptionEvents = collectionOf(
  z.object({
    sequence: Count.describe('Number of the event, from 1.'),
    at: WireInstant.describe('When it happened.'),
    type: z.string().describe('What happened.'),
    by: z.string().describe('Who did it.'),
    changes: z
      .record(
        z.string(),
        z.object({
          before: z.unknown().optional().describe('Value before.'),
          after: z.unknown().optional().describe('Value after.'),
        }),
      )
      .describe('What changed, by member.'),
  }),
);

/** Elements that never occur: the collections of conversions and upgrades are empty. */
export const NothingToConvert = collectionOf(
  z.object({
    offerId: z.string().describe('Id of the offer.'),
    targetOfferId: z.string().describe('Offer that it would become.'),
    orderId: z.string().describe('Id of the order.'),
    quantity: Count.describe('Number of seats.'),
    billingCycle: z.enum(BILLING_CYCLES).describe('How often it would be billed.'),
    attributes: attributes('Conversion'),
  }),
);

export const NothingToUpgrade = collectionOf(
  z.object({
    targetOffer: Offer.describe('Offer that it would become.'),
    quantity: Count.describe('Number of seats.'),
    upgradeErrors: z.array(z.unknown()).describe('Why it cannot be upgraded.'),
    attributes: attributes('Upgrade'),
    upgradeType: z.string().describe('Kind of the upgrade.'),
    isEligible: z.boolean().describe('Whether the subscription can be upgraded.'),
  }),
);

export const ConversionBody = z
  .object({
    offerId: codeText(200).describe('Id of the offer.'),
    targetOfferId: codeText(200).describe('Offer that it would become.'),
  })
  .partial();

export const ConversionResult = z.object({
  subscriptionId: z.string().describe('Id of the subscription.'),
  offerId: z.string().describe('Id of the offer.'),
  targetOfferId: z.string().describe('Offer that it would become.'),
  error: z
    .object({
      code: z.string().describe('Code of the fault.'),
      description: z.string().describe('The fault in words.'),
    })
    .describe('Why it cannot be converted.'),
  attributes: attributes('ConversionResult'),
});

export const UpgradeResult = z.object({
  sourceSubscriptionId: z.string().describe('Subscription that would be upgraded.'),
  upgradeType: z.literal('none').describe('Kind of the upgrade.'),
  upgradeErrors: z
    .array(
      z.object({
        code: Count.describe('Code of the fault; see the error codes.'),
        description: z.string().describe('The fault in words.'),
        attributes: attributes('UpgradeError'),
      }),
    )
    .describe('Why it cannot be upgraded.'),
  licenseErrors: z.array(z.unknown()).describe('Faults of single licences; always empty.'),
  attributes: attributes('UpgradeResult'),
});
