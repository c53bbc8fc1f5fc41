import { SELLERS } from '../../../shared/contracts/roles.ts';
import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { BILLING } from '../accounts/parts.ts';
import type { PriceBooksRefusal } from './refusals.ts';
import * as s from './schemas.ts';

const PRECEDENCE =
  'The price book of a customer goes before your own; in a book an offer or a meter before a family or a category, and those before `all`. Where no rule is found, a customer pays the list price.';
const VERSIONS =
  'Rules hold from the UTC day of the call on; of several calls of a day the last one counts. Seats keep the price of the day on which their term began, use is priced by the first day of its billing period. Send the ETag of the book in `If-Match`, once there is one.';

export const priceBooksRoutes = {
  viewPriceBook: {
    method: 'GET',
    path: '/v1/partner/pricebook',
    summary: 'Read what your customers pay, where they have no price book of their own.',
    description: PRECEDENCE,
    allow: [...BILLING, 'SalesAgent'],
    token: 'user',
    response: { 200: s.PriceBook },
    refusals: [],
    requirements: ['BIL-7'],
  },
  putPriceBook: {
    method: 'PUT',
    path: '/v1/partner/pricebook',
    summary: 'Set what your customers pay, where they have no price book of their own.',
    description: `${PRECEDENCE} ${VERSIONS}`,
    allow: BILLING,
    token: 'user',
    request: { body: s.PriceBookBody },
    response: { 200: s.PriceBook },
    refusals: ['invalid_property', 'price_rule_out_of_range', 'stale_etag'],
    requirements: ['BIL-7'],
  },
  viewCustomerPriceBook: {
    method: 'GET',
    path: '/v1/customers/{customerId}/pricebook',
    summary: 'Read the prices of one customer.',
    description: PRECEDENCE,
    allow: SELLERS,
    token: 'user',
    customer: 'reseller',
    request: { path: s.PriceBookCustomerPath },
    response: { 200: s.PriceBook },
    refusals: [],
    requirements: ['BIL-7'],
  },
  putCustomerPriceBook: {
    method: 'PUT',
    path: '/v1/customers/{customerId}/pricebook',
    summary: 'Set the prices of one customer.',
    description: `${PRECEDENCE} ${VERSIONS}`,
    allow: ['AdminAgent'],
    token: 'user',
    customer: 'reseller',
    request: { path: s.PriceBookCustomerPath, body: s.PriceBookBody },
    response: { 200: s.PriceBook },
    refusals: ['invalid_property', 'price_rule_out_of_range', 'stale_etag'],
    requirements: ['BIL-7'],
  },
  deleteCustomerPriceBook: {
    method: 'DELETE',
    path: '/v1/customers/{customerId}/pricebook',
    summary: 'Take the prices of one customer away: from today on your own price book counts for it.',
    description: 'The same as a book without rules. Seats keep the price of the day on which their term began.',
    allow: ['AdminAgent'],
    token: 'user',
    customer: 'reseller',
    request: { path: s.PriceBookCustomerPath },
    response: { 204: null },
    refusals: ['stale_etag'],
    requirements: ['BIL-7'],
  },
} as const satisfies RouteTable<PriceBooksRefusal>;
