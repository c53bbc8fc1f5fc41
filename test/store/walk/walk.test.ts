import { describe, expect, test } from 'vitest';
import { jobTable } from '../../../shared/contracts/jobs.ts';
import type { Item, Table } from '../../../shared/dynamo/table.ts';
import { listJobRecords, noteJob } from '../../../shared/messaging/job-records.ts';
import { jobsHandler, runJob, workRange } from '../../../shared/messaging/jobs.ts';
import type { RangeMessage, Walk } from '../../../shared/messaging/walk/walk.ts';
import type { Walker } from '../../../shared/messaging/walk/walk-range.ts';
import { silentObservability } from '../../../shared/observability/observability.ts';
import { type Chance, chance } from '../../support/chance.ts';
import { memoryTable } from '../../support/memory-table.ts';

/** OPS-3: what is due is done, all of it, by as many as there are, whatever happens to them. */
const SCHEDULED_AT = '2026-12-01T00:05:00.000Z';
const EVENT = { job: 'sweep', scheduledAt: SCHEDULED_AT };
const jobs = jobTable('commerce', { sweep: { schedule: 'cron(5 0 * * ? *)', summary: 'Sweeps.' } });

const dueItem = (number: number, shard: number): Item => ({
  pk: `COMMERCE#THING#${number}`,
  sk: 'THING',
  gsi1pk: `COMMERCE#DUE#${shard}`,
  gsi1sk: `2026-11-30#${String(number).padStart(6, '0')}`,
  number,
});

interface World {
  readonly table: Table;
  readonly waiting: RangeMessage[];
  readonly swept: number[];
  readonly walker: Walker;
  readonly walk: Walk<object>;
  /** Called before anything is stored, sent or swept: what it throws kills whoever was about to. */
  disturb: () => void;
  /** Whether the answer to a transaction was lost, so that it is sent once more. */
  isAnswerLost: () => boolean;
}

let world: World;
async function worldOf(count: number, options: Partial<Walker> = {}, shards = 2): Promise<World> {
  const memory = memoryTable();
  for (let number = 0; number < count; number += 1) await memory.write([{ put: dueItem(number, number % shards) }]);
  const waiting: RangeMessage[] = [];
  const swept: number[] = [];
  const table: Table = {
    ...memory,
    async write(writes) {
      made.disturb();
      await memory.write(writes);
      if (writes.length > 1 && made.isAnswerLost()) await memory.write(writes);
    },
  };
  const made: World = {
    table,
    waiting,
    swept,
    disturb: () => {},
    isAnswerLost: () => false,
    walker: {
      context: 'commerce',
      table,
      log: silentObservability().log,
      queue: {
        async send(messages) {
          made.disturb();
          waiting.push(...messages.map((message) => JSON.parse(JSON.stringify(message)) as RangeMessage));
        },
      },
      mayGoOn: () => true,
      rangeItems: 5,
      ...options,
    },
    walk: {
      due: () =>
        Array.from({ length: shards }, (_, shard) => ({ index: 'gsi1', pk: `COMMERCE#DUE#${shard}` }) as const),
      async each({ pk, sk, number }) {
        if (!(await memory.get({ pk, sk }))) return { swept: 0 };
        made.disturb();
        await memory.write([{ delete: { pk, sk } }]);
        swept.push(number as number);
        return { swept: 1 };
      },
      counts: { swept: 0 },
      atOnce: 2,
    },
  };
  return made;
}

/** Runs the job as its schedule does, and notes how it went. */
async function begin() {
  const result = await runJob(world.walk, EVENT, world.walker, {});
  const { ranges, ...counts } = result as { ranges?: { handed: number; done: number } };
  await noteJob(world.table, jobs, EVENT, ranges ? { counts, ranges } : { counts });
  return result;
}
const work = (message: RangeMessage) =>
  workRange(message, { jobs, functions: { sweep: world.walk as never }, deps: world as never, walker: world.walker });
async function workAll(): Promise<number> {
  let worked = 0;
  for (let next = world.waiting.shift(); next; next = world.waiting.shift(), worked += 1) await work(next);
  return worked;
}
const record = async () => (await listJobRecords(world.table)).find(({ job }) => job === 'sweep');
const allOf = (count: number) => Array.from({ length: count }, (_, number) => number);
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('OPS-3: a walk', () => {
  test('OPS-3: that finds little is one invocation’s work', async () => {
    world = await worldOf(8);
    expect(await begin()).toEqual({ swept: 8 });
    expect(world.waiting).toEqual([]);
    expect(await record()).toMatchObject({ outcome: 'succeeded', counts: { swept: 8 } });
    expect(await record()).not.toHaveProperty('ranges');
  });

  test('OPS-3: that finds nothing does nothing', async () => {
    world = await worldOf(0);
    expect(await begin()).toEqual({ swept: 0 });
  });

  test('OPS-3: is shared out, and its record says how far it has come', async () => {
    world = await worldOf(23);
    expect(await begin()).toMatchObject({ swept: 10, ranges: { handed: 3, done: 1 } });
    expect(await record()).toMatchObject({ outcome: 'running', counts: { swept: 10 } });
    await work(world.waiting.shift()!);
    expect(await record()).toMatchObject({ outcome: 'running', counts: { swept: 15 }, ranges: { handed: 4, done: 2 } });
    await workAll();
    expect(sorted(world.swept)).toEqual(allOf(23));
    expect(await record()).toMatchObject({
      outcome: 'succeeded',
      counts: { swept: 23 },
      ranges: { handed: 5, done: 5 },
    });
  });

  test('OPS-3: puts back what it has no time for', async () => {
    let batches = 0;
    const mayGoOn = () => {
      batches += 1;
      return batches % 2 === 1;
    };
    world = await worldOf(40, { mayGoOn });
    await begin();
    await workAll();
    expect(sorted(world.swept)).toEqual(allOf(40));
    expect(world.swept).toHaveLength(40);
    const { ranges, outcome, counts } = (await record())!;
    expect([outcome, counts, ranges!.done]).toEqual(['succeeded', { swept: 40 }, ranges!.handed]);
  });

  test('OPS-3: of which one thing fails does all others, and is running until that is done', async () => {
    world = await worldOf(30);
    const { each } = world.walk;
    let isBroken = true;
    Object.assign(world.walk, {
      each: async (item: Item, run: never, deps: object) => {
        if (item.number === 17 && isBroken) throw new Error('no broom');
        return each(item, run, deps);
      },
    });
    await begin();
    const failed: RangeMessage[] = [];
    for (let next = world.waiting.shift(); next; next = world.waiting.shift()) {
      const message = next;
      await work(message).catch(() => failed.push(message));
    }
    expect(failed).toHaveLength(1);
    expect(sorted(world.swept)).toEqual(allOf(30).filter((number) => number !== 17));
    expect(await record()).toMatchObject({ outcome: 'running' });
    isBroken = false;
    world.waiting.push(...failed);
    await workAll();
    expect(sorted(world.swept)).toEqual(allOf(30));
    expect(await record()).toMatchObject({ outcome: 'succeeded' });
  });

  test('OPS-3: that is begun anew makes the messages of the first void', async () => {
    world = await worldOf(30);
    await begin();
    const [first] = world.waiting;
    await begin();
    expect(await work(first!)).toBeUndefined();
    await workAll();
    expect(sorted(world.swept)).toEqual(allOf(30));
    expect(world.swept).toHaveLength(30);
    expect(await record()).toMatchObject({ outcome: 'succeeded' });
  });

  test('OPS-3: goes on where the table had stored what it did not answer', async () => {
    world = await worldOf(60);
    world.isAnswerLost = () => true;
    await begin();
    await workAll();
    expect(sorted(world.swept)).toEqual(allOf(60));
    expect(await record()).toMatchObject({
      outcome: 'succeeded',
      counts: { swept: 60 },
      ranges: { handed: 13, done: 13 },
    });
  });

  test('OPS-3: does all of a range whose things are due at one moment, when more come before them', async () => {
    world = await worldOf(0, {}, 1);
    const dueAtOnce = (number: number): Item => ({ ...dueItem(number, 0), gsi1sk: '2026-11-30' });
    const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
    for (const number of numbers(100, 20)) await world.table.write([{ put: dueAtOnce(number) }]);
    await begin();
    const [message] = world.waiting.splice(0);
    world.disturb = () => {
      if (world.waiting.length > 0) throw new Error('killed');
    };
    await expect(work(message!)).rejects.toThrow();
    world.disturb = () => {};
    for (const number of numbers(1050, 3)) await world.table.write([{ put: dueAtOnce(number) }]);
    await work(message!);
    await workAll();
    expect(sorted(world.swept)).toEqual([...numbers(100, 20), ...numbers(1050, 3)]);
  });

  test('OPS-3: every message twice, in any order: each thing once, each count once', async () => {
    world = await worldOf(60);
    const draws = chance('twice');
    await begin();
    while (world.waiting.length > 0) {
      const [message] = world.waiting.splice(Math.floor(draws.next() * world.waiting.length), 1);
      await work(message!);
      await work(message!);
    }
    expect(sorted(world.swept)).toEqual(allOf(60));
    expect(await record()).toMatchObject({ outcome: 'succeeded', counts: { swept: 60 } });
  });
});

describe('OPS-3: the function of jobs', () => {
  test('OPS-3: takes schedules and messages of its queue, and says which message is to come again', async () => {
    world = await worldOf(500, {}, 1);
    let isBroken = true;
    const { each } = world.walk;
    const sweep: Walk<object> = {
      ...world.walk,
      each: async (item, run, deps) => {
        if (item.number === 450 && isBroken) throw new Error('no broom');
        return each(item, run, deps);
      },
    };
    const deps = { table: world.table };
    const handler = jobsHandler(jobs, { sweep }, deps, silentObservability(), world.walker.queue);
    const take = (messages: readonly RangeMessage[]) =>
      handler({
        Records: messages.map((message, id) => ({ messageId: String(id), body: JSON.stringify(message) })),
      } as never);
    expect(await handler(EVENT)).toMatchObject({ swept: 200, ranges: { handed: 2, done: 1 } });
    expect(await take(world.waiting.splice(0))).toEqual({ batchItemFailures: [] });
    const [last] = world.waiting;
    expect(await take([last!])).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(await record()).toMatchObject({ outcome: 'running', counts: { swept: 400 } });
    isBroken = false;
    expect(await take([last!])).toEqual({ batchItemFailures: [] });
    expect(await record()).toMatchObject({ outcome: 'succeeded', ranges: { handed: 3, done: 3 } });
    expect(sorted(world.swept)).toEqual(allOf(500));
  });

  test('OPS-3: gives back what no job of its context walks', async () => {
    world = await worldOf(0);
    const handler = jobsHandler(
      jobs,
      { sweep: world.walk },
      { table: world.table },
      silentObservability(),
      world.walker.queue,
    );
    const body = JSON.stringify({ kind: 'range', job: 'constructor', scheduledAt: SCHEDULED_AT });
    const Records = [{ messageId: 'm', body }];
    expect(await handler({ Records } as never)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });
});

describe('OPS-3: whoever dies between any two steps', () => {
  /** Works what waits in any order, some twice; one in `odds` steps kills. What died comes again. */
  async function chaos(draws: Chance, odds: number): Promise<void> {
    let [begun, isQuiet] = [false, false];
    world.disturb = () => {
      if (!isQuiet && draws.next() * odds < 1) throw new Error('killed');
    };
    for (let step = 0; !begun || world.waiting.length > 0; step += 1) {
      isQuiet = step > 2000;
      if (!begun) {
        begun = await begin().then(
          () => true,
          () => false,
        );
        continue;
      }
      const place = Math.floor(draws.next() * world.waiting.length);
      const message = world.waiting[place]!;
      const isTwice = draws.next() < 0.2;
      try {
        await work(message);
        if (!isTwice) world.waiting.splice(world.waiting.indexOf(message), 1);
      } catch {
        // It is still there, and comes again.
      }
    }
  }

  test.each(Array.from({ length: 40 }, (_, seed) => [seed]))(
    'OPS-3: seed %i: everything is done all the same, and the run ends',
    async (seed) => {
      const draws = chance(`walk ${seed}`);
      world = await worldOf(57, { mayGoOn: () => draws.next() < 0.8 }, 1 + (seed % 3));
      world.isAnswerLost = () => draws.next() < 0.1;
      await chaos(draws, 4 + (seed % 9));
      expect(sorted(world.swept)).toEqual(allOf(57));
      const { outcome, ranges } = (await record()) ?? { outcome: 'succeeded' };
      expect([outcome, ranges?.done]).toEqual(['succeeded', ranges?.handed]);
    },
  );
});
