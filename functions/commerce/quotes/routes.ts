import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';
import type { OrdersRefusal } from '../orders/refusals.ts';
import { buyers, purchaseRefusals } from '../subscriptions/parts.ts';
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
      ...purchaseRefusals,
      'subscription_not_found',
      'subscription_deleted',
      'invalid_input',
      'invalid_property',
      'stale_etag',
      'seats_fixed_while_suspended',
      'seats_fixed',
      'quantity_outside_limits',
      'tenant_seat_cap',
      'billing_cycle_not_offered',
      'billing_cycle_mismatch',
      'no_inventory',
      'offer_not_sold',
      'offer_not_in_market',
      'offer_not_eligible',
      'customer_not_qualified',
      'partner_not_valid_for_offer',
      'cycle_changes_through_order',
      'cycle_change_needs_active',
      'usage_cycle_fixed',
      'order_provisioning',
      'order_not_found',
      'status_transition_invalid',
      'auto_renew_fixed',
      'not_reactivable',
      'parent_not_active',
      'partner_on_record_fixed',
      'reseller_unknown',
      'reseller_not_partnered',
      'own_network_id',
      'reseller_agreement_unsigned',
      'account_not_active',
      'account_not_vetted',
      'program_agreement_unsigned',
    ],
    requirements: ['BIL-9', 'BIL-1', 'SUB-2', 'SUB-3', 'ORD-3'],
  },
} as const satisfies RouteTable<CatalogueRefusal | BuyingRefusal | SubscriptionsRefusal | OrdersRefusal>;
