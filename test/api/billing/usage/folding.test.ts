import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billingContext } from '../../../../functions/billing/lambda/context.ts';
import { foldBatches } from '../../../../functions/billing/usage/operations/fold-batches.ts';
import {
  type BillingWorld,
  deliver,
  idOf,
  mark,
  OPERATOR,
  OTHER_PARTNER,
  PARTNER,
  send,
} from '../../../support/billing-world.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import {
  allSheets,
  aRecord,
  batchOf,
  foldAll,
  queuedBatches,
  report,
  type SentRecord,
  sheetItems,
  usageWorld,
} from '../../../support/usage/records.ts';
import { METERED, meteredEvents } from '../../../support/usage/sheets.ts';

const SECOND = idOf('a2e', 2);

/** Records of some days, meters, resources and two subscriptions, each with what it is about. */
const RECORDS: readonly SentRecord[] = Array.from({ length: 60 }, (_, n) =>
  aRecord({
    recordId: `r-${n % 40}`,
    subscriptionId: n < 40 ? METERED : SECOND,
    meterId: idOf('3e7e', n % 3),
    quantity: `${n + 1}.${n % 10}1`,
    usageStartTime: `2018-01-${String(25 + (n % 6)).padStart(2, '0')}T${String(n % 24).padStart(2, '0')}:00:00Z`,
    resourceUri: `/vm${n % 4}`,
    ...(n % 5 === 0 && { tags: { n: String(n) } }),
  }),
);
const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, at * size + size));
/** Receipt of the nth batch: two of them a day. */
const atOf = (n: number): string =>
  `2018-02-${String(1 + Math.floor(n / 2)).padStart(2, '0')}T${n % 2 ? '20' : '08'}:00:00.000Z`;

async function twoSubscriptions(hooks?: Parameters<typeof usageWorld>[0]): Promise<BillingWorld> {
  const world = await usageWorld(hooks);
  for (const event of meteredEvents({ startOn: '2018-01-01', subscriptionId: SECOND })) await deliver(world, event);
  return world;
}

/** What was sent once, day by day and row by row, summed by a plain computation. */
function expected(batches: readonly (readonly SentRecord[])[]): Record<string, bigint> {
  const seen = new Set<string>();
  const sums: Record<string, bigint> = {};
  for (const [n, records] of batches.entries())
    for (const { subscriptionId, recordId, usageStartTime, meterId, resourceUri, quantity } of records) {
      if (seen.has(subscriptionId + recordId)) continue;
      seen.add(subscriptionId + recordId);
      const key = [subscriptionId, usageStartTime.slice(0, 10), atOf(n).slice(0, 10), meterId, resourceUri].join(' ');
      sums[key] = (sums[key] ?? 0n) + hundredths(String(quantity));
    }
  return sums;
}
const hundredths = (text: string): bigint => BigInt(Math.round(Number(text) * 100));
async function found(world: BillingWorld): Promise<Record<string, bigint>> {
  const sheets = await allSheets(world);
  return Object.fromEntries(
    sheets.flatMap(({ subscriptionId, usageOn, rows }) =>
      rows.map(({ reportedOn, meterId, resourceUri, quantity }) => [
        [subscriptionId, usageOn, reportedOn, meterId, resourceUri].join(' '),
        hundredths(quantity),
      ]),
    ),
  );
}

/** Twelve batches; the later half brings much of the earlier once more. */
const BATCHES = chunks([...RECORDS, ...RECORDS.slice(10, 40), ...RECORDS.slice(0, 30)], 10);

async function sendAll(world: BillingWorld): Promise<string[]> {
  for (const [n, records] of BATCHES.entries()) await report(world, records, atOf(n));
  return queuedBatches(world);
}

describe('USG-3: batches in whatever order', async () => {
  const world = await twoSubscriptions();
  const ids = await sendAll(world);
  const undo = mark(world);
  await foldBatches(ids, world.deps);
  const [sheets, items] = [await allSheets(world), sheetItems(world)];

  test('USG-3: Σ sheets is what was sent once', async () => {
    undo();
    for (const id of ids) await foldBatches([id], world.deps);
    expect(await found(world)).toEqual(expected(BATCHES));
    expect(await allSheets(world)).toEqual(sheets);
  });

  test('USG-3: shuffled, doubled, one by one or together: the same sheets, byte by byte', async () => {
    const orders = fc.tuple(
      fc.shuffledSubarray([...ids, ...ids], { minLength: ids.length * 2, maxLength: ids.length * 2 }),
      fc.integer({ min: 1, max: 7 }),
    );
    for (const [order, size] of fc.sample(orders, { numRuns: 40, seed: 7 })) {
      undo();
      for (const some of chunks(order, size)) await foldBatches(some, world.deps);
      expect(sheetItems(world)).toEqual(items);
      for (const id of ids) expect((await batchOf(world, id)).status).toBe('completed');
    }
  });

  test('USG-3: two workers at once count nothing twice', async () => {
    undo();
    await Promise.all([
      foldBatches(ids, world.deps),
      foldBatches(ids.toReversed(), world.deps),
      ...ids.slice(0, 4).map((id) => foldBatches([id], world.deps)),
    ]);
    expect(sheetItems(world)).toEqual(items);
  });

  test('USG-3: batches say what became of each record', async () => {
    undo();
    await foldBatches(ids, world.deps);
    const results = await Promise.all(ids.map((id) => batchOf(world, id)));
    const sum = (of: 'accepted' | 'duplicates') => results.reduce((all, each) => all + each[of], 0);
    expect([sum('accepted'), sum('duplicates')]).toEqual([60, 60]);
    expect(results.flatMap(({ rejected }) => rejected)).toEqual([]);
  });
});

test('USG-3: killed between any two writes and repeated: the same sheets, byte by byte, and batches that add up', async () => {
  let left = Number.POSITIVE_INFINITY;
  let place: 'before' | 'after' = 'before';
  const step = (at: 'before' | 'after') => () => {
    if (at !== place) return;
    left -= 1;
    if (left === 0) throw new Error('the machine stopped');
  };
  const world = await twoSubscriptions({ beforeWrite: step('before'), afterWrite: step('after') });
  const ids = await sendAll(world);
  const undo = mark(world);
  await foldBatches(ids, world.deps);
  const items = sheetItems(world);
  const results = await Promise.all(ids.map((id) => batchOf(world, id)));
  let crashes = 0;
  for (place of ['before', 'after'] as const)
    for (let stopAt = 1; ; stopAt += 1) {
      undo();
      left = stopAt;
      const stopped = await foldBatches(ids, world.deps).then(
        () => false,
        () => true,
      );
      left = Number.POSITIVE_INFINITY;
      if (!stopped) break;
      crashes += 1;
      await foldBatches(ids, world.deps);
      expect(sheetItems(world), `${place} write ${stopAt}`).toEqual(items);
      expect(await Promise.all(ids.map((id) => batchOf(world, id)))).toEqual(results);
    }
  expect(crashes).toBeGreaterThan(25);
});

test('USG-3: a call that stops before it sent for its batch is taken up by the job, and an alarm tells of one that waits', async () => {
  const world = await usageWorld();
  await report(world, [aRecord()]);
  queuedBatches(world);
  const job = (at: string) => runJobToItsEnd<BillingWorld['deps']>(billingContext, 'resumeFolds', at, world.deps);
  expect(await job('2018-02-01T12:10:00.000Z')).toMatchObject({ batches: 0 });
  expect(await job('2018-02-01T12:20:00.000Z')).toMatchObject({ batches: 1, late: 0 });
  expect(await job('2018-02-01T13:20:00.000Z')).toMatchObject({ batches: 1, late: 1 });
  expect(world.counts).toMatchObject({ UsageWaiting: 1 });
  await foldAll(world);
  expect(await allSheets(world)).toHaveLength(1);
  expect(await job('2018-02-01T14:20:00.000Z')).toMatchObject({ batches: 0 });
});

test('USG-3: the same id in another subscription, and another partner’s, is another record', async () => {
  const world = await twoSubscriptions();
  const theirs = idOf('a2e', 3);
  for (const event of meteredEvents({ startOn: '2018-01-01', subscriptionId: theirs, customerId: idOf('c0', 9) }))
    await deliver(world, { ...event, tenantId: OTHER_PARTNER });
  const sent = await report(world, [
    aRecord(),
    aRecord({ subscriptionId: SECOND, quantity: 2 }),
    aRecord({ subscriptionId: theirs, quantity: 3 }),
  ]);
  await foldAll(world);
  expect(await batchOf(world, sent.body.id)).toMatchObject({ accepted: 3, duplicates: 0, rejected: [] });
  const quantities = async (partnerId: string) =>
    (await allSheets(world, partnerId)).flatMap(({ rows }) => rows.map(({ quantity }) => quantity));
  expect(await quantities(PARTNER)).toEqual(['1.5', '2']);
  expect(await quantities(OTHER_PARTNER)).toEqual(['3']);
});

test('USG-3: after a succession usage is charged to who owned the subscription on its day, and still counts once', async () => {
  const world = await usageWorld();
  const [created, moved] = meteredEvents({ startOn: '2018-01-01' }, [
    { type: 'SubscriptionRehomed', on: '2018-01-20', change: { status: 'deleted' } },
  ]);
  await deliver(world, moved!);
  const [taken] = meteredEvents({ startOn: '2018-01-20' });
  await deliver(world, { ...taken!, tenantId: OTHER_PARTNER, eventId: idOf('eee', 1) });
  expect(created).toBeDefined();
  const records = [
    aRecord({ usageStartTime: '2018-01-19T23:00:00Z', usageEndTime: '2018-01-20T00:00:00Z' }),
    aRecord({ recordId: 'r-2', usageStartTime: '2018-01-20T00:00:00Z' }),
  ];
  await report(world, records);
  const again = await report(world, records, '2018-02-02T12:00:00.000Z');
  await foldAll(world);
  expect((await allSheets(world)).map(({ usageOn }) => usageOn)).toEqual(['2018-01-19']);
  expect((await allSheets(world, OTHER_PARTNER)).map(({ usageOn }) => usageOn)).toEqual(['2018-01-20']);
  expect(await batchOf(world, again.body.id)).toMatchObject({ accepted: 0, duplicates: 2 });
});

test('USG-3: a subscription that fails keeps its batches waiting, and those of no other', async () => {
  const world = await twoSubscriptions();
  const both = await report(world, [aRecord(), aRecord({ subscriptionId: SECOND })]);
  const alone = await report(world, [aRecord({ recordId: 'r-2' })], '2018-02-01T12:00:01.000Z');
  const owner = [...world.table.items.values()].find(({ pk }) => pk === `BILLING#${SECOND}#OWNERS`)!;
  await world.table.write([{ delete: owner }]);
  await expect(foldAll(world)).rejects.toThrow('not folded');
  const status = async (id: string) => (await batchOf(world, id)).status;
  expect([await status(both.body.id), await status(alone.body.id)]).toEqual(['loading', 'completed']);
  await world.table.write([{ put: owner }]);
  await foldBatches([both.body.id], world.deps);
  expect(await status(both.body.id)).toBe('completed');
  expect((await allSheets(world)).map(({ rows }) => rows[0]?.quantity)).toEqual(['3', '1.5']);
});

test('USG-3: usage of ninety days in one batch is more than a transaction, and is counted all the same', async () => {
  const world = await usageWorld();
  const records = Array.from({ length: 91 }, (_, n) =>
    aRecord({
      recordId: `r-${n}`,
      usageStartTime: `${new Date(Date.parse('2018-01-01') + n * 86_400_000).toISOString()}`,
    }),
  );
  const sent = await report(world, records, '2018-04-01T12:00:00.000Z');
  await foldAll(world);
  expect(await batchOf(world, sent.body.id)).toMatchObject({ accepted: 91, duplicates: 0, rejected: [] });
  expect(await allSheets(world)).toHaveLength(91);
  expect(
    await send(
      world,
      { path: `/v1/operator/usagerecords/batches/${sent.body.id}`, as: OPERATOR },
      '2018-04-02T00:00:00.000Z',
    ),
  ).toMatchObject({ status: 200 });
});
