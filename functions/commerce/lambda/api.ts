import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { bySlice } from '../../../shared/http/served.ts';
import { waysBeside } from '../../../shared/http/ways.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { commerceRefusals } from '../refusals.ts';
import type { CommerceApiDeps } from './context.ts';
import { observed, table } from './environment.ts';

const dependencies: CommerceApiDeps = {
  table,
  records: accessRecords(table),
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  log: observed.log,
  pricedOffers: async (visibleAt) => (await import('./priced-offers.ts')).pricedOffers(table, visibleAt),
  subscriptionsOfOrder: async (order) => (await import('./order-lines.ts')).subscriptionsOfOrder(order, table),
};

/** What the function answers: each slice is loaded with the first request for it. */
const api = bySlice<CommerceApiDeps>({
  context: 'commerce',
  refusals: commerceRefusals,
  ways: waysBeside(import.meta.dirname),
  slices: {
    catalogue: () => import('./slices/catalogue.ts'),
    'price-lists': () => import('./slices/price-lists.ts'),
    'price-sheets': () => import('./slices/price-sheets.ts'),
    products: () => import('./slices/products.ts'),
    licences: () => import('./slices/licences.ts'),
    subscriptions: () => import('./slices/subscriptions.ts'),
    azure: () => import('./slices/azure.ts'),
    transfers: () => import('./slices/transfers.ts'),
    orders: () => import('./slices/orders.ts'),
    carts: () => import('./slices/carts.ts'),
    quotes: () => import('./slices/quotes.ts'),
    direct: () => import('./slices/direct.ts'),
    moves: () => import('./slices/moves.ts'),
    succession: () => import('./slices/succession.ts'),
    insights: () => import('./slices/insights.ts'),
    imports: () => import('./slices/imports.ts'),
  },
});

/** Entry of commerce's API function. */
export const handler = apiHandler(api, dependencies, apiParts(apiSettings(process.env), observed, table));
