import { beforeEach, describe, expect, test } from 'vitest';
import { billingContext } from '../../../../functions/billing/lambda/context.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { addDays, type Day, type Instant } from '../../../../shared/kernel/time.ts';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  PARTNER,
  send,
} from '../../../support/billing-world.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aDaySheet, aSheetRow, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/** A unit costs a dollar; the period goes from 15 February up to 15 March. */
const UNIT = idOf('aa', 1);
let world: BillingWorld;

beforeEach(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  await relate(world);
  await putCard(world.deps, '2018-01-01', [aMeter(UNIT, { 0: '1' })]);
  for (const event of meteredEvents({ startOn: '2018-01-20' })) await deliver(world, event);
});

const budget = (amount: number | null, at = '2018-02-15T09:00:00.000Z') =>
  send(
    world,
    { method: 'PATCH', path: `/v1/customers/${CUSTOMER}/usagebudget`, body: { amount }, as: ADMIN_AGENT },
    at,
  );

/** Uses units on a day, and lets it be counted. */
async function use(on: string, quantity: number): Promise<void> {
  const row = aSheetRow({
    ...{ meterId: UNIT, reportedOn: on as Day, quantity: String(quantity), firstAt: `${on}T00:00:00.000Z` as Instant },
  });
  await putSheets(world.deps, [aDaySheet({ usageOn: on as Day, rows: [row] })]);
  await counted(on);
}
async function counted(on: string): Promise<void> {
  await world.deps.costQueue.send([{ kind: 'used', subscriptionId: METERED, at: `${on}T20:00:00.000Z` }]);
  await drain(world);
}
async function morning(on: string): Promise<number> {
  world.table.catchUp();
  const scheduledAt = `${on}T06:00:00.000Z`;
  const run = await runJobToItsEnd<BillingWorld['deps']>(billingContext, 'reviewSpending', scheduledAt, world.deps);
  await drain(world);
  return (run as { customers: number }).customers;
}
/** What people are told, in order: type, day and percentage. */
const told = (): string[] =>
  [...world.table.items.values()]
    .flatMap((item) => eventsOf(item))
    .filter(({ type }) => ['UsageBudgetNeared', 'UsagerecordsThresholdExceeded'].includes(type))
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
    .map(
      ({ type, occurredAt, detail }) =>
        `${type} ${occurredAt.slice(0, 10)} ${(detail as { percentUsed: string }).percentUsed}`,
    );

describe('USG-4, M8: warnings of a budget', () => {
  test('USG-4: from 80 percent at once, then every seven days, also where nothing is used, and once above 100', async () => {
    await budget(100);
    await use('2018-02-15', 79);
    expect(told()).toEqual([]);
    await use('2018-02-16', 6);
    for (let on = '2018-02-17' as Day; on <= '2018-03-05'; on = addDays(on, 1)) await morning(on);
    expect(told()).toEqual([
      'UsageBudgetNeared 2018-02-16 85',
      // Twenty hours of the seventh day have to pass, too.
      'UsageBudgetNeared 2018-02-24 85',
      'UsageBudgetNeared 2018-03-03 85',
    ]);
    await use('2018-03-05', 30);
    await use('2018-03-06', 30);
    for (let on = '2018-03-06' as Day; on <= '2018-03-14'; on = addDays(on, 1)) await morning(on);
    expect(told().slice(3)).toEqual(['UsagerecordsThresholdExceeded 2018-03-05 115']);
  });

  test('M8: from under 80 to over 100 at once: the event alone', async () => {
    await budget(100);
    await use('2018-02-15', 150);
    await counted('2018-02-16');
    await morning('2018-02-17');
    expect(told()).toEqual(['UsagerecordsThresholdExceeded 2018-02-15 150']);
  });

  test('M8: once per period, and again in the next one', async () => {
    await budget(100);
    await use('2018-02-15', 150);
    await morning('2018-03-15');
    expect(told()).toHaveLength(1);
    await use('2018-03-16', 101);
    expect(told().slice(1)).toEqual(['UsagerecordsThresholdExceeded 2018-03-16 101']);
  });

  test('M8: a budget that is set below what is spent is told of at once, and raising it takes nothing back', async () => {
    await use('2018-02-16', 90);
    expect(told()).toEqual([]);
    await budget(100, '2018-02-17T09:00:00.000Z');
    await budget(50, '2018-02-17T10:00:00.000Z');
    await budget(95, '2018-02-17T11:00:00.000Z');
    await budget(null, '2018-02-17T12:00:00.000Z');
    expect(told()).toEqual(['UsageBudgetNeared 2018-02-17 90', 'UsagerecordsThresholdExceeded 2018-02-17 180']);
  });

  test('USG-4: the same messages twice, late or at once tell once', async () => {
    await budget(100);
    await use('2018-02-16', 85);
    const at = '2018-02-16T20:00:00.000Z';
    for (let time = 0; time < 5; time += 1)
      await world.deps.costQueue.send([{ kind: 'used', subscriptionId: METERED, at }]);
    await world.deps.costQueue.send([{ kind: 'spending', partnerId: PARTNER, customerId: CUSTOMER, at }]);
    await Promise.all([drain(world), drain(world), drain(world)]);
    expect(told()).toEqual(['UsageBudgetNeared 2018-02-16 85']);
  });

  test('OPS-3: the daily run finds what is due by state: twice, or after days without it', async () => {
    await budget(100);
    await use('2018-02-16', 85);
    expect(await morning('2018-02-17')).toBe(1);
    expect(await morning('2018-02-17')).toBe(0);
    expect(await morning('2018-03-10')).toBe(1);
    expect(await morning('2018-03-10')).toBe(0);
    expect(told()).toEqual(['UsageBudgetNeared 2018-02-16 85', 'UsageBudgetNeared 2018-03-10 85']);
    expect(await morning('2018-04-20')).toBe(1);
    expect(await morning('2018-04-20'), 'it is in its new period').toBe(0);
  });

  test('USG-4: stopped before any write it tells once, when it comes again', async () => {
    await budget(100);
    for (let stop = 0; stop < 4; stop += 1) {
      let writes = -1;
      const table = {
        ...world.deps.table,
        write: async (...args: Parameters<typeof world.deps.table.write>) => {
          writes += 1;
          if (writes === stop) throw new Error('stopped');
          return world.deps.table.write(...args);
        },
      };
      const on = `2018-02-${16 + stop}`;
      const row = aSheetRow({
        meterId: UNIT,
        reportedOn: on as Day,
        quantity: '30',
        firstAt: `${on}T00:00:00.000Z` as Instant,
      });
      await putSheets(world.deps, [aDaySheet({ usageOn: on as Day, rows: [row] })]);
      await world.deps.costQueue.send([{ kind: 'used', subscriptionId: METERED, at: `${on}T20:00:00.000Z` }]);
      await drain({ ...world, deps: { ...world.deps, table } }).catch(() => undefined);
      await counted(on);
    }
    expect(told()).toEqual(['UsageBudgetNeared 2018-02-18 90', 'UsagerecordsThresholdExceeded 2018-02-19 120']);
  });
});

describe('USG-4: rates that are published after usage was counted', () => {
  const summary = async (at: string) =>
    (await send(world, { path: `/v1/customers/${CUSTOMER}/usagesummary`, as: ADMIN_AGENT }, at)).body.totalCost;

  test('USG-4: a rate card of today counts for what was used today by the next morning, and its budget with it', async () => {
    await budget(100);
    await use('2018-02-16', 50);
    await putCard(world.deps, '2018-02-16', [aMeter(UNIT, { 0: '3' })]);
    expect(await summary('2018-02-16T21:00:00.000Z')).toBe(50);
    await morning('2018-02-17');
    expect(await summary('2018-02-17T07:00:00.000Z')).toBe(150);
    expect(told()).toEqual(['UsagerecordsThresholdExceeded 2018-02-17 150']);
    await morning('2018-02-18');
    expect(told()).toHaveLength(1);
  });

  test('USG-4: use that could not be rated costs something the morning after its meter has a rate', async () => {
    const other = idOf('aa', 2);
    const row = aSheetRow({ meterId: other, reportedOn: '2018-02-16' as Day, quantity: '5' });
    await putSheets(world.deps, [aDaySheet({ usageOn: '2018-02-16' as Day, rows: [row] })]);
    await counted('2018-02-16');
    expect(await summary('2018-02-16T21:00:00.000Z')).toBe(0);
    await putCard(world.deps, '2018-02-01', [aMeter(other, { 0: '2' })]);
    await morning('2018-02-17');
    expect(await summary('2018-02-17T07:00:00.000Z')).toBe(10);
  });

  test('OPS-3: a customer that used nothing is looked at when its period is over, and not before', async () => {
    await counted('2018-02-16');
    expect(await morning('2018-02-17')).toBe(0);
    expect(await morning('2018-03-14')).toBe(0);
    expect(await morning('2018-03-15')).toBe(1);
  });
});
