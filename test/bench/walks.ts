import { jobTable } from '../../shared/contracts/jobs.ts';
import type { Table, Write } from '../../shared/dynamo/table.ts';
import type { Walk } from '../../shared/messaging/walk/walk.ts';
import { memoryTable } from '../support/memory-table.ts';
import { runJobToItsEnd } from '../support/scale/jobs.ts';
import { tableOfMany } from '../support/scale/many-rows.ts';
import type { Figure } from './figure.ts';

const DUE = 200_000;
const PER_MILLION = 1_000_000 / DUE;
const PARTITION = 'COMMERCE#DUE#0';

/** What it costs to share out a million things that are due, beside what is done with each. */
export async function walkBench(): Promise<Figure[]> {
  const memory = memoryTable();
  let [reads, writeUnits, messages] = [0, 0, 0];
  const counted: Table = {
    ...memory,
    async get(key, options) {
      reads += 1;
      return memory.get(key, options);
    },
    async write(writes: readonly Write[]) {
      // Small items; each of a transaction costs twice.
      writeUnits += writes.length === 1 ? 1 : 2 * writes.length;
      await memory.write(writes);
    },
  };
  const { table, spent } = tableOfMany(
    {
      partition: PARTITION,
      count: DUE,
      numberOf: (sortKey) => Number(sortKey),
      item: (number) => ({ pk: `T#${number}`, sk: 'T', gsi1pk: PARTITION, gsi1sk: String(number).padStart(7, '0') }),
    },
    counted,
  );
  const walk: Walk<object> = {
    due: () => [{ index: 'gsi1', pk: PARTITION }],
    each: async () => ({ done: 1 }),
    counts: { done: 0 },
  };
  const jobs = jobTable('commerce', { walk: { schedule: 'cron(5 0 * * ? *)', summary: '' } });
  const { ranges } = (await runJobToItsEnd(
    { jobs, jobFunctions: { walk: walk as never } },
    'walk',
    '2026-12-01T00:05:00.000Z',
    { table },
  )) as unknown as { ranges: { done: number } };
  messages = ranges.done - 1;
  const figure = (name: string, value: number, unit: string, budget: number): Figure => ({
    name: `a million due: ${name}`,
    value: value * PER_MILLION,
    unit,
    budget,
  });
  return [
    figure('messages', messages, 'messages', 5_000),
    figure('queries', spent.queries, 'queries', 5_000),
    figure('reads of records', reads, 'reads', 20_000),
    figure('writes of records', writeUnits, 'write units', 60_000),
  ];
}
