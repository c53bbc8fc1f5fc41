import { beforeAll, describe, expect, test } from 'vitest';
import { ROWS_AT_THE_CALL } from '../../../../functions/billing/costs/operations/subscription-usage.ts';
import type { SheetRow } from '../../../../functions/billing/usage/domain/day-sheet.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  PARTNER,
  SALES_AGENT,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aRecord, report } from '../../../support/usage/records.ts';
import { aDaySheet, aSheetRow, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/**
 * A customer with two metered subscriptions, one unused, and one of seats. Meter A has 10 units included, then 0.12, from 20
 * billable units on 0.10; meter B costs 1.5 a unit. Everything is 15 percent off, but B.
 */
const [A, B] = [idOf('aa', 1), idOf('bb', 1)];
const IDLE = idOf('a2e', 2);
const SEATS = idOf('5ab', 1);
const VM = '/subscriptions/1/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm1';
const DB = '/subscriptions/1/resourceGroups/data/providers/Microsoft.Sql/servers/s/databases/db';
const AT = '2018-02-20T12:00:00.000Z';
const PATH = `/v1/customers/${CUSTOMER}`;
const ofSubscription = (rest: string, id = METERED) => `${PATH}/subscriptions/${id}/${rest}`;
let world: BillingWorld;

const row = (on: string, over: Partial<SheetRow>): SheetRow =>
  aSheetRow({ reportedOn: on as Day, firstAt: `${on}T00:00:00.000Z` as Instant, resourceUri: VM, meterId: A, ...over });

async function usageWorld(): Promise<BillingWorld> {
  const made = billingWorld();
  await deliver(made, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(made, aRelationship(CUSTOMER, 'Fabrikam'));
  await relate(made);
  await putCard(
    made.deps,
    '2018-01-01',
    [
      aMeter(A, { 0: '0.12', 20: '0.10' }, { name: 'Compute hours', includedQuantity: 10 }),
      aMeter(B, { 0: '1.5' }, { name: 'Database', category: 'SQL', unit: '1 Day' }),
    ],
    { terms: [{ name: 'Partner', discount: '0.15', excludedMeterIds: [B] }] },
  );
  for (const event of meteredEvents({
    startOn: '2018-01-20',
    more: { friendlyName: 'Cloud', partnerIdOnRecord: '777' },
  }))
    await deliver(made, event);
  for (const event of meteredEvents({ startOn: '2018-01-20', subscriptionId: IDLE, more: { friendlyName: 'Idle' } }, [
    { type: 'SubscriptionSuspended', on: '2018-02-16', change: { status: 'suspended' } },
  ]))
    await deliver(made, event);
  for (const event of subscriptionEvents({ subscriptionId: SEATS, startOn: '2018-01-20' })) await deliver(made, event);
  await putSheets(made.deps, [
    // Of the period before, though reported in this one.
    aDaySheet({ usageOn: '2018-02-14' as Day, rows: [row('2018-02-16', { quantity: '1000' })] }),
    aDaySheet({ usageOn: '2018-02-15' as Day, rows: [row('2018-02-15', { quantity: '25.5' })] }),
    aDaySheet({
      usageOn: '2018-02-18' as Day,
      rows: [
        row('2018-02-18', { quantity: '10' }),
        row('2018-02-19', { quantity: '2.25', meterId: B, resourceUri: DB, location: 'us' }),
      ],
    }),
  ]);
  return made;
}
const used = async (made: BillingWorld, subscriptionId = METERED, at = AT): Promise<void> => {
  await made.deps.costQueue.send([{ kind: 'used', subscriptionId, at }]);
  await drain(made);
};

beforeAll(async () => {
  world = await usageWorld();
  await used(world);
});
const view = async (path: string, at = AT) => (await ask(world, path, SALES_AGENT, at)).body;

// A: 10 included, 20 at 0.12, 5.5 at 0.10, less 15 percent; B: 2.25 at 1.5.
const COMPUTE = (20 * 0.12 + 5.5 * 0.1) * 0.85;
const DATABASE = 2.25 * 1.5;
const TOTAL = 5.8825;
const common = {
  currencyCode: 'USD',
  currencyLocale: 'en-US',
  usdTotalCost: TOTAL,
  lastModifiedDate: '2018-02-20T12:00:00Z',
};

describe('USG-4: what metered use costs in the open period', () => {
  test('USG-4: of a customer, before tax, after discounts, exactly', async () => {
    expect(COMPUTE + DATABASE).toBeCloseTo(TOTAL, 10);
    expect(await view(`${PATH}/usagesummary`)).toEqual({
      ...common,
      ...{ resourceId: CUSTOMER, id: CUSTOMER, resourceName: 'Fabrikam', name: 'Fabrikam', totalCost: TOTAL },
      ...{ billingStartDate: '2018-02-15T00:00:00Z', billingEndDate: '2018-03-14T00:00:00Z' },
      budget: { attributes: { objectType: 'SpendingBudget' } },
      links: { self: { uri: `/customers/${CUSTOMER}/usagesummary`, method: 'GET', headers: [] } },
      attributes: { objectType: 'CustomerUsageSummary' },
    });
  });

  test('USG-4: by customer of the partner, with budget and percentage', async () => {
    const copy = await usageWorld();
    await used(copy);
    await send(
      copy,
      { method: 'PATCH', path: `${PATH}/usagebudget`, body: { amount: 50 }, as: { ...SALES_AGENT, userId: 'agent' } },
      AT,
    );
    const { body } = await ask(copy, '/v1/customers/usagerecords', SALES_AGENT, AT);
    expect(body.items).toEqual([
      {
        ...common,
        ...{ resourceId: CUSTOMER, id: CUSTOMER, resourceName: 'Fabrikam', name: 'Fabrikam', totalCost: TOTAL },
        budget: { amount: 50, usageSpendingBudget: 50, attributes: { objectType: 'SpendingBudget' } },
        percentUsed: 11.77,
        isUpgraded: false,
        attributes: { objectType: 'CustomerMonthlyUsageRecord' },
      },
    ]);
  });

  test('USG-4: by subscription, those that were not used among them, and none of seats', async () => {
    const { items } = await view(`${PATH}/subscriptions/usagerecords`);
    expect(
      items.map((item: Record<string, unknown>) => [
        item.id,
        item.name,
        item.totalCost,
        item.status,
        item.partnerOnRecord,
      ]),
    ).toEqual([
      [METERED.toUpperCase(), 'Cloud', TOTAL, 'active', '777'],
      [IDLE.toUpperCase(), 'Idle', 0, 'suspended', ''],
    ]);
    expect(await view(ofSubscription('usagesummary'))).toMatchObject({ ...common, name: 'Cloud', totalCost: TOTAL });
    expect(await view(ofSubscription('usagesummary', IDLE))).toMatchObject({ totalCost: 0, name: 'Idle' });
  });

  test('USG-2: by meter, day and resource, each adding up to the same', async () => {
    const meters = (await view(ofSubscription('meterusagerecords'))).items;
    expect(meters).toMatchObject([
      {
        meterId: A,
        meterName: 'Compute hours',
        quantityUsed: 35.5,
        unit: '1 Hour',
        totalCost: 2.5075,
        usdTotalCost: 2.5075,
      },
      { meterId: B, category: 'SQL', quantityUsed: 2.25, unit: '1 Day', totalCost: 3.375 },
    ]);
    const resources = (await view(ofSubscription('usagerecords/resources'))).items;
    expect(resources).toMatchObject([
      { id: A, resourceName: 'Compute hours', quantityUsed: 35.5, totalCost: 2.5075, currencyLocale: 'en-US' },
      { id: B, totalCost: 3.375 },
    ]);
    const days = (await view(ofSubscription('usagerecords/daily'))).items;
    expect(days).toMatchObject([
      // 25.5 units: 10 included, 15.5 at 0.12; then 4.5 at 0.12 and 5.5 at 0.10.
      { dateUsed: '2018-02-15T00:00:00Z', totalCost: 1.581 },
      { dateUsed: '2018-02-18T00:00:00Z', totalCost: 4.3015 },
    ]);
    const instances = (await view(ofSubscription('resourceusagerecords'))).items;
    expect(instances).toMatchObject([
      { resourceUri: DB, resourceType: 'Microsoft.Sql/servers/databases', resourceGroupName: 'data', name: 'db' },
      { resourceUri: VM, resourceType: 'Microsoft.Compute/virtualMachines', resourceGroupName: 'web', name: 'vm1' },
    ]);
    for (const items of [meters, resources, days, instances])
      expect(items.reduce((sum: number, item: { totalCost: number }) => sum + item.totalCost, 0)).toBeCloseTo(
        TOTAL,
        10,
      );
  });

  test('USG-2: of a subscription that was not used there is nothing', async () => {
    for (const rest of ['meterusagerecords', 'usagerecords/resources', 'usagerecords/daily', 'resourceusagerecords'])
      expect(await view(ofSubscription(rest, IDLE))).toMatchObject({ totalCount: 0, items: [] });
  });

  test('USG-4: of the whole partner, and where its customers stand', async () => {
    expect(await view('/v1/usagesummary')).toMatchObject({
      ...common,
      ...{ id: PARTNER, name: 'Northlight Resellers', totalCost: TOTAL, emailsToNotify: [] },
      ...{ customersOverBudget: 0, customersTrendingOver: 0, customersWithUsageBasedSubscription: 1 },
    });
  });

  test('USG-4: the forecast goes on as the complete days were', async () => {
    // Five complete days of 28.
    expect(await view(`${PATH}/usageforecast`)).toMatchObject({
      ...{ totalCost: TOTAL, forecast: 32.94, currencyCode: 'USD' },
      ...{ periodStart: '2018-02-15T00:00:00Z', periodEnd: '2018-03-14T00:00:00Z' },
    });
  });

  test.each([
    'usagesummary',
    'usagerecords/resources',
    'usagerecords/daily',
    'meterusagerecords',
    'resourceusagerecords',
  ])('USG-4: %s of seats is told apart, and of what is not there not found', async (rest) => {
    expect(await ask(world, ofSubscription(rest, SEATS), SALES_AGENT, AT)).toMatchObject({
      status: 400,
      body: { code: 800011 },
    });
    for (const id of [idOf('a2e', 9), 'nothing'])
      expect(await ask(world, ofSubscription(rest, id), SALES_AGENT, AT)).toMatchObject({
        status: 404,
        body: { code: 20003 },
      });
  });

  test('USG-4: the next period begins at nothing, before and after it was computed anew', async () => {
    const copy = await usageWorld();
    await used(copy);
    const next = '2018-03-15T00:00:00.000Z';
    const zero = { totalCost: 0, usdTotalCost: 0 };
    const all = async () => [
      (await ask(copy, `${PATH}/usagesummary`, SALES_AGENT, next)).body,
      (await ask(copy, '/v1/customers/usagerecords', SALES_AGENT, next)).body.items[0],
      (await ask(copy, `${PATH}/subscriptions/usagerecords`, SALES_AGENT, next)).body.items[0],
      (await ask(copy, '/v1/usagesummary', SALES_AGENT, next)).body,
    ];
    for (const body of await all()) expect(body).toMatchObject(zero);
    await copy.deps.costQueue.send([{ kind: 'spending', partnerId: PARTNER, customerId: CUSTOMER, at: next }]);
    await drain(copy);
    for (const body of await all()) expect(body).toMatchObject(zero);
    expect((await all())[0]).toMatchObject({ billingStartDate: '2018-03-15T00:00:00Z' });
  });

  test('USG-4: a subscription that cannot be rated stops no answer', async () => {
    const copy = await usageWorld();
    await putSheets(copy.deps, [
      aDaySheet({
        subscriptionId: IDLE,
        usageOn: '2018-02-18' as Day,
        rows: [row('2018-02-18', { meterId: idOf('cc', 1) })],
      }),
    ]);
    await used(copy, IDLE);
    await used(copy);
    expect((await ask(copy, `${PATH}/usagesummary`, SALES_AGENT, AT)).body).toMatchObject({ totalCost: TOTAL });
    expect((await ask(copy, ofSubscription('meterusagerecords', IDLE), SALES_AGENT, AT)).body.items).toEqual([]);
  });
});

describe('USG-4: running costs are what the sheets say', () => {
  test('USG-4: what is reported costs something once it is counted, also when counting stopped before it ended', async () => {
    const copy = await usageWorld();
    const at = '2018-02-20T11:00:00.000Z';
    const record = aRecord({ recordId: 'one', meterId: B, quantity: 4, usageStartTime: '2018-02-20T09:00:00Z' });
    expect((await report(copy, [record], at)).status).toBe(202);
    // The fold tells of what it counted before its batch ends: stopped there it comes again.
    const usedQueue = {
      async send() {
        throw new Error('stopped');
      },
    };
    const [message] = [...copy.queue];
    await expect(drain({ ...copy, deps: { ...copy.deps, usedQueue } })).rejects.toThrow('stopped');
    copy.queue.push(message!);
    await drain(copy);
    expect((await ask(copy, `${PATH}/usagesummary`, SALES_AGENT, AT)).body.totalCost).toBe(TOTAL + 6);
  });

  test('USG-4: told twice, late, in any order, beside each other: the same', async () => {
    const copy = await usageWorld();
    const queue = copy.deps.costQueue;
    await Promise.all([used(copy), used(copy), used(copy, IDLE)]);
    await used(copy, METERED, '2018-02-15T12:00:00.000Z');
    await queue.send([{ kind: 'used', subscriptionId: SEATS, at: AT }]);
    await queue.send([{ kind: 'used', subscriptionId: 'nobody’s', at: AT }]);
    await drain(copy);
    const summary = async () => (await ask(copy, `${PATH}/usagesummary`, SALES_AGENT, AT)).body.totalCost;
    expect(await summary(), 'what comes late sees no less').toBe(TOTAL);
    await putSheets(copy.deps, [
      aDaySheet({ usageOn: '2018-02-19' as Day, rows: [row('2018-02-19', { quantity: '10' })] }),
    ]);
    await used(copy);
    await used(copy);
    expect(await summary()).toBe(TOTAL + 0.85);
  });

  test('USG-4: stopped at every write, and begun again, it comes out the same', async () => {
    for (let stop = 0; ; stop += 1) {
      let writes = -1;
      const copy = await usageWorld();
      const table = {
        ...copy.deps.table,
        write: async (...args: Parameters<typeof copy.deps.table.write>) => {
          writes += 1;
          if (writes === stop) throw new Error('stopped');
          return copy.deps.table.write(...args);
        },
      };
      const stopped = { ...copy, deps: { ...copy.deps, table } };
      await copy.deps.costQueue.send([{ kind: 'used', subscriptionId: METERED, at: AT }]);
      const isStopped = await drain(stopped).then(
        () => false,
        () => true,
      );
      await used(copy);
      expect((await ask(copy, `${PATH}/usagesummary`, SALES_AGENT, AT)).body.totalCost).toBe(TOTAL);
      if (!isStopped) break;
      expect(stop).toBeLessThan(5);
    }
  });
});

test('USG-2: a subscription of more than is rated within a call is told so by every breakdown, and has its summary', async () => {
  const copy = await usageWorld();
  const large = [...copy.table.items.values()].find(
    (item) => item.kind === 'usageSheet' && item.sk.endsWith(`#${METERED}#2018-02-18`),
  )!;
  await copy.table.write([{ put: { ...large, rowCount: ROWS_AT_THE_CALL + 1 } }]);
  const statuses = [];
  for (const rest of [
    'usagesummary',
    'meterusagerecords',
    'usagerecords/resources',
    'usagerecords/daily',
    'resourceusagerecords',
  ]) {
    const { status, body } = await ask(copy, ofSubscription(rest), SALES_AGENT, AT);
    statuses.push([status, body.code]);
  }
  expect(statuses).toEqual([[200, undefined], ...Array.from({ length: 4 }, () => [400, 800002])]);
});
