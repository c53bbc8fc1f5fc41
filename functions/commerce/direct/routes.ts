import type { GeneralRefusal } from '../../../shared/contracts/refusals.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import { lineRefusals } from '../orders/parts.ts';
import type { OrdersRefusal } from '../orders/refusals.ts';
import { Order } from '../orders/schemas.ts';
import { changeRefusals, purchaseRefusals } from '../subscriptions/parts.ts';
import type { SubscriptionsRefusal } from '../subscriptions/refusals.ts';
import { SubscriptionPath } from '../subscriptions/schemas.ts';
import type { DirectRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const directRoutes = {
  listMySubscriptions: {
    method: 'GET',
    path: '/v1/my/subscriptions',
    summary: 'All that the own organization bought, direct and from its partners, each with who sold it.',
    description:
      'Everything in one answer, oldest first. Of more than a megabyte, or with `size`, pages by seller: follow `links.next`. Prices stand at what was bought direct alone.',
    allow: ['Customer'],
    token: 'user',
    request: { query: s.DirectListQuery },
    response: { 200: s.MySubscriptions },
    refusals: ['invalid_input'],
    requirements: ['CUS-3', 'SUP-5'],
  },
  viewPurchaseNotice: {
    method: 'GET',
    path: '/v1/my/purchasenotice',
    summary: 'What to know before buying direct, with the contacts of the own partners.',
    allow: ['Customer'],
    token: 'user',
    response: { 200: s.PurchaseNotice },
    refusals: [],
    requirements: ['CUS-4'],
  },
  placeMyOrder: {
    method: 'POST',
    path: '/v1/my/orders',
    summary: 'Buy direct, at list price: the order is placed whole or not at all.',
    description:
      'An organization that has a partner reads the purchase notice, and says `acknowledgeDirectPurchase: true`. The program bills direct purchases by other means: no invoice of this platform has them.',
    allow: ['Customer'],
    directory: ['GlobalAdmin'],
    token: 'user',
    inProgress: 'order_in_progress',
    request: { body: s.MyOrderBody },
    response: { 201: Order },
    refusals: [
      ...purchaseRefusals,
      ...lineRefusals,
      'too_many_limited_offers',
      'too_many_add_ons',
      'invalid_property',
      'invalid_customer_id',
      'bad_line_number',
      'order_in_progress',
    ],
    requirements: ['CUS-4', 'ORD-1', 'ORD-2', 'ORD-4', 'ORD-6', 'PRG-6'],
  },
  changeMySubscription: {
    method: 'PATCH',
    path: '/v1/my/subscriptions/{subscriptionId}',
    summary: 'Change seats, name or renewal of what was bought direct, or take its cancellation back.',
    description: 'What a partner sold is refused, with its support contact in `data`: that partner changes it.',
    allow: ['Customer'],
    directory: ['GlobalAdmin'],
    token: 'user',
    request: { path: s.MySubscriptionPath, body: s.MySubscriptionPatchBody },
    response: { 200: s.DirectSubscription },
    refusals: [...changeRefusals, 'contact_your_partner'],
    requirements: ['CUS-3', 'SUB-2', 'SUB-3', 'SUB-4', 'SUP-5'],
  },
  cancelMySubscription: {
    method: 'POST',
    path: '/v1/my/subscriptions/{subscriptionId}/cancel',
    summary: 'Cancel what was bought direct: below 25 licences at once, else by support.',
    description:
      'Users lose access at once; the data stays for 60 days, in which the cancellation can be taken back. From 25 licences on, those of add-ons included, a service request is opened, once, and its link is in `data`.',
    allow: ['Customer'],
    directory: ['GlobalAdmin'],
    token: 'user',
    replay: false,
    request: { path: s.MySubscriptionPath, bodyIgnored: true },
    response: { 200: s.DirectSubscription },
    refusals: ['subscription_not_found', 'contact_your_partner', 'cancelled_by_support'],
    requirements: ['ORD-7', 'CUS-3', 'SUB-4', 'SUB-8'],
  },
  listDirectSubscriptions: {
    method: 'GET',
    path: '/v1/customers/{customerId}/directsubscriptions',
    summary: 'What a customer bought direct, for a partner that administers it.',
    description: 'As the customer itself sees it. What partners sold is never among it, nor this among what they sold.',
    allow: ['AdminAgent'],
    customer: 'any',
    delegatedAdmin: true,
    request: { path: CustomerPath, query: s.DirectListQuery },
    response: { 200: s.DirectSubscriptions },
    refusals: ['invalid_input'],
    requirements: ['ORD-7', 'DAP-2'],
  },
  cancelDirectSubscription: {
    method: 'POST',
    path: '/v1/customers/{customerId}/directsubscriptions/{subscriptionId}/cancel',
    summary: 'Cancel on behalf of a customer what it bought direct: below 25 licences at once, else by support.',
    allow: ['AdminAgent'],
    customer: 'any',
    delegatedAdmin: true,
    replay: false,
    request: { path: SubscriptionPath, bodyIgnored: true },
    response: { 200: s.DirectSubscription },
    refusals: ['subscription_not_found', 'cancelled_by_support'],
    requirements: ['ORD-7', 'DAP-2'],
  },
  loadDirectSubscriptions: {
    method: 'POST',
    path: '/v1/operator/customers/{customerId}/directsubscriptions',
    summary: 'Load what a customer bought direct elsewhere.',
    description:
      'All rows are checked before the first is stored. A row with an id that is there already is answered as it is now: who repeats a call goes on where it stopped.',
    allow: ['Operator'],
    replay: false,
    request: { path: CustomerPath, body: s.DirectSubscriptionsBody },
    response: { 201: s.DirectSubscriptions },
    refusals: ['tenant_not_found', 'invalid_property', 'quantity_outside_limits'],
    requirements: ['SUB-8', 'ORD-7'],
  },
} as const satisfies RouteTable<
  GeneralRefusal | CatalogueRefusal | BuyingRefusal | SubscriptionsRefusal | OrdersRefusal | DirectRefusal
>;
