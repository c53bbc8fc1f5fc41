import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allOf, type Item, type Write } from '../../shared/dynamo/table.ts';
import { type MemoryTable, memoryTable } from '../support/memory-table.ts';

/** Tests that call every operation go back to where they began by what was changed: here, that nothing is left of it. */
const KEYS = ['a', 'b', 'c'];
const place = (sk: string) => ({ pk: 'P', sk });
const writes: fc.Arbitrary<Write> = fc.oneof(
  fc
    .record({ sk: fc.constantFrom(...KEYS), value: fc.nat(2), index: fc.option(fc.constantFrom('x', 'y')) })
    .map(({ sk, value, index }) => ({
      put: { ...place(sk), value, ...(index !== null && { gsi1pk: 'G', gsi1sk: index, gsi2pk: index, gsi2sk: sk }) },
    })),
  fc.constantFrom(...KEYS).map((sk) => ({ delete: place(sk) })),
  fc.constantFrom(...KEYS).map((sk) => ({ update: place(sk), add: { value: 1 }, remove: ['gsi1pk', 'gsi1sk'] })),
);

/** What the table answers, by key and by each index. */
async function answers(table: MemoryTable): Promise<readonly (readonly Item[])[]> {
  const queries = [{ pk: 'P' }, { pk: 'G', index: 'gsi1' }, { pk: 'x', index: 'gsi2' }] as const;
  return Promise.all(queries.map((query) => allOf(table, query)));
}

test('a table goes back to its mark, again and again, and says what is not as it was then', async () => {
  const some = fc.array(writes, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(some, some, some, fc.array(fc.boolean()), async (before, first, second, lateness) => {
      let turn = 0;
      const table = memoryTable({ isIndexLate: () => lateness[turn++ % Math.max(1, lateness.length)] ?? false });
      const run = async (all: readonly Write[]) => {
        for (const write of all) await table.write([write]);
      };
      await run(before);
      const mark = table.mark();
      const [answered, stored] = [await answers(table), new Map(table.items)];
      for (const again of [first, second]) {
        await run(again);
        const changed = mark.changes().map(({ key, before: was, after }) => [key.sk, was, after]);
        const found = KEYS.map((sk) => [sk, stored.get(`P\0${sk}`), table.items.get(`P\0${sk}`)]);
        expect(new Set(changed.map((change) => JSON.stringify(change)))).toEqual(
          new Set(found.filter(([, was, is]) => !same(was, is)).map((change) => JSON.stringify(change))),
        );
        mark.undo();
        expect(mark.changes()).toEqual([]);
        expect([await answers(table), new Map(table.items)]).toEqual([answered, stored]);
      }
    }),
  );
});

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a && Object.entries(a).sort()) === JSON.stringify(b && Object.entries(b).sort());

test('a mark behind which somebody went back is of no use any more', async () => {
  const table = memoryTable();
  const first = table.mark();
  await table.write([{ put: place('a') }]);
  const second = table.mark();
  first.undo();
  await table.write([{ put: place('b') }]);
  expect(() => second.undo()).toThrow('behind this mark');
  expect(() => second.changes()).toThrow('behind this mark');
});
