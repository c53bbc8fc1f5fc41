import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import { buyers, purchaseRefusals } from '../subscriptions/parts.ts';
import type { CartsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const cartsRoutes = {
  createCart: {
    method: 'POST',
    path: '/v1/customers/{customerId}/carts',
    summary: 'Keep lines to buy; each is checked and says what is wrong with it.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    inProgress: 'cart_in_progress',
    request: { path: CustomerPath, body: s.CartBody },
    response: { 201: s.Cart },
    refusals: [...purchaseRefusals, 'invalid_input', 'quantity_outside_limits', 'cart_in_progress'],
    requirements: ['ORD-1'],
  },
  viewCart: {
    method: 'GET',
    path: '/v1/customers/{customerId}/carts/{cartId}',
    summary: 'One cart.',
    allow: SELLERS,
    customer: 'reseller',
    request: { path: s.CustomerCartPath },
    response: { 200: s.Cart },
    refusals: ['cart_not_found'],
  },
  replaceCart: {
    method: 'PUT',
    path: '/v1/customers/{customerId}/carts/{cartId}',
    summary: 'Replace the lines of a cart.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    inProgress: 'cart_in_progress',
    request: { path: s.CustomerCartPath, body: s.CartBody },
    response: { 200: s.Cart },
    refusals: [
      ...purchaseRefusals,
      'invalid_input',
      'quantity_outside_limits',
      'cart_not_found',
      'cart_already_ordered',
      'cart_in_progress',
    ],
  },
  checkOutCart: {
    method: 'POST',
    path: '/v1/customers/{customerId}/carts/{cartId}/checkout',
    summary: 'Place an order for every group of lines without errors.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    inProgress: 'cart_in_progress',
    request: { path: s.CustomerCartPath, bodyIgnored: true },
    response: { 201: s.CartCheckoutResult },
    refusals: [...purchaseRefusals, 'cart_not_found', 'cart_in_progress'],
    requirements: ['ORD-1', 'ORD-4', 'ORD-6'],
  },
  validateCart: {
    method: 'POST',
    path: '/v1/customers/{customerId}/carts/{cartId}/validate',
    summary: 'Check a cart at today’s prices, and tell what each line would be charged; writes nothing.',
    allow: SELLERS,
    accounts: buyers,
    newBusiness: true,
    customer: 'reseller',
    replay: false,
    request: { path: s.CustomerCartPath, bodyIgnored: true },
    response: { 200: s.Cart },
    refusals: [...purchaseRefusals, 'cart_not_found'],
    requirements: ['ORD-2', 'BIL-9'],
  },
} as const satisfies RouteTable<BuyingRefusal | CartsRefusal>;
