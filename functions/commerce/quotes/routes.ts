import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';
import type { OrdersRefusal } from '../orders/refusals.ts';
import { buyers, changeRefusals } from '../subscriptions/parts.ts';
import type { SubscriptionsRefusal } from '../subscriptions/refusals.ts';
import { SubscriptionPath } from '../subscriptions/schemas.ts';
import * as s from './schemas.ts';

export const quotesRoutes = {
  quoteSubscription: {
    method: 'POST',
    path: '/v1/customers/{customerId}/subscriptions/{subscriptionId}/quote',
    summary: 'What a change of seats, status or billing cycle would be charged or credited; writes nothing.',
    description:
      'Say one of `quantity`, `status` and `billingCycle`. The answer has the lines that the invoice would have if the change was made now, before tax, with their formula, and what each following cycle is charged. A status takes add-ons along, a billing cycle all subscriptions of the order. What the change would be refused for, the question is. A new term that begins later is priced by the lists that are visible now.',
    allow: SELLERS,
    accounts: buyers,
    customer: 'reseller',
    replay: false,
    request: { path: SubscriptionPath, body: s.QuoteBody },
    response: { 200: s.Quote },
    refusals: [
      ...changeRefusals,
      'invalid_input',
      'billing_cycle_mismatch',
      'cycle_change_needs_active',
      'usage_cycle_fixed',
      'order_provisioning',
      'order_not_found',
      'order_in_progress',
    ],
    requirements: ['BIL-9', 'BIL-1', 'SUB-2', 'SUB-3', 'ORD-3'],
  },
} as const satisfies RouteTable<CatalogueRefusal | BuyingRefusal | SubscriptionsRefusal | OrdersRefusal>;
