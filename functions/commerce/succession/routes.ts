import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { SuccessionRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const successionRoutes = {
  succeedPartner: {
    method: 'POST',
    path: '/v1/operator/partners/{partnerId}/succession',
    summary: 'Let a customer of a partner out of business go on with the partner that it chose.',
    description:
      'The customer was mailed the choice when its partner went out of business, and made it by accepting the other one’s invitation. Its subscriptions move one after the other, once each, with price, anchor, end of term and add-ons; the old partner is credited from that day on what the new one is charged. A partner that pays in another currency gets the price of the same list in its currency; what has none there stays. Without a customer: lists all.',
    allow: ['Operator'],
    request: { path: s.SuccessionPath, body: s.SuccessionBody },
    response: { 202: s.Succession },
    refusals: ['resource_not_found', 'invalid_property', 'succession_decided'],
    requirements: ['PRG-9'],
  },
  listSuccessions: {
    method: 'GET',
    path: '/v1/operator/partners/{partnerId}/succession',
    summary: 'Customers to whom a partner sold something, and with whom they go on where it is out of business.',
    allow: ['Operator'],
    request: { path: s.SuccessionPath, query: s.SuccessionQuery },
    response: { 200: s.SucceedingCustomers },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['PRG-9'],
  },
} as const satisfies RouteTable<SuccessionRefusal>;
