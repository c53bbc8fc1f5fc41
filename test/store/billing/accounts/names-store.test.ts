import { beforeEach, expect, test } from 'vitest';
import { namesStore } from '../../../../functions/billing/accounts/store/names-store.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { type MemoryTable, memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';

/** A customer of as many partners as one may have is renamed page by page. */
const PARTNERS = 1000;
const customerId = 'cccccccc-0000-4000-8000-000000000000';
const nameAt = (name: string, asOf: string) => ({ customerId, name, domain: 'c.example', country: 'US', asOf });
const partnerOf = (number: number): string => `partner-${String(number).padStart(4, '0')}`;

let memory: MemoryTable;
beforeEach(async () => {
  memory = memoryTable();
  for (let number = 0; number < PARTNERS; number += 1)
    await namesStore(memory).tie(partnerOf(number), nameAt('Old', '2026-01-01T00:00:00.000Z'));
});

const named = async (name: string): Promise<number> => {
  const all = Array.from({ length: PARTNERS }, (_, number) =>
    namesStore(memory).customersOf(partnerOf(number), [customerId]),
  );
  return (await Promise.all(all)).filter((names) => names.get(customerId)?.name === name).length;
};

test('CUS-2: a customer of a thousand partners has its new name at all of them, in reads of a hundred', async () => {
  const table = countedTable(memory);
  await namesStore(table).renameCustomer(nameAt('New', '2026-02-01T00:00:00.000Z'));
  const { writeUnits, reads } = table.counted();
  expect(await named('New')).toBe(PARTNERS);
  expect([writeUnits, reads]).toEqual([PARTNERS + 1, 2 * Math.ceil(PARTNERS / 100) + 1]);
  await namesStore(table).renameCustomer(nameAt('Older', '2026-01-15T00:00:00.000Z'));
  expect(await named('New')).toBe(PARTNERS);
});

test('OPS-3: a rename that was stopped goes on where it stopped, and writes nothing twice', async () => {
  let writes = 0;
  const stopping: Table = {
    ...memory,
    async write(asked) {
      writes += 1;
      if (writes === 400) throw new Error('the time was over');
      return memory.write(asked);
    },
  };
  const renamed = nameAt('New', '2026-02-01T00:00:00.000Z');
  await expect(namesStore(stopping).renameCustomer(renamed)).rejects.toThrow('the time was over');
  const done = await named('New');
  expect(done).toBeGreaterThan(350);
  expect(done).toBeLessThan(450);
  const before = writes;
  await namesStore(stopping).renameCustomer(renamed);
  expect(await named('New')).toBe(PARTNERS);
  expect(writes - before).toBe(PARTNERS - done + 1);
});
