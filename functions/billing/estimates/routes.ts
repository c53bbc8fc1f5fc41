import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { BILLING } from '../accounts/parts.ts';
import { Invoice } from '../invoices/schemas.ts';
import * as s from './schemas.ts';

export const estimatesRoutes = {
  previewInvoice: {
    method: 'GET',
    path: '/v1/invoices/unbilled',
    summary: 'Estimate the next invoice as of any date; nothing is written.',
    description:
      'Charges posted up to and including the day asked for, today by default. A billing date gives the whole of its invoice. What is too large for one call is computed meanwhile: 202, and `Location` says where to ask again, after `Retry-After` seconds, until the result is there; the answer says how far it is. It stands for a quarter of an hour.',
    allow: BILLING,
    token: 'app',
    request: { query: s.UnbilledQuery },
    response: { 200: Invoice, 202: s.InvoicePreviewProgress },
    refusals: ['invalid_input'],
    requirements: ['BIL-10'],
  },
  listUnbilledLineItems: {
    method: 'GET',
    path: '/v1/invoices/unbilled/lineitems',
    summary: 'List charges that are posted and not invoiced yet.',
    description:
      'Pages by token. Where little is open a page may be short, or empty, and yet have a `next`: follow it. Seat charges keep exactly the amounts that they will be invoiced with. Usage is listed by day, meter and resource, rated by what was reported so far; it is not rounded, and its `lineIds` lead to the lines that it will be on.',
    allow: BILLING,
    token: 'app',
    request: { query: s.UnbilledLineItemsQuery },
    response: { 200: s.UnbilledLineItems },
    refusals: ['invalid_input', 'invalid_property'],
    requirements: ['BIL-3', 'BIL-10'],
  },
  viewUnbilledLineItem: {
    method: 'GET',
    path: '/v1/invoices/unbilled/lineitems/{openLineId}',
    summary: 'Explain one charge that is not invoiced yet by the id of its line.',
    description:
      'The line keeps its id when it is invoiced. Usage is explained likewise, by an id that `lineIds` of unbilled usage have.',
    allow: BILLING,
    token: 'app',
    request: { path: s.OpenLinePath },
    response: { 200: s.ExplainedUnbilledLineItem },
    refusals: ['resource_not_found'],
    requirements: ['BIL-9', 'BIL-10'],
  },
  listEstimateLinks: {
    method: 'GET',
    path: '/v1/invoices/estimates/links',
    summary: 'List links to the charges that are not invoiced yet.',
    allow: BILLING,
    token: 'app',
    request: { query: s.EstimateLinksQuery },
    response: { 200: s.EstimateLinks },
    refusals: [],
  },
} as const satisfies RouteTable<never>;
