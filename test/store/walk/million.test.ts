import { expect, test } from 'vitest';
import { jobTable } from '../../../shared/contracts/jobs.ts';
import { listJobRecords } from '../../../shared/messaging/job-records.ts';
import type { Walk } from '../../../shared/messaging/walk/walk.ts';
import { memoryTable } from '../../support/memory-table.ts';
import { runJobToItsEnd } from '../../support/scale/jobs.ts';
import { tableOfMany } from '../../support/scale/many-rows.ts';

const MILLION = 1_000_000;
const PARTITION = 'COMMERCE#DUE#0';
const sortKey = (number: number): string => `2026-12-01#${String(number).padStart(7, '0')}`;

test('OPS-3: a million that are due on one day are each done once, two hundred at a time', async () => {
  const done = new Uint8Array(MILLION);
  const memory = memoryTable();
  const { table, spent } = tableOfMany(
    {
      partition: PARTITION,
      count: MILLION,
      numberOf: (text) => Math.ceil(Number(text.slice('2026-12-01#'.length).replace('\u0000', '.1'))),
      item: (number) => ({ pk: `T#${number}`, sk: 'T', gsi1pk: PARTITION, gsi1sk: sortKey(number), number }),
    },
    memory,
  );
  let inRange = 0;
  let longest = 0;
  const query: typeof table.query = async (asked) => {
    longest = Math.max(longest, inRange);
    inRange = 0;
    return table.query(asked);
  };
  const sweep: Walk<object> = {
    due: () => [{ index: 'gsi1', pk: PARTITION }],
    async each({ number }) {
      done[number as number]! += 1;
      inRange += 1;
      return { swept: 1 };
    },
    counts: { swept: 0 },
  };
  const jobs = jobTable('commerce', { sweep: { schedule: 'cron(5 0 * * ? *)', summary: 'Sweeps.' } });
  const deps = { table: { ...table, query } };
  const result = await runJobToItsEnd(
    { jobs, jobFunctions: { sweep: sweep as never } },
    'sweep',
    '2026-12-01T00:05:00.000Z',
    deps,
  );
  expect(done.every((times) => times === 1)).toBe(true);
  const ranges = MILLION / 200;
  expect(result).toEqual({ swept: MILLION, ranges: { handed: ranges, done: ranges } });
  expect(longest).toBe(200);
  expect(spent.items).toBe(MILLION);
  // A range costs four writes beside what its things do: taken, counted, done, noted.
  expect(memory.writes).toBeLessThan(6 * ranges);
  expect(await listJobRecords(memory)).toMatchObject([{ outcome: 'succeeded', counts: { swept: MILLION } }]);
});
