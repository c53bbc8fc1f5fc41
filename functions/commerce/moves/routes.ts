import type { GeneralRefusal } from '../../../shared/contracts/refusals.ts';
import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import type { DirectRefusal } from '../direct/refusals.ts';
import { lineRefusals } from '../orders/parts.ts';
import type { OrdersRefusal } from '../orders/refusals.ts';
import { buyers, purchaseRefusals } from '../subscriptions/parts.ts';
import * as s from './schemas.ts';

export const movesRoutes = {
  createTransitionPlan: {
    method: 'POST',
    path: '/v1/customers/{customerId}/transitionplans',
    summary: 'Plan to take over what a customer bought direct: the same plans and quantities.',
    description:
      'All checks of a purchase are made, and the price of the day is shown; nothing is bought yet. A base is taken over with all its add-ons.',
    allow: ['AdminAgent'],
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    delegatedAdmin: true,
    request: { path: CustomerPath, body: s.TransitionPlanBody },
    response: { 201: s.TransitionPlan },
    refusals: [...purchaseRefusals, ...lineRefusals, 'invalid_property'],
    requirements: ['ORD-7', 'ORD-2', 'SUB-8'],
  },
  listTransitionPlans: {
    method: 'GET',
    path: '/v1/customers/{customerId}/transitionplans',
    summary: 'Own transition plans for a customer.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: CustomerPath, query: s.TransitionPlanQuery },
    response: { 200: s.TransitionPlans },
    refusals: ['invalid_input'],
    requirements: ['ORD-7'],
  },
  viewTransitionPlan: {
    method: 'GET',
    path: '/v1/customers/{customerId}/transitionplans/{planId}',
    summary: 'One transition plan: how far it has come, with the figures of the pool.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.TransitionPlanPath },
    response: { 200: s.TransitionPlan },
    refusals: ['resource_not_found'],
    requirements: ['ORD-7', 'SUB-8'],
  },
  orderTransitionPlan: {
    method: 'POST',
    path: '/v1/customers/{customerId}/transitionplans/{planId}/order',
    summary: 'Place the orders of a plan, once: the pool is doubled then.',
    description: 'All checks are made again. Who was stopped, or asks again, goes on with what is not placed yet.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    replay: false,
    request: { path: s.TransitionPlanPath, bodyIgnored: true },
    response: { 200: s.TransitionPlan },
    refusals: [
      ...purchaseRefusals,
      ...lineRefusals,
      'too_many_limited_offers',
      'too_many_add_ons',
      'invalid_property',
      'resource_not_found',
    ],
    requirements: ['ORD-7', 'ORD-1', 'ORD-2', 'ORD-6', 'SUB-8'],
  },
  cancelDirectOfTransitionPlan: {
    method: 'POST',
    path: '/v1/customers/{customerId}/transitionplans/{planId}/canceldirect',
    summary: 'Cancel the direct subscriptions of a plan, once the pool is doubled and users stay covered.',
    description:
      'Those of fewer than 25 licences at once. For the others a service request is opened, once each, and its link is in `data`; the plan is done when support has ended them.',
    allow: ['AdminAgent'],
    accounts: buyers,
    customer: 'reseller',
    delegatedAdmin: true,
    replay: false,
    request: { path: s.TransitionPlanPath, bodyIgnored: true },
    response: { 200: s.TransitionPlan },
    refusals: ['resource_not_found', 'invalid_property', 'cancelled_by_support'],
    requirements: ['ORD-7', 'SUB-8'],
  },
  createMovePlan: {
    method: 'POST',
    path: '/v1/customers/{customerId}/moveplans',
    summary: 'Where moving a customer to the caller stands.',
    description:
      'A checklist from what the caller knows: that the customer accepted its invitation, what it sold, and the pool. Nothing is stored, and nothing changes at the other partner: it suspends what it sold itself.',
    allow: SELLERS,
    accounts: buyers,
    customer: 'reseller',
    replay: false,
    request: { path: CustomerPath, body: s.MovePlanBody, bodyOptional: true },
    response: { 201: s.MovePlan },
    refusals: ['invalid_property'],
    requirements: ['REL-9', 'SUB-8'],
  },
} as const satisfies RouteTable<GeneralRefusal | CatalogueRefusal | BuyingRefusal | OrdersRefusal | DirectRefusal>;
