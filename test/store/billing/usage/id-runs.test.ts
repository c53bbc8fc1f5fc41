import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Standing } from '../../../../functions/billing/usage/domain/counted-once.ts';
import { mayHold } from '../../../../functions/billing/usage/store/id-filter.ts';
import {
  ENTRY_BYTES,
  entriesOf,
  FILTER_FROM,
  holdersIn,
  type IdRun,
  mergeable,
  mergedRun,
} from '../../../../functions/billing/usage/store/id-runs.ts';
import { type SortedIds, sortedIds } from '../../../../functions/billing/usage/store/sorted-ids.ts';
import { memoryFiles } from '../../../support/memory-ports.ts';

const BATCH = '01617a4b-0000-8abc-9def-0123456789ab';
const standing = (n: number): Standing => ({
  id: createHash('sha256').update(`r-${n}`).digest('hex').slice(0, 24),
  content: createHash('sha256').update(`c-${n}`).digest('hex').slice(0, 16),
  batchId: BATCH,
  row: n % 1000,
});
const span = (from: number, to: number): Standing[] => Array.from({ length: to - from }, (_, n) => standing(from + n));
const sorted = (of: readonly Standing[]): string[] => of.map(({ id }) => id).sort();
const asked = (of: readonly Standing[]): SortedIds => sortedIds(of.map(({ id }) => id));

async function aRun(files: ReturnType<typeof memoryFiles>, of: readonly Standing[], file: string): Promise<IdRun> {
  const before = Buffer.from('what stands before it');
  await files.put(file, Buffer.concat([before, entriesOf(of)]), { contentType: 'application/octet-stream' });
  return { file, start: before.length, count: of.length };
}

test('USG-3: a run finds what it holds, and nothing else, asked for much or little', async () => {
  const files = memoryFiles();
  const all = span(0, 5000);
  const run = await aRun(files, all, 'a');
  const byId = new Map(all.map((each) => [each.id, each]));
  for (const of of [span(0, 5000), span(4000, 6000), span(17, 18), span(9000, 9003), []])
    expect(await holdersIn(run, asked(of), files)).toEqual(sorted(of).flatMap((id) => byId.get(id) ?? []));
  const tiny = await aRun(files, span(0, 1), 'b');
  expect(await holdersIn(tiny, asked(span(0, 50)), files)).toEqual([standing(0)]);
});

test('USG-3: runs become one in tiers; a large one has a filter, and little of it is read for few ids', async () => {
  const files = memoryFiles();
  const each = Math.ceil(FILTER_FROM / 4);
  const runs = await Promise.all([0, 1, 2, 3].map((n) => aRun(files, span(n * each, (n + 1) * each), `r${n}`)));
  expect(mergeable(runs.slice(1))).toEqual([]);
  expect(mergeable(runs)).toEqual(runs);
  const merged = await mergedRun('one', runs, files);
  expect(merged).toMatchObject({ start: 0, count: each * 4, filter: expect.any(String) });
  expect(await mergedRun('one', runs, files), 'repeated it is the same object').toEqual(merged);
  let bytes = 0;
  const counted = {
    ...files,
    async range(key: string, start: number, length: number) {
      const read = await files.range(key, start, length);
      bytes += read!.length;
      return read;
    },
  };
  const many = asked([...span(0, 5), ...span(each * 4, each * 4 + 2000)]);
  const found = await holdersIn(merged, many, counted);
  expect(found.map(({ id }) => id)).toEqual(sorted(span(0, 5)));
  const whole = merged.count * ENTRY_BYTES;
  expect(bytes, 'ids that are new cost the filter and a few mistakes of it').toBeLessThan(whole);
});

test('USG-3: a filter of before, of sixteen bits an id, lets through what its run holds and little else', async () => {
  const files = memoryFiles();
  const held = span(0, 3000);
  const run = await aRun(files, held, 'old');
  const blocks = Math.ceil(held.length / 256);
  const filter = Buffer.alloc(blocks * 512);
  for (const { id } of held) {
    const [first, a, b] = [0, 8, 16].map((at) => Number.parseInt(id.slice(at, at + 8), 16)) as [number, number, number];
    const block = Math.floor((first / 2 ** 32) * blocks);
    for (let n = 0; n < 6; n += 1) {
      const bit = ((a + n * (b | 1)) >>> 7) % 4096;
      filter[block * 512 + (bit >>> 3)]! |= 1 << (bit & 7);
    }
  }
  await files.put('old.filter', filter, { contentType: 'application/octet-stream' });
  const others = span(3000, 6000);
  const passed = await mayHold({ filter: 'old.filter', count: run.count }, asked([...held, ...others]), files);
  expect(passed.heads.length).toBeGreaterThanOrEqual(held.length);
  expect(passed.heads.length).toBeLessThan(held.length + 30);
  const found = await holdersIn({ ...run, filter: 'old.filter' }, asked([...held, ...others]), files);
  expect(found.map(({ id }) => id)).toEqual(sorted(held));
});

test('USG-3: hashes that begin alike are sorted by all of their bytes, and told apart', async () => {
  const files = memoryFiles();
  const alike = (tail: number): Standing => ({
    ...standing(0),
    id: `ffffffff${String(tail).padStart(16, '0')}`,
    row: tail,
  });
  const held = [9, 3, 7, 1].map(alike);
  const run = await aRun(files, held, 'alike');
  const found = await holdersIn(run, asked([8, 7, 3, 2, 1, 9, 9].map(alike)), files);
  expect(found.map(({ row }) => row)).toEqual([1, 3, 7, 9]);
});
