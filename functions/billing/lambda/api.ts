import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { bySlice } from '../../../shared/http/served.ts';
import { waysBeside } from '../../../shared/http/ways.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import type { Queue } from '../../../shared/messaging/queue.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { billingRefusals } from '../refusals.ts';
import type { BillingDeps } from './context.ts';
import { observed, table } from './environment.ts';
import type { WorkMessage } from './work.ts';

/** Loaded with the first message. */
const runQueue: Queue<WorkMessage> = {
  send: async (messages) => (await import('./run-queue.ts')).runQueue.send(messages),
};

const files = s3Files(setting('DOCUMENTS_BUCKET'));

const dependencies: BillingDeps = {
  table,
  log: observed.log,
  files,
  rateBookOf: async (of) => (await import('../rate-cards/index.ts')).rateBookOf(of, { table, files }),
  issued: s3Files(setting('ISSUED_BUCKET')),
  budgetWarningPercent: setting('BUDGET_WARNING_PERCENT'),
  foldQueue: { send: async (messages) => (await import('./usage-queue.ts')).usageQueue.send(messages) },
  documentsQueue: runQueue,
  previewQueue: runQueue,
  partnersQueue: runQueue,
  settleQueue: runQueue,
  creditQueue: runQueue,
  accrualQueue: runQueue,
};
const parts = apiParts(apiSettings(process.env), observed, table);

/** What the function answers: each slice is loaded with the first request for it. */
const api = bySlice<BillingDeps>({
  context: 'billing',
  refusals: billingRefusals,
  ways: waysBeside(import.meta.dirname),
  slices: {
    history: () => import('./slices/history.ts'),
    'rate-cards': () => import('./slices/rate-cards.ts'),
    usage: () => import('./slices/usage.ts'),
    credits: () => import('./slices/credits.ts'),
    invoices: () => import('./slices/invoices.ts'),
    amendments: () => import('./slices/amendments.ts'),
    estimates: () => import('./slices/estimates.ts'),
    runs: () => import('./slices/runs.ts'),
    costs: () => import('./slices/costs.ts'),
    receivables: () => import('./slices/receivables.ts'),
    collections: () => import('./slices/collections.ts'),
    'price-books': () => import('./slices/price-books.ts'),
    'own-products': () => import('./slices/own-products.ts'),
    incentives: () => import('./slices/incentives.ts'),
  },
});

/** Entry of billing's API function. */
export const handler = apiHandler(api, dependencies, parts);
