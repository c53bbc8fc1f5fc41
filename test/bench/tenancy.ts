import { pairStore } from '../../functions/tenancy/relationships/store/pair-store.ts';
import { memoryTable } from '../support/memory-table.ts';
import { countedTable } from '../support/scale/counted-table.ts';
import { customerOfMany, renameCustomer } from '../support/scale/many-partners.ts';
import type { Figure } from './figure.ts';

const PARTNERS = 1000;

/** What tenancy's stores cost at the sizes that they promise, counted on the memory twin. */
export async function tenancyBench(): Promise<Figure[]> {
  const table = countedTable(memoryTable());
  await customerOfMany(table, PARTNERS);
  table.counted();
  const renamed = await renameCustomer(table, 'New Name');
  const call = table.counted();
  await pairStore(table).renameEverywhere(renamed);
  const behind = table.counted();
  await pairStore(table).renameEverywhere(renamed);
  const again = table.counted();
  const of = `a customer of ${PARTNERS.toLocaleString('en')} partners`;
  return [
    { name: `${of} is renamed: the call`, value: call.writeUnits, unit: 'write units', budget: 30 },
    {
      name: `${of} is renamed: its partners' lists`,
      value: behind.writeUnits / PARTNERS,
      unit: 'write units a partner',
      budget: 12,
    },
    {
      name: `${of} is renamed: its partners' lists`,
      value: behind.readUnits / PARTNERS,
      unit: 'read units a partner',
      budget: 5,
    },
    { name: `${of}: the same event again`, value: again.readUnits / PARTNERS, unit: 'read units a partner', budget: 2 },
  ];
}
