import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Subscription } from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { accountItem } from '../../../../shared/identity/access.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';
import type { MemoryFiles } from '../../../support/memory-ports.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';

const second = '77777777-7777-4777-8777-777777777777';
const SUBSCRIPTIONS = '/v1/analytics/subscriptions';
const DEPLOYMENT = '/v1/analytics/commercial/deployment/license';
const USAGE = '/v1/analytics/commercial/usage/license';
/** Sizes at which a partner is large, and a slice too large: small ones, so that few rows show it. */
const [FRESH_MAX, SLICE_MAX] = [100, 500];
type Cells = Readonly<Record<string, string | number | boolean>>;

let shop: Shop;

beforeEach(async () => {
  shop = await openStockedShop();
  Object.assign(shop.deps, { sizes: { fresh: FRESH_MAX, slice: SLICE_MAX } });
  await storeBuyer(shop.table, { customerId: second, account: { name: 'Woodgrove', country: 'US' } });
});

/** Users to whom licences of every plan of a customer are assigned, whoever sold them. */
async function assign(customerId: string, users: number): Promise<void> {
  const pools = [...shop.table.items.values()].filter(({ pk }) => pk === `COMMERCE#${customerId}#POOL`);
  expect(pools.length).toBeGreaterThan(0);
  for (const { pk, sk } of pools) await shop.table.write([{ update: { pk, sk }, set: { consumed: users } }]);
}
const ask = (path: string, query: Readonly<Record<string, string>> = {}, as?: TokenClaims) =>
  shop.send({ path: `${path}?${new URLSearchParams(query)}`, as });
const rowsOf = async (path: string, query?: Readonly<Record<string, string>>, as?: TokenClaims): Promise<Cells[]> => {
  const { status, body } = await ask(path, query, as);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.Value;
};
const sell = async (
  customerId: string,
  lineItems: readonly object[],
  { as, billingCycle }: { as?: TokenClaims; billingCycle?: string } = {},
): Promise<string[]> => {
  const path = `/v1/customers/${customerId}/orders`;
  const { status, body } = await shop.send({ method: 'POST', path, body: { lineItems, billingCycle }, as });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.lineItems.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId.toLowerCase());
};
const change = async (customerId: string, id: string, body: object): Promise<void> => {
  const path = `/v1/customers/${customerId}/subscriptions/${id}`;
  expect((await shop.send({ method: 'PATCH', path, body })).status).toBe(200);
};
/** Tells commerce what tenancy tells of a partner that has signed. */
const signed = (partnerId = ids.partner) =>
  shop.deliver([
    {
      eventId: `signed-${partnerId}`,
      source: 'tenancy',
      type: 'PartnerChanged',
      version: 1,
      occurredAt: shop.now(),
      aggregateId: partnerId,
      aggregateVersion: 2,
      tenantId: partnerId,
      correlationId: 'signed',
      causationId: 'signed',
      actor: { tenantId: partnerId, kind: 'user', id: 'ada' },
      detail: {
        partnerId,
        companyName: 'Contoso Resale',
        domain: 'contoso.example',
        programRole: 'directPartner',
        status: 'active',
        country: 'US',
        region: 'US',
        currency: 'USD',
        billTo: { companyName: 'Contoso Resale', address: { country: 'US', city: 'Redmond', addressLine1: '1 Main' } },
        isSandbox: false,
        agreementSignedOn: '2026-01-05',
        billingDay: 5,
      },
    } as never,
  ]);

/** Another partner, reseller of the same customers. */
async function otherPartner(): Promise<TokenClaims> {
  await storeSeller(shop.table, { mpnId: '4500002' }, { tenantId: ids.otherPartner, name: 'Litware' });
  for (const customerId of [ids.customer, second])
    await storeBuyer(shop.table, { partnerId: ids.otherPartner, customerId });
  return shop.user(['AdminAgent'], ids.otherPartner);
}

describe('a row for each subscription', () => {
  test('SUB-7: says of each what the subscription itself says, suspended and deleted ones too', async () => {
    const [e3] = await sell(ids.customer, [{ offerId: offers.e3, quantity: 10, friendlyName: 'Head office' }], {
      billingCycle: 'annual',
    });
    const [ems] = await sell(ids.customer, [{ offerId: offers.ems, quantity: 4 }]);
    const [azure] = await sell(second, [{ offerId: offers.azure, quantity: 1 }]);
    await change(ids.customer, ems!, { status: 'suspended' });
    const rows = await rowsOf(SUBSCRIPTIONS);
    expect(rows.map(({ id }) => id).sort()).toEqual([e3, ems, azure].map((id) => id!.toUpperCase()).sort());
    for (const row of rows) {
      const path = `/v1/customers/${row.customerTenantId}/subscriptions/${row.id}`;
      const { body } = await shop.send({ path });
      expect(row).toMatchObject({
        id: body.id,
        productName: body.offerName,
        friendlyName: body.friendlyName,
        licenseCount: body.quantity,
        autoRenewEnabled: body.autoRenewEnabled,
        creationDate: body.creationDate,
        effectiveStartDate: body.effectiveStartDate,
        commitmentEndDate: body.commitmentEndDate,
        status: body.status.toUpperCase(),
      });
      expect(String(row.billingCycleName).toLowerCase()).toBe(body.billingCycle);
    }
    const [first] = await rowsOf(SUBSCRIPTIONS, { filter: `id eq '${e3}'` });
    expect(first).toEqual({
      customerTenantId: ids.customer,
      customerName: 'Fabrikam',
      customerMarket: 'US',
      id: e3!.toUpperCase(),
      status: 'ACTIVE',
      productName: 'Office 365 Enterprise E3',
      subscriptionType: 'Office',
      autoRenewEnabled: true,
      partnerId: '4500001',
      friendlyName: 'Head office',
      partnerName: 'Contoso Resale',
      creationDate: '2026-02-10T09:00:00Z',
      effectiveStartDate: '2026-02-10T00:00:00Z',
      commitmentEndDate: '2027-02-10T00:00:00Z',
      currentStateEndDate: '2027-02-10T00:00:00Z',
      licenseCount: 10,
      billingCycleName: 'Annual',
    });
  });

  test('SUB-1, SUB-4: says when a state ends, when the data went and when it renewed, judged now', async () => {
    const [e3, ems] = await sell(ids.customer, [
      { offerId: offers.e3, quantity: 10 },
      { offerId: offers.ems, quantity: 4 },
    ]);
    await change(ids.customer, ems!, { status: 'suspended' });
    const of = async (id: string) => (await rowsOf(SUBSCRIPTIONS, { filter: `id eq '${id}'` }))[0]!;
    expect(await of(ems!)).toMatchObject({ status: 'SUSPENDED', currentStateEndDate: '2026-04-11T09:00:00Z' });
    shop.setClock('2026-04-11T09:00:00Z');
    expect(await of(ems!), 'recorded or not').toMatchObject({
      status: 'DEPROVISIONED',
      deprovisionedDate: '2026-04-11T09:00:00Z',
    });
    await shop.runJob('renewSubscriptions', '2027-02-10T00:05:00Z');
    shop.setClock('2027-02-11T09:00:00Z');
    expect(await of(e3!)).toMatchObject({
      lastRenewalDate: '2027-02-10T00:00:00Z',
      commitmentEndDate: '2028-02-10T00:00:00Z',
      effectiveStartDate: '2026-02-10T00:00:00Z',
    });
  });

  test('names both paths alike', async () => {
    await sell(ids.customer, [{ offerId: offers.e3, quantity: 3 }]);
    for (const path of [SUBSCRIPTIONS, DEPLOYMENT, USAGE]) {
      const [own, alias] = [await ask(path), await ask(`/partner${path}`)];
      expect(own.body).toMatchObject({ TotalCount: 1 });
      expect(alias.body).toEqual(own.body);
    }
  });

  test('SUB-7: is of the caller alone, whoever else sells to the customer; a reseller sold nothing', async () => {
    const other = await otherPartner();
    const mine = await sell(ids.customer, [{ offerId: offers.e3, quantity: 3 }]);
    const theirs = await sell(ids.customer, [{ offerId: offers.e3, quantity: 5 }], { as: other });
    const idsOf = (rows: readonly Cells[]) => rows.map(({ id }) => String(id).toLowerCase());
    expect(idsOf(await rowsOf(SUBSCRIPTIONS))).toEqual(mine);
    expect(idsOf(await rowsOf(SUBSCRIPTIONS, {}, other))).toEqual(theirs);
    await assign(ids.customer, 4);
    expect(await rowsOf(DEPLOYMENT)).toMatchObject([{ licensesSold: 3, licensesDeployed: 3 }]);
    expect(await rowsOf(DEPLOYMENT, {}, other)).toMatchObject([{ licensesSold: 5, licensesDeployed: 4 }]);
    const reseller = '88888888-8888-4888-8888-888888888888';
    await storeSeller(shop.table, { programRole: 'indirectReseller', mpnId: '4500003' }, { tenantId: reseller });
    const resellers = await shop.user(['AdminAgent'], reseller);
    for (const path of [SUBSCRIPTIONS, DEPLOYMENT, USAGE])
      expect((await ask(path, {}, resellers)).body).toEqual({ Value: [], TotalCount: 0 });
    expect((await ask(`${customerPath}/analytics/licenses/deployment`, {}, resellers)).body.code).toBe(20002);
  });

  test('PRG-1: a provider is named as such, with the reseller that is on record', async () => {
    const provider = '99999999-9999-4999-8999-999999999999';
    const reseller = '88888888-8888-4888-8888-888888888888';
    await storeSeller(
      shop.table,
      { programRole: 'indirectProvider', mpnId: '4500009' },
      { tenantId: provider, name: 'Tailspin Distribution' },
    );
    await storeSeller(
      shop.table,
      { programRole: 'indirectReseller', mpnId: '4500003' },
      { tenantId: reseller, name: 'Adatum' },
    );
    await storeBuyer(shop.table, { partnerId: provider });
    await shop.deps.table.write([
      {
        put: {
          pk: 'COMMERCE#PROGRAM#NETWORK',
          sk: 'MPN#4500003',
          kind: 'networkId',
          shape: 1,
          partnerId: reseller,
          programRole: 'indirectReseller',
          asOf: 1,
        },
      },
      {
        put: {
          pk: `COMMERCE#${provider}#RESELLERS`,
          sk: 'MPN#4500003',
          kind: 'partnership',
          shape: 1,
          resellerId: reseller,
          isActive: true,
          hasSignedAgreement: true,
          asOf: 1,
        },
      },
    ]);
    const as = await shop.user(['AdminAgent'], provider);
    await sell(ids.customer, [{ offerId: offers.e3, quantity: 3, partnerIdOnRecord: '4500003' }], { as });
    await sell(ids.customer, [{ offerId: offers.e3, quantity: 2 }], { as });
    const rows = await rowsOf(SUBSCRIPTIONS, {}, as);
    expect(rows.map(({ providerName }) => providerName)).toEqual(['Tailspin Distribution', 'Tailspin Distribution']);
    const [through] = await rowsOf(SUBSCRIPTIONS, { filter: "partnerId eq '4500003'" }, as);
    expect(through).toMatchObject({ licenseCount: 3, partnerName: 'Adatum' });
    expect(await rowsOf(SUBSCRIPTIONS, { filter: 'partnerId eq null' }, as)).toMatchObject([{ licenseCount: 2 }]);
  });
});

describe('licences', () => {
  beforeEach(async () => {
    await sell(ids.customer, [
      { offerId: offers.e3, quantity: 10 },
      { offerId: offers.e3, quantity: 5 },
      { offerId: offers.azure, quantity: 1 },
    ]);
    await sell(second, [{ offerId: offers.ems, quantity: 4 }]);
    await assign(ids.customer, 6);
    await assign(second, 9);
  });

  test('SUB-8: count seats that run, and users up to what was sold; metered use has none', async () => {
    expect(await rowsOf(DEPLOYMENT)).toMatchObject([
      {
        serviceCode: 'office365',
        serviceName: 'Office 365',
        channel: 'reseller',
        customerTenantId: ids.customer,
        customerName: 'Fabrikam',
        productName: 'Office 365 Enterprise E3',
        licensesSold: 15,
        licensesDeployed: 6,
        processedDateTime: '2026-02-10T09:00:00Z',
      },
      { serviceCode: 'ems', customerTenantId: second, licensesSold: 4, licensesDeployed: 4 },
    ]);
    const usage = await rowsOf(USAGE);
    expect(usage).toMatchObject([
      { workloadName: 'Office 365', licensesQualified: 6, licensesActive: 0, licenseActive: 0 },
      { workloadName: 'Enterprise Mobility Suite', licensesQualified: 4, licensesActive: 0, licenseActive: 0 },
    ]);
  });

  test('SUB-8: of all customers by service and workload, and of one by product', async () => {
    const deployment = (await ask('/v1/analytics/licenses/deployment')).body;
    expect(deployment).toMatchObject({
      totalCount: 2,
      items: [
        { serviceName: 'Enterprise Mobility Suite', licensesSold: 4, proratedDeploymentPercent: 100 },
        { serviceName: 'Office 365', licensesSold: 15, proratedDeploymentPercent: 40 },
      ],
    });
    expect(deployment.items[0].attributes.objectType).toBe('PartnerLicensesDeploymentInsights');
    expect((await ask('/v1/analytics/licenses/usage')).body.items).toMatchObject([
      { workloadName: 'Enterprise Mobility Suite', proratedLicensesUsagePercent: 0 },
      { workloadName: 'Office 365', proratedLicensesUsagePercent: 0, channel: 'reseller' },
    ]);
    const of = `${customerPath}/analytics/licenses`;
    expect((await ask(`${of}/deployment`)).body.items).toMatchObject([
      {
        customerId: ids.customer,
        customerName: 'Fabrikam',
        serviceCode: 'office365',
        licensesSold: 15,
        licensesDeployed: 6,
        deploymentPercent: 40,
      },
    ]);
    expect((await ask(`${of}/usage`)).body.items).toMatchObject([
      { workloadCode: 'office365', licensesQualified: 6, licensesActive: 0, usagePercent: 0 },
    ]);
  });

  test('SUB-3, SUB-4: seats that were removed or suspended are no longer sold', async () => {
    const rows = await rowsOf(SUBSCRIPTIONS, { filter: 'licenseCount eq 5' });
    await change(ids.customer, String(rows[0]!.id), { status: 'suspended' });
    expect((await rowsOf(DEPLOYMENT, { filter: "serviceCode eq 'office365'" }))[0]).toMatchObject({
      licensesSold: 10,
      licensesDeployed: 6,
    });
  });

  test('are asked for as of a day on which they were processed, and no other is kept', async () => {
    expect(await rowsOf(DEPLOYMENT, { processedDateTime: '2026-02-10' })).toHaveLength(2);
    expect(await rowsOf(DEPLOYMENT, { processedDateTime: '2/9/2026' })).toEqual([]);
    expect((await ask(DEPLOYMENT, { processedDateTime: 'yesterday' })).body.code).toBe(800002);
  });

  test('REL-1: of a customer without relationship nothing is told', async () => {
    for (const kind of ['deployment', 'usage'])
      expect((await ask(`/v1/customers/${ids.foreignCustomer}/analytics/licenses/${kind}`)).body.code).toBe(20002);
  });
});

describe('questions', () => {
  beforeEach(async () => {
    await sell(ids.customer, [
      { offerId: offers.e3, quantity: 10 },
      { offerId: offers.ems, quantity: 4 },
    ]);
    shop.setClock('2026-03-04T10:00:00Z');
    await sell(second, [{ offerId: offers.e3, quantity: 7 }]);
  });

  test('SUB-7: page by page come all rows, each once', async () => {
    const all = await rowsOf(SUBSCRIPTIONS);
    expect(all).toHaveLength(3);
    const seen: Cells[] = [];
    let next: string | undefined = `${SUBSCRIPTIONS}?top=1&filter=${encodeURIComponent('licenseCount gt 0')}&Skip=0`;
    while (next) {
      const { status, body } = await shop.send({ path: next.replace(/^https?:\/\/[^/]+/, '') });
      expect(status).toBe(200);
      expect(body.TotalCount).toBe(3);
      seen.push(...body.Value);
      next = body['@nextLink'];
    }
    expect(seen).toEqual(all);
    expect((await ask(SUBSCRIPTIONS, { skip: '3' })).body).toEqual({ Value: [], TotalCount: 3 });
  });

  test('SUB-7: groups add up what their rows have', async () => {
    expect(await rowsOf(SUBSCRIPTIONS, { groupby: 'productName' })).toEqual([
      { productName: 'Azure Active Directory Premium P1', subscriptionCount: 1, licenseCount: 4 },
      { productName: 'Office 365 Enterprise E3', subscriptionCount: 2, licenseCount: 17 },
    ]);
    expect(
      await rowsOf(SUBSCRIPTIONS, {
        groupBy: 'CreationDate, status,status',
        aggregationLevel: 'month',
        filter: "subscriptionType eq 'Office'",
      }),
    ).toEqual([
      { creationDate: '2026-02-01T00:00:00Z', status: 'ACTIVE', subscriptionCount: 1, licenseCount: 10 },
      { creationDate: '2026-03-01T00:00:00Z', status: 'ACTIVE', subscriptionCount: 1, licenseCount: 7 },
    ]);
    const { body } = await ask(SUBSCRIPTIONS, { groupBy: 'creationDate', top: '1', skip: '1' });
    expect(body).toEqual({
      Value: [{ creationDate: '2026-03-04T00:00:00Z', subscriptionCount: 1, licenseCount: 7 }],
      TotalCount: 2,
    });
  });

  test.each([
    [{ filter: "status eq 'ACTIVE' and" }, 'filter'],
    [{ filter: 'quantity gt 1' }, 'filter'],
    [{ filter: 'creationDate gt 2026-02-31' }, 'filter'],
    [{ filter: 'x'.repeat(4001) }, 'filter'],
    [{ groupBy: 'nothing' }, 'groupBy'],
    [{ groupBy: 'licenseCount' }, 'groupBy'],
    [{ aggregationLevel: 'month' }, 'aggregationLevel'],
    [{ groupBy: 'creationDate', aggregationLevel: 'year' }, 'aggregationLevel'],
    [{ top: '0' }, 'top'],
    [{ top: '10001' }, 'top'],
    [{ skip: '-1' }, 'skip'],
  ])('%j is refused, and says what is wrong: %s', async (query, field) => {
    const { status, body } = await ask(SUBSCRIPTIONS, query as unknown as Record<string, string>);
    expect([status, body.code]).toEqual([400, 800002]);
    expect(body.parameters).toEqual({ field });
  });
});

const manyIds = (prefix: string, index: number): string =>
  `${prefix}${String(index).padStart(8 - prefix.length, '0')}-0000-4000-8000-000000000000`;

/** Subscriptions of a partner, a customer each: ids of customers are spread over all there are. */
const many = (count: number, change: (index: number) => Partial<Subscription> = () => ({})): Subscription[] =>
  Array.from({ length: count }, (_, index) =>
    aSubscription({
      partnerId: ids.partner,
      customerId: manyIds((index % 16).toString(16), index),
      subscriptionId: manyIds('5', index),
      quantity: 1 + (index % 7),
      planId: 'PLAN-E3',
      friendlyName: `Branch ${index}`,
      ...change(index),
    }),
  );
const stock = (subscriptions: readonly Subscription[]) => shop.fill(subscriptions.map((of) => toItem(of)));

describe('partners of very many subscriptions', () => {
  test('OPS-3: rows are those of the last night, the same as they were then, and say so', async () => {
    const subscriptions = many(FRESH_MAX + 1);
    await signed();
    await stock(subscriptions.slice(0, FRESH_MAX));
    expect(await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z')).toMatchObject({ gathered: 1 });
    await stock(subscriptions);
    const { body } = await ask(SUBSCRIPTIONS, { top: '5' });
    expect(body.TotalCount, 'one more was sold since').toBe(FRESH_MAX);
    const [row] = await rowsOf(DEPLOYMENT, { top: '1' });
    expect(row!.processedDateTime).toBe('2026-02-10T00:40:00Z');
    expect((await ask('/v1/analytics/licenses/deployment')).body.items[0]).toMatchObject({
      licensesSold: subscriptions.slice(0, FRESH_MAX).reduce((sum, { quantity }) => sum + quantity, 0),
      processedDateTime: '2026-02-10T00:40:00Z',
    });
    expect(await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z'), 'once a day').toMatchObject({ gathered: 0 });
    expect(await shop.runJob('gatherInsights', '2026-02-13T00:40:00Z'), 'after a gap').toMatchObject({
      gathered: 1,
      subscriptions: FRESH_MAX + 1,
    });
    expect((await ask(SUBSCRIPTIONS, { top: '1' })).body.TotalCount).toBe(FRESH_MAX + 1);
  });

  test('OPS-3: before the first night they are told to wait, and nothing is counted wrong', async () => {
    await stock(many(FRESH_MAX + 1));
    for (const path of [
      SUBSCRIPTIONS,
      DEPLOYMENT,
      USAGE,
      '/v1/analytics/licenses/deployment',
      '/v1/analytics/licenses/usage',
    ]) {
      const { status, body, headers } = await ask(path);
      expect([status, body.code, headers['retry-after']]).toEqual([409, 980014, '3600']);
    }
  });

  test('OPS-3: what has grown too large is split and gathered in the same run; sums and pages are of all', async () => {
    const subscriptions = many(SLICE_MAX + 300, (index) => ({
      status: index % 10 === 0 ? 'suspended' : 'active',
      ...(index % 10 === 0 && { suspendedAt: instant('2026-02-09T00:00:00Z'), suspensionReason: 'NonPayment' }),
      customerCountry: index % 3 === 0 ? 'DE' : 'US',
    }));
    await stock(subscriptions);
    await signed();
    expect(await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z')).toMatchObject({
      split: 1,
      gathered: 16,
      subscriptions: subscriptions.length,
    });
    const groups = await rowsOf(SUBSCRIPTIONS, { groupBy: 'status,customerMarket' });
    const sum = (of: (subscription: Subscription) => boolean) => {
      const met = subscriptions.filter(of);
      return { subscriptionCount: met.length, licenseCount: met.reduce((total, { quantity }) => total + quantity, 0) };
    };
    expect(groups).toEqual(
      ['ACTIVE', 'SUSPENDED'].flatMap((status) =>
        ['DE', 'US'].map((customerMarket) => ({
          status,
          customerMarket,
          ...sum((of) => of.status === status.toLowerCase() && of.customerCountry === customerMarket),
        })),
      ),
    );
    const idsOf = (rows: readonly Cells[]) => rows.map(({ id }) => String(id).toLowerCase());
    const seen = new Set<string>();
    for (let skip = 0; skip < subscriptions.length; skip += 300)
      for (const id of idsOf(await rowsOf(SUBSCRIPTIONS, { top: '300', skip: String(skip) }))) seen.add(id);
    expect(seen.size).toBe(subscriptions.length);
    const filter = "status eq 'SUSPENDED' and customerMarket eq 'DE'";
    const page = await ask(SUBSCRIPTIONS, { filter, top: '5', skip: '3' });
    expect(page.body.TotalCount).toBe(groups[2]!.subscriptionCount);
    expect(page.body.Value).toHaveLength(5);
    expect((await ask('/v1/analytics/licenses/deployment')).body.items).toMatchObject([
      { licensesSold: sum((of) => of.status === 'active').licenseCount },
    ]);
  });

  test('OPS-3: a run that is cut between any two writes, repeated, or run twice at once, gives the same figures', async () => {
    const subscriptions = many(SLICE_MAX + 1);
    await stock(subscriptions);
    await signed();
    const { table } = shop;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 }), fc.boolean(), async (writes, isTwice) => {
        const { undo } = table.mark();
        let left = writes;
        const dies: Shop['deps']['table'] = {
          ...table,
          async write(given) {
            if (left === 0) throw new Error('the function ended');
            left -= 1;
            await table.write(given);
          },
        };
        const { table: whole } = shop.deps;
        Object.assign(shop.deps, { table: dies });
        await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z').catch(() => undefined);
        Object.assign(shop.deps, { table: whole });
        const runs = isTwice ? [1, 2] : [1];
        await Promise.all(runs.map(() => shop.runJob('gatherInsights', '2026-02-10T00:50:00Z')));
        const { body } = await ask(SUBSCRIPTIONS, { groupBy: 'productName' });
        expect(body.Value).toEqual([
          {
            productName: 'Office E3',
            subscriptionCount: subscriptions.length,
            licenseCount: subscriptions.reduce((sum, { quantity }) => sum + quantity, 0),
          },
        ]);
        undo();
      }),
      { numRuns: 6 },
    );
  });

  test('CUS-6: rows of what is not kept any more are not answered in part', async () => {
    await stock(many(FRESH_MAX + 1));
    await signed();
    await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z');
    Object.assign(shop.deps.files, { get: async () => undefined });
    for (const query of [{}, { filter: 'licenseCount gt 0' }, { groupBy: 'status' }])
      expect((await ask(SUBSCRIPTIONS, query as Record<string, string>)).status).toBe(409);
  });

  test('a page ends where an answer would become too large, and goes on behind it', async () => {
    const count = 4_000;
    Object.assign(shop.deps, { sizes: undefined });
    await stock(many(count, () => ({ friendlyName: 'Ä'.repeat(250) })));
    await signed();
    await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z');
    const { body } = await ask(SUBSCRIPTIONS);
    expect(body.Value.length).toBeLessThan(count);
    const next = new URL(body['@nextLink']);
    expect(next.searchParams.get('skip')).toBe(String(body.Value.length));
    const following = await shop.send({ path: `${next.pathname}${next.search}` });
    expect(following.body.Value[0].id).not.toBe(body.Value.at(-1).id);
    expect(following.body.TotalCount).toBe(count);
  });

  test('OPS-3: what a night costs grows with what was sold: a seventh of a read unit each, and half of one for each customer', async () => {
    const count = 1_200;
    Object.assign(shop.deps, { sizes: undefined });
    const subscriptions = many(count);
    await stock(subscriptions);
    const named = { domain: 'elm.example', country: 'US' };
    await shop.fill(
      subscriptions.map(({ customerId }) => accountItem({ tenantId: customerId, name: 'Elm', ...named })),
    );
    await signed();
    const counted = countedTable(shop.table);
    Object.assign(shop.deps, { table: counted });
    await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z');
    const { readUnits, writeUnits } = counted.counted();
    // The catalogue is read once besides.
    expect(readUnits).toBeGreaterThan(0.5 * count);
    expect(readUnits).toBeLessThan((0.15 + 0.5) * count + 200);
    expect(writeUnits).toBeLessThan(20);
  });
});

test('OPS-3: what is asked for often is right as of now where it is small: no night is waited for', async () => {
  await sell(ids.customer, [{ offerId: offers.e3, quantity: 3 }]);
  await signed();
  expect(await shop.runJob('gatherInsights', '2026-02-10T00:40:00Z')).toMatchObject({ gathered: 0 });
  expect([...(shop.deps.files as MemoryFiles).stored.keys()], 'nothing is written that nobody reads').toEqual([]);
  await sell(ids.customer, [{ offerId: offers.ems, quantity: 2 }]);
  expect(await rowsOf(SUBSCRIPTIONS, { groupBy: 'status' })).toEqual([
    { status: 'ACTIVE', subscriptionCount: 2, licenseCount: 5 },
  ]);
});
