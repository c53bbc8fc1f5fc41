import { expect, test } from 'vitest';
import { foldBatches } from '../../../../functions/billing/usage/operations/fold-batches.ts';
import { headStore } from '../../../../functions/billing/usage/store/head-store.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { type BillingWorld, deliver, drain, idOf, mark } from '../../../support/billing-world.ts';
import {
  allSheets,
  aRecord,
  batchOf,
  foldAll,
  queuedBatches,
  report,
  sheetItems,
  usageWorld,
} from '../../../support/usage/records.ts';
import { METERED, meteredEvents } from '../../../support/usage/sheets.ts';

/** Usage that has waited for long: what was received on many days, and is counted at once. */

const OTHER = idOf('a2e', 2);
const FIRST = '2018-02-01' as Day;
const noonOf = (day: number): string => `${addDays(FIRST, day)}T12:00:00.000Z`;

async function twoSubscriptions(): Promise<BillingWorld> {
  const world = await usageWorld();
  for (const event of meteredEvents({ startOn: '2018-01-01', subscriptionId: OTHER })) await deliver(world, event);
  return world;
}

/** A batch a day, each with one record of its own, one that all others have too, and what `more` says. */
async function sendDays(world: BillingWorld, days: number, more: (day: number) => readonly object[] = () => []) {
  for (let day = 0; day < days; day += 1)
    await report(
      world,
      [aRecord({ recordId: `own-${day}` }), aRecord({ recordId: 'same' }), ...more(day)],
      noonOf(day),
    );
  return queuedBatches(world);
}

const foldsIn = ({ queue }: BillingWorld) => queue.filter(({ kind }) => kind === 'fold');
const rowsOf = async (world: BillingWorld) =>
  (await allSheets(world)).flatMap(({ subscriptionId, rows }) =>
    rows.map(({ reportedOn, quantity }) => [subscriptionId, reportedOn, quantity]),
  );

test('USG-3: usage that waited on more days than one message counts is counted by messages that follow, the earliest first', async () => {
  const world = await twoSubscriptions();
  const ids = await sendDays(world, 12);
  const undo = mark(world);
  await foldBatches(ids, world.deps);
  const items = sheetItems(world);

  undo();
  const newest = ids.at(-1)!;
  await foldBatches([newest], world.deps, { earlierMax: 4 });
  expect(foldsIn(world)).toEqual([{ kind: 'fold', batchId: newest, after: ids[3] }]);
  expect((await batchOf(world, ids[3]!)).status).toBe('completed');
  expect((await batchOf(world, ids[4]!)).status).toBe('loading');
  await drain(world);
  expect(sheetItems(world)).toEqual(items);
  expect((await rowsOf(world))[0], 'what came on all days is billed by the first').toEqual([METERED, FIRST, '3']);
  for (const id of ids) expect((await batchOf(world, id)).status).toBe('completed');
});

test('USG-3: a subscription that fails is tried once a message, and keeps no other of those that wait from being counted', async () => {
  const world = await twoSubscriptions();
  const ids = await sendDays(world, 6, (day) => [aRecord({ subscriptionId: OTHER, recordId: `other-${day}` })]);
  const owner = [...world.table.items.values()].find(({ pk }) => pk === `BILLING#${OTHER}#OWNERS`)!;
  await world.table.write([{ delete: owner }]);
  const newest = ids.at(-1)!;
  await foldBatches([newest], world.deps, { earlierMax: 3 });
  expect(foldsIn(world)).toEqual([{ kind: 'fold', batchId: newest, after: ids[2], failed: [OTHER] }]);
  let reads = 0;
  const files = {
    ...world.deps.files,
    get: async (key: string) => {
      reads += key.includes('/batches/') ? 1 : 0;
      return world.deps.files.get(key);
    },
  };
  await expect(foldBatches([newest], { ...world.deps, files }, { after: ids[2] })).rejects.toThrow('1 subscription');
  expect(reads, 'what was tried before it is not read again').toBe(3);
  expect((await rowsOf(world)).map(([of]) => of)).toEqual(ids.map(() => METERED));

  await world.table.write([{ put: owner }]);
  await foldBatches([newest], world.deps);
  expect((await rowsOf(world)).filter(([of]) => of === OTHER)).toHaveLength(6);
  for (const id of ids) expect((await batchOf(world, id)).status).toBe('completed');
});

test('USG-3: a record that was sent on two days is not billed by the later one because counting the earlier failed', async () => {
  const world = await twoSubscriptions();
  await report(world, [aRecord()], noonOf(0));
  // More than are in memory together, so that the two are counted apart.
  for (let n = 0; n < 50; n += 1)
    await report(world, [aRecord({ subscriptionId: OTHER, recordId: `r-${n}` })], noonOf(1));
  await report(world, [aRecord()], noonOf(2));
  const newest = queuedBatches(world).at(-1)!;
  let left = 1;
  const table = {
    ...world.table,
    write: async (writes: readonly Write[]) => {
      const isOfMetered = writes.some((write) => 'put' in write && write.put.pk === `BILLING#${METERED}#METERED`);
      if (isOfMetered && left-- > 0) throw new Error('the table does not answer');
      await world.table.write(writes);
    },
  };
  await expect(foldBatches([newest], { ...world.deps, table })).rejects.toThrow('not folded');
  await foldBatches([newest], world.deps);
  expect((await rowsOf(world)).filter(([of]) => of === METERED)).toEqual([[METERED, FIRST, '1.5']]);
});

test('USG-3: a subscription that failed in a message before is not counted by the next one out of its order', async () => {
  const world = await twoSubscriptions();
  const ids = await sendDays(world, 6);
  const newest = ids.at(-1)!;
  let left = 1;
  const table = {
    ...world.table,
    write: async (writes: readonly Write[]) => {
      const isOfMetered = writes.some((write) => 'put' in write && write.put.pk === `BILLING#${METERED}#METERED`);
      if (isOfMetered && left-- > 0) throw new Error('the table does not answer');
      await world.table.write(writes);
    },
  };
  await foldBatches([newest], { ...world.deps, table }, { earlierMax: 3 });
  const message = foldsIn(world)[0] as unknown as { after: string; failed: string[] };
  expect(message).toMatchObject({ after: ids[2], failed: [METERED] });
  await expect(foldBatches([newest], world.deps, message)).rejects.toThrow('not folded');
  expect(await rowsOf(world), 'the days behind it wait as well').toEqual([]);
  await foldBatches([newest], world.deps);
  expect((await rowsOf(world))[0], 'what came on all days is billed by the first').toEqual([METERED, FIRST, '3']);
});

test('USG-3: days of receipt take room in a transaction as days of usage do', async () => {
  const world = await usageWorld();
  const days = 45;
  const usedOn = (day: number, n: number) => addDays(FIRST, day + n * days);
  for (let day = 0; day < days; day += 1) {
    const records = [0, 1].map((n) =>
      aRecord({ recordId: `r-${day}-${n}`, usageStartTime: `${usedOn(day, n)}T10:00:00Z` }),
    );
    await report(world, records, noonOf(day + 60));
  }
  const ids = queuedBatches(world);
  await foldBatches(ids, world.deps);
  const accepted = await Promise.all(ids.map(async (id) => (await batchOf(world, id)).accepted));
  expect(accepted.reduce((a, b) => a + b, 0)).toBe(days * 2);
  expect((await rowsOf(world)).length).toBe(days * 2);
});

test('USG-2: where records lie takes little room, also where every second of fifty thousand had been sent before', async () => {
  const world = await usageWorld();
  const records = (from: number, step: number) =>
    Array.from({ length: 1000 / step }, (_, n) => aRecord({ recordId: `r-${from + n * step}` }));
  const batches = 6;
  for (let n = 0; n < batches; n += 1) await report(world, records(n * 1000, 2), '2018-02-01T12:00:00.000Z');
  await foldAll(world);
  for (let n = 0; n < batches; n += 1) await report(world, records(n * 1000, 1), '2018-02-02T12:00:00.000Z');
  await foldAll(world);
  const item = [...world.table.items.values()].find(({ sk }) => sk.startsWith('REPORTED#2018-02-02'))!;
  expect(JSON.stringify(item).length / batches).toBeLessThan(400);
  const found = [];
  for await (const batch of headStore(world.deps.table).reported(METERED, addDays(FIRST, 1), addDays(FIRST, 1)))
    found.push(batch.rows);
  expect(found).toEqual(Array.from({ length: batches }, () => Array.from({ length: 500 }, (_, n) => n * 2 + 1)));
});
