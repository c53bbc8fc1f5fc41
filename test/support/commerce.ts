import { readFileSync } from 'node:fs';
import { rateCardStore } from '../../functions/commerce/buying/store/rate-card-store.ts';
import type { CommerceDeps } from '../../functions/commerce/lambda/context.ts';
import { commerceContext } from '../../functions/commerce/lambda/context.ts';
import { subscriptionsOfOrder } from '../../functions/commerce/orders/operations/subscriptions-of-order.ts';
import { pricedOffers } from '../../functions/commerce/price-lists/operations/priced-offers.ts';
import type { Subscription } from '../../functions/commerce/subscriptions/domain/subscription.ts';
import { isSubscription } from '../../functions/commerce/subscriptions/store/keys.ts';
import { subscriptionItem } from '../../functions/commerce/subscriptions/store/subscription-item.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import type { Role } from '../../shared/contracts/routes.ts';
import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Item, Table } from '../../shared/dynamo/table.ts';
import { dispatcher } from '../../shared/http/dispatch.ts';
import {
  type AccountRecord,
  accessKeys,
  accessRecords,
  agreementPolicyItem,
  type CustomerAccount,
  type PartnerAccount,
  type RelationshipRecord,
} from '../../shared/identity/access.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { day, instant } from '../../shared/kernel/time.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { accessWriter, aPartnerAccount, ids, storeUser } from './access.ts';
import {
  gatewayEvent,
  readAnswer,
  TEST_ROOT,
  type TestAnswer,
  type TestRequest,
  testCallers,
  testTokenVerifier,
} from './api.ts';
import { memoryFiles } from './memory-ports.ts';
import { type MemoryTable, type MemoryTableHooks, memoryTable } from './memory-table.ts';
import { runJobToItsEnd } from './scale/jobs.ts';

/** The commerce context in one process on the in-memory table; other contexts' facts are written directly. */
export interface Shop {
  readonly table: MemoryTable;
  readonly deps: CommerceDeps;
  /** Every event so far, in the order of their saves. */
  readonly events: EventRecord[];
  /** Sends a request as a role of the partner (default: admin agent), or as other claims. */
  send(request: Omit<TestRequest, 'as'> & { as?: TokenClaims | undefined }): Promise<TestAnswer>;
  setClock(at: string): void;
  now(): string;
  /** Hands events to commerce's own consumers; default: all since the last time. */
  deliver(events?: readonly EventRecord[]): Promise<void>;
  runJob(name: keyof typeof commerceContext.jobFunctions, at?: string): Promise<Readonly<Record<string, unknown>>>;
  readonly operator: TokenClaims;
  readonly seller: TokenClaims;
  /** Puts items as they are, without hooks and events. */
  fill(items: readonly Item[]): Promise<void>;
  /** Claims of a user of the partner with other roles. */
  user(roles: readonly Role[], tenantId?: string): Promise<TokenClaims>;
}

export const REQUEST_AT = '2026-02-10T09:00:00Z';
const TEMPLATE = 'template-1';
const POLICY = {
  templates: [
    {
      templateId: TEMPLATE,
      agreementType: 'MicrosoftCloudAgreement',
      versionRank: 1,
      reacceptanceFrom: instant('2020-01-01T00:00:00Z'),
    },
  ],
};

export async function openShop(options: { at?: string; hooks?: MemoryTableHooks; table?: Table } = {}): Promise<Shop> {
  const events: EventRecord[] = [];
  let delivered = 0;
  let now = options.at ?? REQUEST_AT;
  let isFilling = false;
  const memory = memoryTable({
    beforeWrite: (writes) => (isFilling ? undefined : options.hooks?.beforeWrite?.(writes)),
    afterWrite(writes, stored) {
      if (isFilling) return;
      for (const item of stored) events.push(...eventsOf(item));
      return options.hooks?.afterWrite?.(writes, stored);
    },
  });
  const table = (options.table ?? memory) as MemoryTable;
  const failures: unknown[] = [];
  const silent = silentObservability();
  const log = { ...silent.log, error: (...said: unknown[]) => void failures.push(...said) };
  const observability = { ...silent, log };
  const records = accessRecords(table);
  const deps: CommerceDeps = {
    table,
    records,
    files: memoryFiles(),
    log: observability.log,
    pricedOffers: (visibleAt) => pricedOffers(table, visibleAt),
    subscriptionsOfOrder: (order) => subscriptionsOfOrder(order, table),
  };
  const dispatch = dispatcher(commerceContext.routes, commerceContext.operations, deps, {
    table,
    root: TEST_ROOT,
    records,
    callers: testCallers(records),
    tokens: testTokenVerifier,
    mfaRequired: true,
    checkAnswers: true,
    observability,
  });
  const write = accessWriter(table);
  await write.account({
    tenantId: ids.operator,
    name: 'Program',
    domain: 'program.example',
    country: 'US',
    isOperator: true,
  });
  await table.write([{ put: agreementPolicyItem.toItem(accessKeys.agreementPolicy(), { record: POLICY }) }]);
  const operator = await storeUser(table, ids.operator, ['Operator']);
  await storeSeller(table);
  await storeBuyer(table);
  const seller = await storeUser(table, ids.partner, ['AdminAgent']);
  return {
    table,
    deps,
    events,
    operator,
    seller,
    now: () => now,
    setClock: (at) => {
      now = at;
    },
    async send({ as = seller, ...request }) {
      const answer = readAnswer(await dispatch(gatewayEvent({ as, ...request }, now)));
      if (answer.status === 500) throw new Error(JSON.stringify(failures.at(-1)));
      return answer;
    },
    async deliver(given) {
      const chosen = given ?? events.slice(delivered);
      if (!given) delivered = events.length;
      for (const event of chosen)
        await dispatchEvent(commerceContext.consumers, commerceContext.consumerFunctions, event, deps);
    },
    async fill(items) {
      isFilling = true;
      for (let start = 0; start < items.length; start += 100)
        await table.write(items.slice(start, start + 100).map((item) => ({ put: item })));
      isFilling = false;
    },
    runJob: (name, at = now) => runJobToItsEnd(commerceContext, name, at, deps),
    user: (roles, tenantId = ids.partner) => storeUser(table, tenantId, roles),
  };
}

/** A partner account in the access records. Where it sells metered use has a price. */
export async function storeSeller(
  table: MemoryTable,
  partner: Partial<PartnerAccount> = {},
  account: Partial<AccountRecord> = {},
): Promise<void> {
  const sells = aPartnerAccount({ mpnId: '4500001', ...partner });
  await rateCardStore(table).note(sells, day('2020-01-01'));
  await accessWriter(table).account({
    tenantId: ids.partner,
    name: 'Contoso Resale',
    domain: 'contoso.example',
    country: 'US',
    partner: sells,
    ...account,
  });
}

/** A customer of the partner that has accepted the agreement, unless said otherwise. */
export async function storeBuyer(
  table: MemoryTable,
  change: {
    account?: Partial<AccountRecord>;
    customer?: Partial<CustomerAccount>;
    relationship?: Partial<RelationshipRecord>;
    customerId?: string;
    partnerId?: string;
  } = {},
): Promise<void> {
  const customerId = change.customerId ?? ids.customer;
  const write = accessWriter(table);
  await write.account({
    tenantId: customerId,
    name: 'Fabrikam',
    domain: `c${customerId.slice(0, 4)}.example`,
    country: 'US',
    customer: { validation: 'allowed', qualification: 'none', isSyndication: false, ...change.customer },
    ...change.account,
  });
  await write.relationship({
    partnerId: change.partnerId ?? ids.partner,
    customerId,
    relationship: 'reseller',
    delegatedAdmin: false,
    agreements: [
      {
        templateId: TEMPLATE,
        agreementType: 'MicrosoftCloudAgreement',
        confirmedAt: instant('2026-01-10T00:00:00Z'),
      },
    ],
    ...change.relationship,
  });
}

export const demoFile = (name: 'catalogue.csv' | 'prices.csv'): string =>
  readFileSync(new URL(`../../infra/local/demo/${name}`, import.meta.url), 'utf8');

const csv = { 'content-type': 'text/csv' };

/** Imports the demo catalogue, and publishes the demo prices as the program's first list. */
export async function stockShop(shop: Shop, month = '202602'): Promise<void> {
  const as = shop.operator;
  const sent = [
    await shop.send({ as, method: 'POST', path: '/v1/operator/offers', body: demoFile('catalogue.csv'), headers: csv }),
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists', body: { month } }),
    await shop.send({
      as,
      method: 'PUT',
      path: `/v1/operator/pricelists/${month}/prices`,
      body: demoFile('prices.csv'),
      headers: csv,
    }),
    await shop.send({ as, method: 'POST', path: `/v1/operator/pricelists/${month}/publish` }),
  ];
  const failed = sent.find(({ status }) => status >= 300);
  if (failed) throw new Error(`the shop could not be stocked: ${failed.status} ${failed.text}`);
}

let stock: Promise<ReadonlyMap<string, Item>> | undefined;

/** A shop with the demo catalogue and prices in force; stocked once, and copied for every test. */
export async function openStockedShop(
  options: { at?: string; hooks?: MemoryTableHooks; table?: Table } = {},
): Promise<Shop> {
  stock ??= (async () => {
    const shop = await openShop();
    await stockShop(shop);
    return shop.table.items;
  })();
  const shop = await openShop(options);
  await shop.fill(
    [...(await stock).values()].filter(({ sk, pk }) => !sk.startsWith('OUTBOX#') && !pk.endsWith('#REQUESTS')),
  );
  return shop;
}

/** Every subscription of a shop, as it is stored. */
export const soldIn = ({ table }: Pick<Shop, 'table'>): Subscription[] =>
  [...table.items.values()].filter(isSubscription).map(subscriptionItem.fromItem);

/** Offers of the demo catalogue that tests name. */
export const offers = {
  e3: '796B6B5F-613C-4E24-A17C-EBA730D49C02',
  audioConferencing: 'C94271D8-B431-4A25-A3C5-A57737A1C909',
  ems: '16C9F982-A827-4003-A88E-E75DF1927F27',
  azure: 'MS-AZR-0145P',
};

export const customerPath = `/v1/customers/${ids.customer}`;
export { ids };
