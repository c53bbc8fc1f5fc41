import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, selfLink } from '../../../shared/contracts/wire.ts';
import { BILLING_CYCLES } from '../catalogue/domain/offer.ts';
import { Quantity } from '../subscriptions/parts.ts';
import { PLAN_STATUSES, STEPS } from './domain/transition-plan.ts';

export const TransitionPlanPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  planId: z.string().describe('Id of the transition plan.'),
});

/** Plans on a page: each is shown as its subscriptions are now. */
const PLANS_PER_PAGE = 100;

export const TransitionPlanQuery = z.object({
  ...seekParameters,
  size: wholeNumber(1, PLANS_PER_PAGE).default(PLANS_PER_PAGE).describe('Items on one page at most.'),
});

/** Direct subscriptions of one plan: they are ordered together. */
const LINES_MAX = 25;

export const TransitionPlanBody = z.object({
  directSubscriptionIds: z
    .array(Guid)
    .min(1)
    .max(LINES_MAX)
    .describe('Direct subscriptions to take over; a base with all its add-ons.'),
  lines: z
    .array(
      z.object({
        directSubscriptionId: Guid.describe('One of those subscriptions.'),
        offerId: codeText(200).optional().describe('The offer of the direct subscription: no other one can be.'),
        quantity: Quantity.optional().describe('Its number of seats: no other one can be.'),
      }),
    )
    .max(LINES_MAX)
    .optional()
    .describe('What each line is thought to be; refused where it is not.'),
});

const PoolFigures = z.object({
  skuId: z.string().describe('Id of the plan whose licences pool.'),
  activeUnits: Count.describe('Seats of all channels together.'),
  consumedUnits: Count.describe('Users to whom a licence is assigned.'),
  availableUnits: Count.describe('Seats that are left; negative where more users hold a licence than seats are there.'),
});

export const TransitionPlan = z.object({
  id: z.string().describe('Id of the plan.'),
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  status: z
    .enum(PLAN_STATUSES)
    .describe('`verified`: the pool was seen doubled; `cancelled`: so are the direct subscriptions, and all is done.'),
  createdDate: WireInstant.describe('When it was made.'),
  lines: z
    .array(
      z.object({
        directSubscriptionId: z.string().describe('The direct subscription.'),
        offerId: z.string().describe('Its offer, which is ordered.'),
        quantity: Count.describe('Its number of seats, which are ordered.'),
        billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
        directTermEndDate: WireInstant.optional().describe('End of the direct term: the day after its last.'),
        subscriptionId: z.string().optional().describe('The subscription that was ordered in its place.'),
        price: z
          .object({
            currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
            unitPrice: z.number().describe('What the partner pays for a seat and cycle, as of the plan, before tax.'),
            firstCharge: z.number().describe('What it pays first, as of the plan, before tax.'),
          })
          .describe('What it costs the partner.'),
      }),
    )
    .describe('What is taken over.'),
  warnings: z.array(z.string()).describe('What to know before going on; nothing of it is refused.'),
  window: z
    .object({
      from: WireInstant.describe('First day.'),
      to: WireInstant.describe('End of the direct term.'),
    })
    .optional()
    .describe('When to take over: at the end of the direct term.'),
  steps: z
    .array(
      z.object({
        name: z.enum(STEPS).describe('What is done.'),
        date: WireInstant.optional().describe('When it was; absent while it is not.'),
        pool: z
          .array(PoolFigures)
          .optional()
          .describe(
            'The pool before the order (`ordered`), during (`poolDoubled`) and after (`directCancelled`, `done`).',
          ),
      }),
    )
    .describe('Steps in their order.'),
  links: selfLink,
  attributes: attributes('TransitionPlan'),
});
export const TransitionPlans = collectionOf(TransitionPlan);

export const MovePlanBody = z.object({
  fromPartnerId: Guid.optional().describe(
    'The partner that the customer moves from; shown again, and looked up nowhere.',
  ),
});

export const MovePlan = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  fromPartnerId: z.string().optional().describe('The partner that was named.'),
  createdDate: WireInstant.describe('As of when this stands.'),
  steps: z
    .array(
      z.object({
        name: z.enum(['invitationAccepted', 'orderedHere', 'otherSuspended']).describe('What is to be done.'),
        done: z.boolean().describe('Whether it is, as far as the own sales and the pool say.'),
        description: z.string().describe('By whom, and how.'),
      }),
    )
    .describe('Steps in their order.'),
  pool: z
    .array(
      PoolFigures.extend({
        ownUnits: Count.describe('Of these seats, those that the caller sold.'),
        otherUnits: Count.describe('Those of all others together.'),
      }),
    )
    .describe('Seats of each plan.'),
  attributes: attributes('MovePlan'),
});
