import { allowanceStore, allowanceWrites } from '../../functions/commerce/buying/store/allowance-store.ts';
import { catalogueStore } from '../../functions/commerce/catalogue/store/catalogue-store.ts';
import { anOffer } from '../support/commerce-builders.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable, type TableUse } from '../support/scale/counted-table.ts';
import { manyOffers, occasion, saveOffers } from '../support/scale/large-catalogue.ts';
import type { Figure } from './figure.ts';

const OFFERS = 5000;
/** Enough that every entry is folded once. */
const EDITS = 260;
const PURCHASES = 400;

/** What commerce's stores cost at the sizes that they promise, counted on the memory twin. */
export async function commerceBench(): Promise<Figure[]> {
  return [...(await catalogueFigures()), ...(await allowanceFigures())];
}

async function catalogueFigures(): Promise<Figure[]> {
  const table = memoryTable();
  const offers = manyOffers(OFFERS);
  await saveOffers(countedTable(table), offers);
  const cold = countedTable(table);
  await catalogueStore(cold).read();
  const { readUnits } = cold.counted();
  await catalogueStore(cold).read();
  const warm = cold.counted();
  const uses: TableUse[] = [];
  for (let edit = 0; edit < EDITS; edit += 1) {
    const store = catalogueStore(cold);
    const loaded = await store.load();
    const before = loaded.offer(offers[(edit * 7919) % OFFERS]!.id)!;
    const after = { ...before, name: `Edited ${edit}`, version: before.version + 1 };
    await store.save(loaded, [after], occasion);
    uses.push(cold.counted());
  }
  const of = `of ${OFFERS.toLocaleString('en')} offers`;
  const bytes = uses.map(({ bytesWritten }) => bytesWritten).sort((a, b) => a - b);
  const all = uses.reduce((sum, { writeUnits }) => sum + writeUnits, 0);
  return [
    { name: `catalogue ${of}: a process that has just started`, value: readUnits, unit: 'read units', budget: 100 },
    { name: `catalogue ${of}: a call, nothing changed`, value: warm.readUnits, unit: 'read units', budget: 1 },
    { name: `catalogue ${of}: an edit`, value: bytes[EDITS / 2]!, unit: 'bytes', budget: 5 * 1024 },
    { name: `catalogue ${of}: an edit, its part of folding included`, value: all / EDITS, unit: 'write units' },
  ];
}

async function allowanceFigures(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  const offer = anOffer({ inventoryLimit: 100_000 });
  for (let n = 0; n < PURCHASES; n += 1) {
    const found = await allowanceStore(table).load(`customer-${n}`, [offer]);
    await table.write(allowanceWrites(found, offer.id, 5));
  }
  const { readUnits, writeUnits } = table.counted();
  return [
    { name: 'a purchase of a limited offer, counting alone', value: readUnits / PURCHASES, unit: 'read units' },
    { name: 'a purchase of a limited offer, counting alone', value: writeUnits / PURCHASES, unit: 'write units' },
  ];
}
