import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import type { CostsJobDeps } from '../../functions/billing/costs/operations/dependencies.ts';
import type { RunDeps } from '../../functions/billing/invoices/operations/dependencies.ts';
import type { InvoiceRecord } from '../../functions/billing/invoices/store/invoice-item.ts';
import { invoiceStore } from '../../functions/billing/invoices/store/invoice-store.ts';
import type { BillingDeps } from '../../functions/billing/lambda/context.ts';
import { billingContext } from '../../functions/billing/lambda/context.ts';
import { handleWork, type WorkMessage } from '../../functions/billing/lambda/work.ts';
import type { RateBook } from '../../functions/billing/rate-cards/domain/rate-book.ts';
import type { FoldDeps } from '../../functions/billing/usage/operations/dependencies.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import type { Table, Write } from '../../shared/dynamo/table.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import {
  type AccountRecord,
  accessRecords,
  accountItem,
  type CallerRecord,
  callerItem,
} from '../../shared/identity/access.ts';
import { addMonths, type Day, instant } from '../../shared/kernel/time.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import {
  gatewayEvent,
  readAnswer,
  SIGN_IN_CLIENT,
  TEST_ROOT,
  type TestRequest,
  testCallers,
  testTokenVerifier,
} from './api.ts';
import { type MemoryFiles, memoryFiles } from './memory-ports.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';
import { runJobToItsEnd } from './scale/jobs.ts';
import { exampleReceipt, exampleStatement } from './seller.ts';
import { aRateBook } from './usage/rate-book.ts';

/** Billing alone in one process: its consumers, jobs and worker over in-memory table, documents and queue. */

export const PARTNER = '11111111-1111-4111-8111-111111111111';
export const idOf = (kind: string, n: number): string =>
  `${kind.padEnd(8, '0').slice(0, 8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const CUSTOMER = idOf('c0', 1);
export const OFFER = idOf('0ffe', 1);

export interface BillingWorld {
  readonly deps: BillingDeps & RunDeps & FoldDeps & CostsJobDeps;
  readonly table: MemoryTable;
  readonly files: MemoryFiles;
  readonly queue: WorkMessage[];
  /** Business figures that were counted: alarms stand on some. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Called around every write to the table, the documents or the queue; a throw is a crash. */
export interface WorldHooks {
  /** Rates that usage of a region is billed by; without them usage has none. */
  readonly rates?: (region: string) => RateBook;
  beforeWrite?(writes?: readonly Write[]): void | Promise<void>;
  /** A crash here is a write whose answer was lost. */
  afterWrite?(): void | Promise<void>;
}

/** The same over another table: DynamoDB itself, in tests of the stores. */
export const billingWorldOn = (table: Table): Omit<BillingWorld, 'table'> => {
  const { deps, ...world } = billingWorld();
  return { ...world, deps: { ...deps, table } };
};

export function billingWorld(hooks: WorldHooks = {}): BillingWorld {
  const table = memoryTable({
    ...(hooks.beforeWrite && { beforeWrite: (writes) => hooks.beforeWrite!(writes) }),
    ...(hooks.afterWrite && { afterWrite: () => hooks.afterWrite!() }),
  });
  const stored = memoryFiles(() => hooks.beforeWrite?.());
  const files: MemoryFiles = {
    ...stored,
    async put(key, body, about) {
      await stored.put(key, body, about);
      await hooks.afterWrite?.();
    },
    async putOnce(key, body, about) {
      await stored.putOnce(key, body, about);
      await hooks.afterWrite?.();
    },
    async putStreamOnce(key, pieces, about) {
      await stored.putStreamOnce(key, pieces, about);
      await hooks.afterWrite?.();
    },
  };
  const queue: WorkMessage[] = [];
  const { log } = silentObservability();
  const runQueue = {
    async send(messages: readonly WorkMessage[]) {
      for (const message of messages) {
        await hooks.beforeWrite?.();
        queue.push(message);
        await hooks.afterWrite?.();
      }
    },
  };
  const counts: Record<string, number> = {};
  const count = (metric: string, value = 1): void => {
    counts[metric] = (counts[metric] ?? 0) + value;
  };
  return {
    table,
    files,
    queue,
    counts,
    deps: {
      table,
      files,
      issued: files,
      runQueue,
      previewQueue: runQueue,
      foldQueue: runQueue,
      rateBookOf: async ({ region }) => hooks.rates?.(region) ?? aRateBook({ meters: {} }),
      documentsQueue: runQueue,
      settleQueue: runQueue,
      accrualQueue: runQueue,
      partnersQueue: runQueue,
      statementOf: exampleStatement,
      receiptOf: exampleReceipt,
      log,
      count,
      costQueue: runQueue,
      creditQueue: runQueue,
      usedQueue: runQueue,
      budgetWarningPercent: '80',
    },
  };
}

/** Remembers a world as it is now; the answer goes back to that, as often as one likes. Cheaper than another world. */
export function mark({ table, files, queue }: BillingWorld): () => void {
  const [stored, documents, queued] = [table.mark(), files.mark(), [...queue]];
  return () => {
    stored.undo();
    documents();
    queue.splice(0, queue.length, ...queued);
  };
}

// --- events ----------------------------------------------------------------------------------------------------------

const envelope = (type: string, source: string) => ({
  type,
  version: 1,
  source,
  correlationId: 'correlation',
  causationId: 'cause',
  actor: { tenantId: PARTNER, kind: 'user' as const },
});

export const aPartnerChanged = (over: Record<string, unknown> = {}, aggregateVersion = 1): EventRecord => ({
  ...envelope('PartnerChanged', 'tenancy'),
  eventId: idOf('ae', aggregateVersion),
  occurredAt: '2018-01-01T09:00:00.000Z',
  tenantId: PARTNER,
  aggregateId: PARTNER,
  aggregateVersion,
  detail: {
    partnerId: PARTNER,
    companyName: 'Northlight Resellers',
    domain: 'northlight.example',
    programRole: 'directPartner',
    status: 'active',
    country: 'US',
    region: 'US',
    currency: 'USD',
    mpnId: '4390001',
    billTo: {
      companyName: 'Northlight Resellers Inc.',
      address: { country: 'US', city: 'Portland', state: 'OR', addressLine1: '12 Harbor Street', postalCode: '97201' },
    },
    isSandbox: false,
    agreementSignedOn: '2017-12-15',
    billingDay: 15,
    ...over,
  },
});

export const aRelationship = (customerId: string, name: string, at = '2018-01-02T09:00:00.000Z'): EventRecord => ({
  ...envelope('CustomerRelationshipChanged', 'tenancy'),
  eventId: idOf('re', Number(customerId.slice(-12))),
  occurredAt: at,
  tenantId: PARTNER,
  aggregateId: customerId,
  aggregateVersion: 1,
  detail: {
    partnerId: PARTNER,
    customerId,
    customerName: name,
    customerDomain: `${name.toLowerCase().replace(/[^a-z]/g, '')}.example`,
    customerCountry: 'US',
    before: { relationship: 'none', delegatedAdmin: false },
    after: { relationship: 'reseller', delegatedAdmin: true },
    source: 'tenantCreation',
  },
});

export const anOffer = (offerId: string, name: string, productName = name, family = 'ems'): EventRecord => ({
  ...envelope('OfferChanged', 'commerce'),
  eventId: idOf('0f', Number(offerId.slice(-12))),
  occurredAt: '2017-12-01T00:00:00.000Z',
  tenantId: 'program',
  aggregateId: offerId,
  aggregateVersion: 1,
  detail: { offerId, name, family, productName, state: 'published' },
});

export interface SubscriptionScript {
  readonly subscriptionId?: string;
  readonly customerId?: string;
  readonly offerId?: string;
  readonly wholesale?: string;
  readonly quantity?: number;
  readonly billingCycle?: 'monthly' | 'annual';
  readonly startOn: string;
  readonly more?: Partial<SubscriptionSnapshot>;
}

/** A subscription's events: each step names what changes, and when. */
export function subscriptionEvents(
  script: SubscriptionScript,
  steps: readonly {
    readonly type: string;
    readonly on: string;
    readonly change?: Partial<SubscriptionSnapshot>;
  }[] = [],
): EventRecord[] {
  const { subscriptionId = idOf('5ab', 1), customerId = CUSTOMER, offerId = OFFER } = script;
  const first: SubscriptionSnapshot = {
    subscriptionId,
    customerId,
    orderId: idOf('0d', 1),
    lineNumber: 0,
    offerId,
    offerName: 'EMS',
    family: 'ems',
    planId: offerId,
    friendlyName: 'EMS',
    quantity: script.quantity ?? 1,
    billingType: 'license',
    billingCycle: script.billingCycle ?? 'monthly',
    status: 'active',
    autoRenewEnabled: true,
    createdAt: `${script.startOn}T10:00:00.000Z`,
    anchorOn: script.startOn,
    termStartOn: script.startOn,
    commitmentEndOn: addMonths(script.startOn as Day, 12),
    priceLock: {
      priceList: script.startOn.slice(0, 7),
      currency: 'USD',
      wholesale: script.wholesale ?? '4.00',
      list: '5.00',
      discountPercent: '0',
      lockedAt: `${script.startOn}T10:00:00.000Z`,
    },
    ...script.more,
  };
  const about = (version: number, type: string, on: string) => ({
    ...envelope(type, 'commerce'),
    eventId: `${subscriptionId.slice(0, 24)}${subscriptionId.slice(-4)}${String(version).padStart(8, '0')}`,
    occurredAt: `${on}T10:00:0${version % 10}.000Z`,
    tenantId: PARTNER,
    aggregateId: subscriptionId,
    aggregateVersion: version,
  });
  const events: EventRecord[] = [{ ...about(1, 'SubscriptionCreated', script.startOn), detail: { after: first } }];
  let before = first;
  for (const [index, { type, on, change = {} }] of steps.entries()) {
    const after = { ...before, ...change };
    events.push({ ...about(index + 2, type, on), detail: { before, after, changed: Object.keys(change) } });
    before = after;
  }
  return events;
}

/** Hands an event to billing as its queue would; by default it arrives when it took effect. */
export const deliver = (
  { deps }: Pick<BillingWorld, 'deps'>,
  event: EventRecord,
  receivedAt = event.occurredAt,
): Promise<void> =>
  dispatchEvent(billingContext.consumers, billingContext.consumerFunctions, event, deps, {
    receivedAt: instant(receivedAt),
  });

// --- running ---------------------------------------------------------------------------------------------------------

/** Works the queue off; returns how many messages there were. */
type Running = Pick<BillingWorld, 'deps' | 'queue'>;

export async function drain(world: Running): Promise<number> {
  let count = 0;
  for (let message = world.queue.shift(); message; message = world.queue.shift()) {
    await handleWork(message, world.deps);
    count += 1;
  }
  return count;
}

export const runJob = async (
  world: Running,
  on: string,
  job:
    | 'queueDueInvoices'
    | 'resumeInvoices'
    | 'resumeDocuments'
    | 'resumeBillingRuns'
    | 'resumeSettling'
    | 'advanceCollections'
    | 'retellRates'
    | 'resumeCredit'
    | 'resumeAccruals' = 'queueDueInvoices',
) =>
  runJobToItsEnd<BillingWorld['deps']>(
    billingContext,
    job,
    `${on}T${job === 'queueDueInvoices' ? '01:00' : '02:30'}:00.000Z`,
    world.deps,
  );

export async function runDay(world: Running, on: string): Promise<void> {
  await runJob(world, on);
  await drain(world);
}

// --- results ---------------------------------------------------------------------------------------------------------

export const invoicesOf = async (
  { deps }: Pick<BillingWorld, 'deps'>,
  partnerId = PARTNER,
): Promise<readonly InvoiceRecord[]> => (await invoiceStore(deps.table).list(partnerId).page({ size: 1000 })).items;

export const licenseFile = ({ files }: Pick<BillingWorld, 'files'>, invoice: InvoiceRecord): string =>
  gunzipSync(files.stored.get(invoice.licenseFileKey)!).toString('utf8');

export const licenseRows = (world: Pick<BillingWorld, 'files'>, invoice: InvoiceRecord): Record<string, string>[] =>
  parse(licenseFile(world, invoice), { columns: true, record_delimiter: '\r\n' });

/** A file of an invoice with usage, as rows by column. */
export const usageRows = (
  { files }: Pick<BillingWorld, 'files'>,
  { usageFiles }: InvoiceRecord,
  name: 'usage' | 'usagedaily' | 'dailyrated',
): Record<string, string>[] =>
  parse(gunzipSync(files.stored.get(usageFiles![name].key)!).toString('utf8'), {
    columns: true,
    record_delimiter: '\r\n',
  });

// --- the API -----------------------------------------------------------------------------------------------------------

export const ADMIN_AGENT = { tenantId: PARTNER, userId: 'agent', applicationId: SIGN_IN_CLIENT, hasMfa: true };
export const SALES_AGENT = { tenantId: PARTNER, userId: 'sales', applicationId: SIGN_IN_CLIENT, hasMfa: true };
export const APPLICATION = { tenantId: PARTNER, applicationId: 'robot', hasMfa: false };
export const OTHER_PARTNER = '22222222-2222-4222-8222-222222222222';
export const OPERATOR_TENANT = '33333333-3333-4333-8333-333333333333';
export const OPERATOR = {
  tenantId: OPERATOR_TENANT,
  userId: 'operator',
  applicationId: SIGN_IN_CLIENT,
  hasMfa: true,
};
export const OTHER_ADMIN = { tenantId: OTHER_PARTNER, userId: 'other', applicationId: SIGN_IN_CLIENT, hasMfa: true };

const account = (tenantId: string, currency: string): AccountRecord => ({
  tenantId,
  name: 'A partner',
  domain: 'partner.example',
  country: 'US',
  partner: {
    programRole: 'directPartner',
    status: 'active',
    region: 'US',
    regionCountries: ['US'],
    currency,
    cloud: 'global',
    isSandbox: false,
  },
});
const OPERATOR_ACCOUNT: AccountRecord = {
  tenantId: OPERATOR_TENANT,
  name: 'The program',
  domain: 'program.example',
  country: 'US',
  isOperator: true,
};
const principal = (
  tenantId: string,
  principalId: string,
  kind: CallerRecord['kind'],
  roles: CallerRecord['roles'],
): CallerRecord => ({
  tenantId,
  principalId,
  kind,
  roles,
  displayName: principalId,
  isActive: true,
});

/** Asks billing's API for something as somebody. */
export const ask = (
  world: BillingWorld,
  path: string,
  as: TestRequest['as'] = ADMIN_AGENT,
  at = '2018-02-20T12:00:00.000Z',
  method: TestRequest['method'] = 'GET',
) => send(world, { path, as, method }, at);

/** Sends a request to billing's API; answers are held against their schemas. */
export async function send(world: BillingWorld, request: TestRequest, at = '2018-02-20T12:00:00.000Z') {
  const records = accessRecords(world.table);
  if (!(await records.account(PARTNER))) await writeAccess(world);
  const dispatch = dispatcher(billingContext.routes, billingContext.operations, world.deps, {
    table: world.table,
    root: TEST_ROOT,
    records,
    callers: testCallers(records),
    tokens: testTokenVerifier,
    mfaRequired: true,
    checkAnswers: true,
    observability: silentObservability(),
  });
  return readAnswer(await dispatch(gatewayEvent(request, at)));
}

async function writeAccess({ table }: BillingWorld): Promise<void> {
  const callers = [
    principal(PARTNER, 'agent', 'user', ['AdminAgent']),
    principal(PARTNER, 'sales', 'user', ['SalesAgent']),
    principal(PARTNER, 'robot', 'application', []),
    principal(OTHER_PARTNER, 'other', 'user', ['GlobalAdmin']),
    principal(OPERATOR_TENANT, 'operator', 'user', ['Operator']),
  ];
  await table.write([
    ...[account(PARTNER, 'USD'), account(OTHER_PARTNER, 'EUR'), OPERATOR_ACCOUNT].map((record) => ({
      put: accountItem(record),
    })),
    ...callers.map((record) => ({ put: callerItem(record) })),
  ]);
}
