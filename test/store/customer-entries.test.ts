import { beforeEach, describe, expect, test } from 'vitest';
import type { Customer } from '../../functions/tenancy/customers/domain/customer.ts';
import type { Pair } from '../../functions/tenancy/relationships/domain/relationship.ts';
import { newPair } from '../../functions/tenancy/relationships/domain/relationship.ts';
import type { CustomerEntry } from '../../functions/tenancy/relationships/store/pair-item.ts';
import { pairStore } from '../../functions/tenancy/relationships/store/pair-store.ts';
import type { Cursor } from '../../shared/dynamo/table.ts';
import { type MemoryTable, memoryTable } from '../support/memory-table.ts';

/** Entries of customers' names, those among them that were stored before names were folded. */
const partnerId = '11111111-1111-4111-8111-111111111111';
const pk = `TENANCY#${partnerId}#CUSTOMERS`;
let table: MemoryTable;
beforeEach(() => {
  table = memoryTable();
});

const entryOf = (customerId: string, companyName: string): CustomerEntry => ({
  customerId,
  companyName,
  domain: `${customerId}.onprogram.example`,
  relationship: 'reseller',
});
const formerKey = ({ customerId, companyName }: CustomerEntry) => ({
  pk,
  sk: `NAME#${companyName.toLowerCase()}\t${customerId}`,
});
const storeFormer = (entry: CustomerEntry) => table.write([{ put: { ...formerKey(entry), entry } }]);

async function pages(namePrefix: string, size: number): Promise<string[][]> {
  const list = pairStore(table).entries({ partnerId, namePrefix });
  const found: string[][] = [];
  const starts: (Cursor | undefined)[] = [undefined];
  for (;;) {
    const after = starts.at(-1);
    const { items, next } = await list.page({ size, ...(after && { after }) });
    found.push(items.map(({ customerId }) => customerId));
    expect(found.length).toBeLessThan(20);
    if (!next) break;
    starts.push(next);
  }
  for (const [page, end] of starts.entries())
    if (end) expect(await list.before({ size, end })).toEqual(starts[page - 1]);
  return found;
}

describe('CUS-2 entries that stand under their former spelling', () => {
  const customer = (companyName: string): Customer =>
    ({ customerId: 'c9', companyName, domain: 'c9.example', country: 'DE' }) as never;
  const related: Pair = { ...newPair(partnerId, 'c9'), relationship: 'reseller' };

  test.each([1, 2, 3, 10])('CUS-2: are found beside those of today, in pages of %i, each once', async (size) => {
    await storeFormer(entryOf('a1', 'Cafe\u0301 Ost'));
    await storeFormer(entryOf('a2', 'Café Süd'));
    await storeFormer(entryOf('a3', 'Cafe West'));
    const today = { ...entryOf('a4', 'Café Nord') };
    await table.write([{ put: { pk, sk: 'NAME#café nord\ta4', entry: today } }]);
    const found = await pages('CAFÉ', size);
    expect(found.flat().sort()).toEqual(['a1', 'a2', 'a4']);
    expect(found.every((page) => page.length <= size)).toBe(true);
    expect((await pages('', size)).flat().sort()).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  test('CUS-2: go with the relationship', async () => {
    const entry = { ...entryOf('c9', 'Straße'), domain: 'c9.example' };
    await storeFormer(entry);
    const change = { before: related, after: { ...related, relationship: 'none' as const } };
    const writes = await pairStore(table).changeWrites(
      { ...change, event: 'partnerRemovedRelationship', customer: customer('Straße') },
      {
        at: '2026-01-01T00:00:00.000Z' as never,
        cause: { actor: { tenantId: partnerId, kind: 'user' }, correlationId: 'c', causationId: 'r' } as never,
      },
    );
    await table.write(writes.filter((write) => 'delete' in write));
    expect(await pages('', 10)).toEqual([[]]);
  });
});
