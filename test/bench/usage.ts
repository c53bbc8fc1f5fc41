import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { foldBatches } from '../../functions/billing/usage/operations/fold-batches.ts';
import { type BatchRow, batchRow, packBatch } from '../../functions/billing/usage/store/batch-file.ts';
import { batchFileKey, batchIdOf } from '../../functions/billing/usage/store/batch-item.ts';
import { batchStore } from '../../functions/billing/usage/store/batch-store.ts';
import { headStore } from '../../functions/billing/usage/store/head-store.ts';
import { FILTER_SUFFIX, filterPieces } from '../../functions/billing/usage/store/id-filter.ts';
import { ENTRY_BYTES, FILTER_FROM, type IdRun } from '../../functions/billing/usage/store/id-runs.ts';
import { ownerStore } from '../../functions/billing/usage/store/owner-store.ts';
import { prices } from '../../infra/local/control/prices.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import { addMs, type Day, type Instant } from '../../shared/kernel/time.ts';
import type { Files } from '../../shared/messaging/files.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { PARTNER } from '../support/billing-world.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable } from '../support/scale/counted-table.ts';
import { diskFiles } from '../support/scale/disk-files.ts';
import { cpuMicroseconds, type Figure } from './figure.ts';

setFlagsFromString('--expose-gc');
/** Lets go of what nobody holds, so that what is left can be compared. */
const collect = runInNewContext('gc') as () => void;

const MILLION = 1_000_000;
const CALL_RECORDS = 1000;
/** A million records a day are a call so often. */
const CALL_EVERY_MS = 86_400;
/** Calls of a day that come within the time in which the worker gathers them. */
const WINDOW_MS = 240_000;

/** Usage that comes at a million records a day: how many, of how many subscriptions. */
interface Load {
  readonly name: string;
  readonly subscriptions: number;
  readonly records: number;
  /** Days of as many records before, of which the ids alone are left. */
  readonly daysBefore?: number;
}

/** Days of age up to which usage is taken: an index of ids is never younger. */
const DAYS_BEFORE = 90;

/** What a day of usage costs from its receipt to its sheets, for one large subscription and for many small ones. */
export async function usageBench(log: (line: string) => void, records = 300_000): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const load of [
    { name: 'usage of one subscription', subscriptions: 1, records },
    { name: 'usage of a subscription per thousand', subscriptions: records / CALL_RECORDS, records },
    { name: 'usage of one subscription after 90 days', subscriptions: 1, records, daysBefore: DAYS_BEFORE },
    {
      name: 'usage of a subscription per thousand after 90 days',
      subscriptions: records / CALL_RECORDS,
      records,
      daysBefore: DAYS_BEFORE,
    },
  ]) {
    const startedAt = performance.now();
    figures.push(...(await counted(load)));
    log(`${load.name}: ${load.records} records in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  return figures;
}

const subscriptionOf = (n: number): string => `a2e00000-0000-4000-8000-${String(n).padStart(12, '0')}`;

async function counted(load: Load): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'usage-'));
  try {
    return await measured(load, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured({ name, subscriptions, records, daysBefore = 0 }: Load, folder: string): Promise<Figure[]> {
  const [table, files] = [countedTable(memoryTable()), diskFiles(folder)];
  for (let n = 0; n < subscriptions; n += 1) {
    await own(subscriptionOf(n), table);
    const before = (records / subscriptions) * daysBefore;
    if (before > 0) await age(subscriptionOf(n), before, { table, files: files as unknown as Files });
  }
  table.counted();
  files.counted();
  const calls = records / CALL_RECORDS;
  const begin = Date.parse('2018-02-01T00:00:00Z');
  const deps = {
    table,
    files: files as unknown as Files,
    log: silentObservability().log,
    usedQueue: { send: async () => {} },
    foldQueue: { send: async () => {} },
  };
  const heap: number[] = [];
  let microseconds = 0;
  let folds = 0;
  let waiting: string[] = [];
  let window = 0;
  const fold = async (): Promise<void> => {
    microseconds += await cpuMicroseconds(async () => void (await foldBatches(waiting, deps)));
    collect();
    heap.push(process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
    folds += 1;
    waiting = [];
  };
  for (let call = 0; call < calls; call += 1) {
    const at = new Date(begin + call * CALL_EVERY_MS).toISOString() as Instant;
    const now = Math.floor((Date.parse(at) - begin) / WINDOW_MS);
    if (now !== window && waiting.length > 0) await fold();
    window = now;
    waiting.push(await received(call, subscriptionOf(call % subscriptions), at, deps));
  }
  if (waiting.length > 0) await fold();
  const [use, objects] = [table.counted(), files.counted()];
  const per = MILLION / records;
  const amounts = {
    'apigateway.requests': calls,
    'dynamodb.readUnits': use.readUnits + calls,
    // The answer that is kept for repeats goes in the transaction of the call.
    'dynamodb.writeUnits': use.writeUnits + calls * 3,
    'lambda.gbSeconds': (microseconds / 1e6) * 1.769 + calls * 0.05,
    'lambda.invocations': calls + folds,
    's3.readRequests': objects.gets,
    's3.writeRequests': objects.puts,
    'sqs.requests': calls * 3,
  };
  const usd = Object.entries(amounts).reduce(
    (sum, [of, count]) => sum + (count * prices[of]!.usd) / prices[of]!.per,
    0,
  );
  const peak = (of: readonly number[]): number => Math.max(...of);
  const tenth = Math.max(1, Math.floor(heap.length / 10));
  return [
    { name: `${name}: cost per million records`, value: usd * per, unit: 'USD', budget: 0.02 },
    { name: `${name}: CPU to count a record`, value: microseconds / records, unit: 'µs', budget: 10 },
    { name: `${name}: read units per million records`, value: amounts['dynamodb.readUnits'] * per, unit: 'read units' },
    {
      name: `${name}: write units per million records`,
      value: amounts['dynamodb.writeUnits'] * per,
      unit: 'write units',
    },
    { name: `${name}: objects put per million records`, value: objects.puts * per, unit: 'requests' },
    { name: `${name}: objects read per million records`, value: objects.gets * per, unit: 'requests' },
    { name: `${name}: bytes put per record`, value: objects.bytesPut / records, unit: 'bytes' },
    {
      name: `${name}: what the last folds leave in memory over what the first do`,
      value: (peak(heap.slice(-tenth)) - peak(heap.slice(0, tenth))) / 1048576,
      unit: 'MB',
      // Filters of many subscriptions stay in memory, up to a bound of their own.
      ...(daysBefore === 0 && { budget: 16 }),
    },
  ];
}

const own = (subscriptionId: string, table: ReturnType<typeof countedTable>): Promise<void> =>
  ownerStore(table).record({
    partnerId: PARTNER,
    customerId: `c0${subscriptionId.slice(2)}`,
    subscriptionId,
    billingType: 'usage',
    orderId: 'order',
    offerId: 'offer',
    offerName: 'Azure',
    friendlyName: 'Azure',
    version: 1,
    on: '2018-01-01' as Day,
    status: 'active',
    isBeginning: true,
    isHandedOver: false,
    isTurn: false,
  });

/** Entries of a run that are made at once. */
const MADE_AT_ONCE = 20_000;

/** Runs as so many ids leave them: up to three of a size, each four times as large as those of the next. */
async function age(
  subscriptionId: string,
  ids: number,
  { table, files }: { table: Table; files: Files },
): Promise<void> {
  const runs: IdRun[] = [];
  let left = ids;
  for (let size = 4 ** 13; size >= CALL_RECORDS; size /= 4)
    for (let n = 0; n < 3 && left >= size; n += 1, left -= size) {
      const file = `billing/usage/ids/${subscriptionId}/${runs.length}.run`;
      const about = { contentType: 'application/octet-stream' };
      await files.putStream(file, entries(size, runs.length), about);
      const run: IdRun = { file, start: 0, count: size };
      const filter = `${file}${FILTER_SUFFIX}`;
      const making = { count: size, entryBytes: ENTRY_BYTES };
      if (size >= FILTER_FROM) await files.putStream(filter, filterPieces(entries(size, runs.length), making), about);
      runs.push(size >= FILTER_FROM ? { ...run, filter } : run);
    }
  await table.write([headStore(table).write(subscriptionId, { version: 1, runs })]);
}

/** Entries whose hashes lie evenly, as hashes do; `salt` tells runs apart. */
async function* entries(count: number, salt: number): AsyncGenerator<Buffer> {
  let state = salt + 1;
  for (let first = 0; first < count; first += MADE_AT_ONCE) {
    const bytes = Buffer.alloc(Math.min(MADE_AT_ONCE, count - first) * ENTRY_BYTES);
    for (let at = 0, n = first; at < bytes.length; at += ENTRY_BYTES, n += 1) {
      bytes.writeUInt32BE(Math.floor(((n + 0.5) / count) * 2 ** 32), at);
      for (const place of [4, 8]) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        bytes.writeUInt32BE(state, at + place);
      }
    }
    yield bytes;
  }
}

/** Meters and resources of a subscription: each of 40 machines is told of on five meters. */
const [METERS, RESOURCES] = [5, 40];

/** What a call stores, with records of the last hours. */
async function received(
  call: number,
  subscriptionId: string,
  at: Instant,
  { table, files }: { table: ReturnType<typeof countedTable>; files: Files },
): Promise<string> {
  const rows = Array.from({ length: CALL_RECORDS }, (_, n): BatchRow => {
    const startAt = addMs(at, -3_600_000 * (1 + (n % 6)));
    return batchRow(n, {
      recordId: `${call}-${n}-8f14e45f-ceea-467f-a0e6-7c1d2b9a`,
      subscriptionId,
      meterId: `3e7e0000-0000-4000-8000-${String(n % METERS).padStart(12, '0')}`,
      startAt,
      endAt: startAt,
      quantity: `${(n % 97) + 1}.${n % 10}5`,
      resourceUri: `/subscriptions/${subscriptionId}/resourceGroups/web/providers/compute/vm${n % RESOURCES}`,
      location: 'westeurope',
      facts: { tags: { env: n % 2 ? 'prod' : 'test' } },
    });
  });
  const batchId = batchIdOf(at, `call ${call}`);
  const groups = [{ subscriptionId, rows }];
  await files.put(batchFileKey(batchId, at), packBatch({ reportedAt: at, groups }), {
    contentType: 'application/gzip',
  });
  const batch = {
    reportedAt: at,
    accepted: CALL_RECORDS,
    duplicates: 0,
    rejected: [],
    subscriptions: [subscriptionId],
  };
  await table.write([batchStore(table).pendingWrite(batchId, batch)]);
  return batchId;
}
