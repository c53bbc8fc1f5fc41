import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { csv, operator } from '../catalogue/parts.ts';
import type { PriceListsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

export const priceListsRoutes = {
  listPriceListDrafts: {
    method: 'GET',
    path: '/v1/operator/pricelists',
    summary: 'Price lists of every month, drafts too.',
    allow: operator,
    response: { 200: s.PriceLists },
    refusals: [],
  },
  createPriceList: {
    method: 'POST',
    path: '/v1/operator/pricelists',
    summary: 'Start the list of a month as a copy of the list before it.',
    allow: operator,
    request: { body: s.PriceListBody },
    response: { 201: s.PriceList },
    refusals: ['price_list_exists'],
    requirements: ['CAT-3', 'CAT-4'],
  },
  viewPriceListDraft: {
    method: 'GET',
    path: '/v1/operator/pricelists/{month}',
    summary: 'A list with a page of its prices.',
    allow: operator,
    request: { path: s.MonthPath, query: s.PriceQuery },
    response: { 200: s.PriceListDetail },
    refusals: ['resource_not_found'],
  },
  putPrices: {
    method: 'PUT',
    path: '/v1/operator/pricelists/{month}/prices',
    summary: 'Set prices of a draft, as JSON or CSV, up to 2,000 rows at once.',
    description:
      'The body is a list of prices, or an object with `prices` and the `margins` that come with them. Rows without a wholesale price take list less the margin of the family. The answer is the list as it is then, with what became of every row. Rows that are wrong are answered with their errors, the others are stored. `whole=true` takes every price out that the rows do not name.',
    allow: operator,
    limit: { of: 'imports' },
    request: {
      path: s.MonthPath,
      query: s.PricePutQuery,
      body: s.PricesBody,
      file: csv('The columns of infra/local/demo/prices.csv; `source` is ignored'),
    },
    response: { 200: s.PutPricesResult },
    refusals: ['resource_not_found', 'price_list_published', 'invalid_property', 'invalid_input'],
    requirements: ['CAT-3'],
  },
  comparePriceList: {
    method: 'GET',
    path: '/v1/operator/pricelists/{month}/diff',
    summary: 'What a list changes towards the one before.',
    allow: operator,
    request: { path: s.MonthPath, query: s.PriceQuery },
    response: { 200: s.PriceListDetail },
    refusals: ['resource_not_found'],
    requirements: ['CAT-3'],
  },
  publishPriceList: {
    method: 'POST',
    path: '/v1/operator/pricelists/{month}/publish',
    summary: 'Publish a list: visible 30 days before the 1st, on which it takes effect.',
    description:
      'A list of few markets is published within the call: 200. A larger one is accepted with 202 and `publication`, which says how far it has come, as the list itself does; it becomes visible to all at one moment, when all is done.',
    allow: operator,
    request: { path: s.MonthPath, bodyIgnored: true },
    response: { 200: s.PriceList, 202: s.PriceList },
    refusals: ['resource_not_found', 'invalid_property'],
    requirements: ['CAT-4'],
  },
  listPriceLists: {
    method: 'GET',
    path: '/v1/pricelists',
    summary: 'Price lists that partners may see now.',
    allow: ['AdminAgent', 'SalesAgent', 'GlobalAdmin'],
    response: { 200: s.PriceLists },
    refusals: [],
    requirements: ['CAT-4'],
  },
  viewPriceList: {
    method: 'GET',
    path: '/v1/pricelists/{month}',
    summary: 'Prices of a month with what changed; `Accept: text/csv` gives the file.',
    allow: ['AdminAgent', 'SalesAgent', 'GlobalAdmin'],
    request: { path: s.MonthPath, query: s.PriceListQuery },
    response: { 200: s.PriceListDetail },
    files: { 200: { mediaType: 'text/csv; charset=utf-8', description: 'As a file to those who accept `text/csv`.' } },
    refusals: ['resource_not_found', 'invalid_input'],
    requirements: ['CAT-3', 'CAT-4'],
  },
} as const satisfies RouteTable<PriceListsRefusal>;
