import { beforeAll, describe, expect, test } from 'vitest';
import type { Offer } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import { catalogueStore } from '../../../../functions/commerce/catalogue/store/catalogue-store.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { anOffer } from '../../../support/commerce-builders.ts';
import { type MemoryTable, memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';
import { manyOffers, occasion, saveOffers } from '../../../support/scale/large-catalogue.ts';

const OFFERS = 5000;

/** A process that has just started reads the catalogue. */
const readAnew = (table: MemoryTable) => catalogueStore(countedTable(table)).read();
const namesOf = async (table: MemoryTable): Promise<Record<string, string>> =>
  Object.fromEntries([...(await readAnew(table)).offers.values()].map(({ id, name }) => [id, name]));

async function rename(table: MemoryTable | ReturnType<typeof countedTable>, id: string, name: string): Promise<void> {
  await retryOnConflict(async () => {
    const store = catalogueStore(table);
    const loaded = await store.load();
    const before = loaded.offer(id)!;
    await store.save(loaded, [{ ...before, name, version: before.version + 1 }], occasion);
  }, 50);
}

describe(`CAT-1: a catalogue of ${OFFERS} offers`, () => {
  const offers = manyOffers(OFFERS);
  const table = memoryTable();
  beforeAll(() => saveOffers(countedTable(table), offers));

  test('is read whole, as it was saved, in the order of its import', async () => {
    const { offers: found } = await readAnew(table);
    expect([...found.values()]).toEqual(offers);
  });

  test('costs at most 100 read units where nothing of it is known, and one where all is', async () => {
    const counted = countedTable(table);
    await catalogueStore(counted).read();
    expect(counted.counted().readUnits).toBeLessThanOrEqual(100);
    await catalogueStore(counted).read();
    expect(counted.counted()).toMatchObject({ readUnits: 1, requests: 1 });
  });

  test('an edit writes at most 5 KB, whoever has read it before reads at most 2 units more, and it never costs more than 100', async () => {
    const [editor, reader] = [countedTable(table), countedTable(table)];
    await Promise.all([catalogueStore(editor).read(), catalogueStore(reader).read()]);
    let folds = 0;
    for (let edit = 0; edit < 150; edit += 1) {
      const { id } = offers[(edit * 7919) % OFFERS]!;
      editor.counted();
      reader.counted();
      await rename(editor, id, `Edited ${edit}`);
      const { bytesWritten } = editor.counted();
      if (bytesWritten > 5 * 1024) folds += 1;
      expect((await catalogueStore(reader).read()).offers.get(id)?.name).toBe(`Edited ${edit}`);
      expect(reader.counted().readUnits).toBeLessThanOrEqual(2);
      if (edit % 50 === 0) {
        const anew = countedTable(table);
        await catalogueStore(anew).read();
        expect(anew.counted().readUnits).toBeLessThanOrEqual(100);
      }
    }
    expect(folds, 'what has grown long is folded, some hundred edits apart').toBeLessThanOrEqual(2);
    expect(folds).toBeGreaterThan(0);
  });
});

/** Half as much as an entry may be before it is folded, and nothing in it repeats itself. */
const long = (n: number): Offer =>
  anOffer({
    id: `OFFER-${n}`,
    translations: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`l${at}`, { name: 'n', description: noise(n * 100 + at) }]),
    ),
  });
const noise = (seed: number): string => {
  let at = seed + 1;
  return Array.from({ length: 1900 }, () => {
    at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(0x4e00 + ((at >>> 8) % 20_000));
  }).join('');
};

describe('CAT-1: folding what was saved', () => {
  /** Of two, the next change folds what was saved. */
  async function filled(table: MemoryTable, count: number): Promise<void> {
    for (let n = 1; n <= count; n += 1) await saveOffers(countedTable(table), [long(n)]);
  }
  const entries = (table: MemoryTable): number =>
    [...table.items.values()].filter(({ sk }) => sk.startsWith('ENTRY#')).length;
  const parts = (table: MemoryTable): string[] =>
    [...table.items.values()].filter(({ sk }) => sk.startsWith('PART#')).map(({ sk }) => sk.slice('PART#'.length));
  const head = (table: MemoryTable) => [...table.items.values()].find(({ sk }) => sk === 'HEAD')!;

  test('stopped between any two writes, nobody sees a difference, and the next change does it', async () => {
    const full = memoryTable();
    await filled(full, 2);
    const expected = await namesOf(full);
    let stoppedAt = 0;
    for (let isDone = false; !isDone; stoppedAt += 1) {
      let writesLeft = Number.POSITIVE_INFINITY;
      const table = memoryTable({
        beforeWrite: () => {
          writesLeft -= 1;
          if (writesLeft < 0) throw new Error('stopped');
        },
      });
      await table.write([...full.items.values()].map((item) => ({ put: item })));
      writesLeft = stoppedAt;
      isDone = await rename(table, 'OFFER-1', 'Renamed').then(
        () => true,
        () => false,
      );
      writesLeft = Number.POSITIVE_INFINITY;
      expect(await namesOf(table)).toEqual(isDone ? { ...expected, 'OFFER-1': 'Renamed' } : expected);
      await rename(table, 'OFFER-2', 'Renamed too');
      expect((await namesOf(table))['OFFER-2']).toBe('Renamed too');
      expect((head(table).parts as string[]).length).toBeGreaterThan(0);
    }
    expect(stoppedAt, 'the fold takes several writes').toBeGreaterThan(3);
  });

  test('a fold that was overtaken takes away what it stored', async () => {
    let isOvertaken = false;
    const table = memoryTable({
      async beforeWrite([write]) {
        if (isOvertaken || !write || !('put' in write) || !write.put.sk.startsWith('PART#')) return;
        isOvertaken = true;
        for (const n of [1, 2, 1, 2, 1]) await rename(countedTable(table), `OFFER-${n}`, `Overtaking ${n}`);
      },
    });
    await filled(table, 2);
    await rename(table, 'OFFER-2', 'Overtaken');
    expect(isOvertaken).toBe(true);
    expect(await namesOf(table)).toEqual({ 'OFFER-1': 'Overtaking 1', 'OFFER-2': 'Overtaken' });
    const { parts: named, spare } = head(table) as unknown as { parts: string[]; spare: { parts: string[] } };
    expect(parts(table).filter((name) => ![...named, ...spare.parts].includes(name))).toEqual([]);
  });

  test('many at once: every change is kept, and what no head names is gone after the next fold', async () => {
    const table = memoryTable();
    await filled(table, 3);
    const editors = Array.from({ length: 6 }, () => countedTable(table));
    for (let round = 0; round < 4; round += 1)
      await Promise.all(editors.map((editor, at) => rename(editor, `OFFER-${1 + (at % 3)}`, `By ${at} in ${round}`)));
    const { offers } = await readAnew(table);
    expect([...offers.values()].map(({ version }) => version)).toEqual([9, 9, 9]);
    const {
      parts: named,
      spare,
      version,
      folded,
    } = head(table) as unknown as {
      parts: string[];
      spare: { parts: string[]; after: number };
      version: number;
      folded: { to: number };
    };
    expect(parts(table).filter((name) => ![...named, ...spare.parts].includes(name))).toEqual([]);
    expect(entries(table)).toBeLessThanOrEqual(version - folded.to + (folded.to - spare.after));
  });
});
