import type { FileContent, RouteTable } from '../../../shared/contracts/routes.ts';
import type { PriceListsRefusal } from '../price-lists/refusals.ts';
import * as s from './schemas.ts';

const archive: FileContent = {
  mediaType: 'application/octet-stream',
  description: 'A ZIP archive with the file, to those whose `Accept-Encoding` names `deflate`.',
};
const elsewhere =
  'A file that is too large for an answer comes compressed to those who accept `gzip`, else as a link that lives five minutes.';

export const priceSheetsRoutes = {
  downloadPriceSheet: {
    method: 'GET',
    path: "/v1.0/sales/pricesheets(Market='{market}',PricesheetView='{view}')/$value",
    summary: 'The price sheet of a market, as CSV or as a ZIP archive with it.',
    description: `A row for each offer, billing plan and currency; prices are for the whole term. Partners of Europe get a row for each of its currencies, others one. A price that a correction replaces ends when that does. ${elsewhere}`,
    allow: ['AdminAgent', 'SalesAgent', 'GlobalAdmin'],
    roleRefusal: 'no_price_access',
    request: { path: s.PriceSheetPath, query: s.PriceSheetQuery },
    response: { 200: { mediaType: 'text/csv; charset=utf-8', description: 'The file.' }, 302: null },
    files: { 200: archive },
    refusals: ['resource_not_found', 'country_not_authorized', 'invalid_input'],
    requirements: ['CAT-3', 'CAT-4'],
  },
  downloadOfferMatrix: {
    method: 'GET',
    path: "/v1.0/sales/offermatrix(Month='{month}')/$value",
    summary: 'What can be sold in a month, where and on top of what, as CSV or as a ZIP archive with it.',
    description: `A row for each offer that a price list up to the month prices, and for each metered one. ${elsewhere}`,
    allow: ['AdminAgent', 'SalesAgent', 'GlobalAdmin'],
    roleRefusal: 'no_price_access',
    request: { path: s.OfferMatrixPath, query: s.OfferMatrixQuery },
    response: { 200: { mediaType: 'text/csv; charset=utf-8', description: 'The file.' }, 302: null },
    files: { 200: archive },
    refusals: ['resource_not_found'],
    requirements: ['CAT-1', 'CAT-5'],
  },
} as const satisfies RouteTable<PriceListsRefusal>;
