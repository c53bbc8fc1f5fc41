import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import { buyers, purchaseRefusals } from '../subscriptions/parts.ts';
import type { SubscriptionsRefusal } from '../subscriptions/refusals.ts';
import { ActivationLinks } from '../subscriptions/schemas.ts';
import { lineRefusals } from './parts.ts';
import type { OrdersRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const ordersRoutes = {
  placeOrder: {
    method: 'POST',
    path: '/v1/customers/{customerId}/orders',
    summary: 'Buy: the order is placed whole or not at all.',
    description:
      '`dryRun=true` checks everything and answers what each line would be charged, when and on which invoice (200), and writes nothing.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    inProgress: 'order_in_progress',
    request: { path: CustomerPath, query: s.OrderCreateQuery, body: s.OrderBody },
    response: { 201: s.Order, 200: s.Order },
    refusals: [
      ...purchaseRefusals,
      ...lineRefusals,
      'too_many_limited_offers',
      'too_many_add_ons',
      'invalid_customer_id',
      'bad_line_number',
      'order_in_progress',
    ],
    requirements: ['BIL-9', 'ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5', 'ORD-6', 'PRG-3', 'PRG-5', 'PRG-6', 'AGR-1'],
  },
  listOrders: {
    method: 'GET',
    path: '/v1/customers/{customerId}/orders',
    summary: 'Orders of the partner for a customer.',
    description:
      'Everything in one answer, oldest first. Of a customer of whom more than a megabyte is stored, or with `size`, pages in the order of ids: follow `links.next`. Where little is asked for of much, a page may be short, or empty, and yet have a `next`.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: CustomerPath, query: s.OrderListQuery },
    response: { 200: s.Orders },
    refusals: ['unknown_enum_value', 'invalid_input'],
  },
  viewOrder: {
    method: 'GET',
    path: '/v1/customers/{customerId}/orders/{orderId}',
    summary: 'One order.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.CustomerOrderPath, query: s.OrderQuery },
    response: { 200: s.Order },
    refusals: ['order_not_found'],
  },
  changeOrder: {
    method: 'PATCH',
    path: '/v1/customers/{customerId}/orders/{orderId}',
    summary: 'Buy add-ons into an order, or change its billing cycle.',
    allow: SELLERS,
    accounts: buyers,
    customer: 'reseller',
    replay: true,
    inProgress: 'order_in_progress',
    request: { path: s.CustomerOrderPath, body: s.OrderPatchBody },
    response: { 200: s.Order },
    refusals: [
      ...purchaseRefusals,
      ...lineRefusals,
      'too_many_limited_offers',
      'too_many_add_ons',
      'order_not_found',
      'order_not_cancellable',
      'nothing_to_cancel',
      'cycle_change_needs_active',
      'order_provisioning',
      'usage_cycle_fixed',
      'account_not_active',
      'account_not_vetted',
      'program_agreement_unsigned',
      'stale_etag',
      'order_in_progress',
    ],
    requirements: ['ORD-3', 'ORD-4', 'SUB-2', 'CAT-5'],
  },
  viewOrderProvisioning: {
    method: 'GET',
    path: '/v1/customers/{customerId}/orders/{orderId}/provisioningstatus',
    summary: 'Whether the subscriptions of an order are there.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.CustomerOrderPath },
    response: { 200: s.OrderProvisioning },
    refusals: ['order_not_found'],
  },
  listOrderActivationLinks: {
    method: 'GET',
    path: '/v1/customers/{customerId}/orders/{orderId}/activationlinks',
    summary: 'Empty: program services need no activation.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.CustomerOrderPath },
    response: { 200: ActivationLinks },
    refusals: ['order_not_found'],
  },
  listOrderLineActivationLinks: {
    method: 'GET',
    path: '/v1/customers/{customerId}/orders/{orderId}/lineitems/{lineNumber}/activationlinks',
    summary: 'Empty: program services need no activation.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.OrderLinePath },
    response: { 200: ActivationLinks },
    refusals: ['order_not_found', 'bad_line_number'],
  },
} as const satisfies RouteTable<CatalogueRefusal | BuyingRefusal | SubscriptionsRefusal | OrdersRefusal>;
