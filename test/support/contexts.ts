import type { CostsJobDeps } from '../../functions/billing/costs/operations/dependencies.ts';
import type { RunDeps } from '../../functions/billing/invoices/operations/dependencies.ts';
import type { BillingDeps } from '../../functions/billing/lambda/context.ts';
import { billingContext } from '../../functions/billing/lambda/context.ts';
import { rateBookOf } from '../../functions/billing/rate-cards/index.ts';
import type { FoldDeps } from '../../functions/billing/usage/operations/dependencies.ts';
import type { CommerceDeps } from '../../functions/commerce/lambda/context.ts';
import { commerceContext } from '../../functions/commerce/lambda/context.ts';
import { subscriptionsOfOrder } from '../../functions/commerce/orders/operations/subscriptions-of-order.ts';
import { pricedOffers } from '../../functions/commerce/price-lists/operations/priced-offers.ts';
import type { NotificationsDeps } from '../../functions/notifications/lambda/context.ts';
import { notificationsContext } from '../../functions/notifications/lambda/context.ts';
import { supportConsumers } from '../../functions/support/consumers.ts';
import { supportJobs } from '../../functions/support/jobs.ts';
import { supportRoutes } from '../../functions/support/routes.ts';
import { type TenancyDeps, tenancyContext } from '../../functions/tenancy/lambda/context.ts';
import { scryptPasswords } from '../../functions/tenancy/lambda/password-hash.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { steadySecret } from '../../shared/identity/rotation.ts';
import { aesSeal } from '../../shared/identity/seal.ts';
import { TEST_ROOT, testTokenVerifier } from './api.ts';
import { memoryIssuer } from './memory-issuer.ts';
import { memoryQueue } from './memory-ports.ts';
import type { ProgramParts, RunningContext } from './program-parts.ts';
import { exampleReceipt, exampleStatement } from './seller.ts';

export const LINK_SECRET = 'the secret of links in tests';
export const DOMAIN_SUFFIX = 'onprogram.example';

/** Every context of the program, each with its own deps over the shared in-memory parts. */
export function composeContexts(parts: ProgramParts): RunningContext[] {
  const billing = billingDeps(parts);
  return [
    { context: 'tenancy', ...tenancyContext, deps: tenancyDeps(parts) },
    { context: 'commerce', ...commerceContext, deps: commerceDeps(parts) },
    {
      context: 'billing',
      ...billingContext,
      deps: billing,
      work: (message) => billingContext.handleWork(billingContext.WorkMessage.parse(message), billing),
    },
    { context: 'notifications', ...notificationsContext, deps: notificationsDeps(parts) },
    {
      context: 'support',
      routes: supportRoutes,
      operations: {},
      consumers: supportConsumers,
      consumerFunctions: {},
      jobs: supportJobs,
      jobFunctions: {},
      deps: {},
    },
  ];
}

export function tenancyDeps({ table, files, identity, chance, observability }: ProgramParts): TenancyDeps {
  const draws = chance.fork('secrets');
  return {
    table,
    records: accessRecords(table),
    files,
    log: observability.log,
    count: observability.count,
    erasureGraceDays: 90,
    identity,
    issuer: memoryIssuer(table, identity),
    tokens: testTokenVerifier,
    chance: { password: () => `Pass-${draws.id()}`, secret: () => draws.id() },
    passwords: scryptPasswords(2),
    cookies: aesSeal(steadySecret('the secret of cookies in tests'), 'cookie'),
    linkSecret: steadySecret(LINK_SECRET),
    settings: {
      customerDomainSuffixes: [DOMAIN_SUFFIX, 'onmicrosoft.com'],
      mfaRequired: true,
      programName: 'Example Program',
    },
  };
}

const commerceDeps = ({ table, files, observability }: ProgramParts): CommerceDeps => ({
  table,
  files,
  records: accessRecords(table),
  log: observability.log,
  pricedOffers: (visibleAt) => pricedOffers(table, visibleAt),
  subscriptionsOfOrder: (order) => subscriptionsOfOrder(order, table),
});

const billingDeps = ({
  table,
  files,
  observability,
  send,
  step,
  statementOf,
}: ProgramParts): BillingDeps & RunDeps & FoldDeps & CostsJobDeps => ({
  table,
  log: observability.log,
  count: observability.count,
  files,
  issued: files,
  statementOf: statementOf ?? exampleStatement,
  receiptOf: exampleReceipt,
  rateBookOf: (of) => rateBookOf(of, { table, files }),
  runQueue: memoryQueue((message) => send('billing', message), step),
  previewQueue: memoryQueue((message) => send('billing', message), step),
  usedQueue: memoryQueue((message) => send('billing', message), step),
  costQueue: memoryQueue((message) => send('billing', message), step),
  budgetWarningPercent: '80',
  documentsQueue: memoryQueue((message) => send('billing', message), step),
  settleQueue: memoryQueue((message) => send('billing', message), step),
  creditQueue: memoryQueue((message) => send('billing', message), step),
  accrualQueue: memoryQueue((message) => send('billing', message), step),
  foldQueue: memoryQueue((message) => send('billing', message), step),
  partnersQueue: memoryQueue((message) => send('billing', message), step),
});

const notificationsDeps = ({ table, mailer, observability, step }: ProgramParts): NotificationsDeps => ({
  table,
  records: accessRecords(table),
  log: observability.log,
  mailer: {
    async send(mail) {
      await step();
      await mailer.send(mail);
      await step();
    },
  },
  senderAddress: 'program@program.test',
  programName: 'Example Program',
  apiRoot: TEST_ROOT,
  linkSecretAt: async () => LINK_SECRET,
});

/** `<context> <operationId>` and its route, for every operation of the program. */
export const composedRoutes: readonly (readonly [string, Route])[] = [
  tenancyContext.routes,
  commerceContext.routes,
  billingContext.routes,
  notificationsContext.routes,
  supportRoutes,
].flatMap(({ context, routes }) =>
  Object.entries<Route>(routes).map(([operationId, route]) => [`${context} ${operationId}`, route] as const),
);
