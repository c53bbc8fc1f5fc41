import { beforeEach, describe, expect, test } from 'vitest';
import { followNames } from '../../../functions/tenancy/customers/operations/follow-names.ts';
import { applyPairEvent } from '../../../functions/tenancy/relationships/domain/relationship.ts';
import { pairStore } from '../../../functions/tenancy/relationships/store/pair-store.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';
import { countedTable } from '../../support/scale/counted-table.ts';
import { occasion } from '../../support/scale/large-catalogue.ts';
import {
  accept,
  CUSTOMER_ID,
  customerOfMany,
  partnerIdOf,
  renameCustomer,
  theCustomer,
} from '../../support/scale/many-partners.ts';

/** A customer's name stands in the lists of all its partners, however many these are. */
let table: MemoryTable;
beforeEach(() => {
  table = memoryTable();
});

const delivered = (aggregateVersion: number, at: Table = table) =>
  followNames({ detail: { customerId: CUSTOMER_ID }, aggregateVersion } as never, { table: at });

/** Names in the list of a partner, and the keys that they stand at; by domain it is found likewise. */
async function listOf(number: number): Promise<string[]> {
  const partnerId = partnerIdOf(number);
  const [byName, byDomain] = await Promise.all([
    pairStore(table).entries({ partnerId, namePrefix: '' }).page({ size: 10 }),
    pairStore(table).entries({ partnerId, domainPrefix: '' }).page({ size: 10 }),
  ]);
  expect(byDomain.items).toEqual(byName.items);
  return byName.items.map(({ companyName }) => companyName);
}
const namesIn = async (partners: number): Promise<string[]> =>
  [...new Set((await Promise.all(Array.from({ length: partners }, (_, number) => listOf(number)))).flat())].sort();

/** A table that ends with the process after so many writes. */
function endingAfter(writes: number): Table {
  let left = writes;
  return {
    ...table,
    write: async (all) => {
      if (left === 0) throw new Error('the process ended');
      left -= 1;
      await table.write(all);
    },
  };
}

describe('CUS-2: a new name of a customer with many partners', () => {
  test('CUS-2: stands in the lists of a thousand, the own one at once, in writes of a size that stays', async () => {
    await customerOfMany(table, 1000);
    const renamed = await renameCustomer(table, 'New Name');
    expect(await listOf(0)).toEqual(['New Name']);
    expect(await listOf(999)).toEqual(['Former Name']);
    let largest = 0;
    const watched = countedTable({
      ...table,
      write: async (writes) => {
        largest = Math.max(largest, writes.length);
        await table.write(writes);
      },
    });
    await delivered(renamed.version, watched);
    expect(await namesIn(1000)).toEqual(['New Name']);
    expect(largest).toBeLessThanOrEqual(6);
    const { reads, requests } = watched.counted();
    expect(requests - reads).toBe(999);
  });

  test('CUS-2: an event that comes again finds nothing to do', async () => {
    await customerOfMany(table, 30);
    const renamed = await renameCustomer(table, 'New Name');
    await delivered(renamed.version);
    const { writes } = table;
    await delivered(renamed.version);
    expect(table.writes).toBe(writes);
    expect(await namesIn(30)).toEqual(['New Name']);
  });

  test.each([0, 1, 7, 29])('CUS-2: ended after %i lists it goes on where it ended', async (done) => {
    await customerOfMany(table, 31);
    const renamed = await renameCustomer(table, 'New Name');
    await expect(delivered(renamed.version, endingAfter(done))).rejects.toThrow('the process ended');
    const before = table.writes;
    await delivered(renamed.version);
    expect(table.writes - before).toBe(30 - done);
    expect(await namesIn(31)).toEqual(['New Name']);
  });

  test.each([
    ['in order', [2, 3, 4]],
    ['shuffled', [4, 2, 3]],
    ['the last one first', [4, 3, 2]],
    ['some again', [3, 4, 3, 2, 4]],
  ])('CUS-2: of three names that follow each other the last stands everywhere: %s', async (_, versions) => {
    await customerOfMany(table, 12);
    for (const name of ['Second', 'Third', 'Former Name']) await renameCustomer(table, name);
    for (const version of versions) await delivered(version);
    expect(await namesIn(12)).toEqual(['Former Name']);
  });

  test('CUS-2: who carries an older name stops behind one that carries a newer', async () => {
    await customerOfMany(table, 12);
    const second = await renameCustomer(table, 'Second');
    await expect(delivered(second.version, endingAfter(5))).rejects.toThrow();
    const third = await renameCustomer(table, 'Third');
    await Promise.all([delivered(third.version), pairStore(table).renameEverywhere(second)]);
    await pairStore(table).renameEverywhere(second);
    expect(await namesIn(12)).toEqual(['Third']);
  });

  test('CUS-2: a relationship that ends meanwhile leaves nothing, under no name', async () => {
    await customerOfMany(table, 3);
    const renamed = await renameCustomer(table, 'New Name');
    const ids = { partnerId: partnerIdOf(1), customerId: CUSTOMER_ID };
    const before = await pairStore(table).load(ids);
    const event = 'partnerRemovedRelationship';
    const end = async () =>
      table.write(
        await pairStore(table).changeWrites(
          { before, after: applyPairEvent(before, event, occasion.at), event, customer: await theCustomer(table) },
          occasion,
        ),
      );
    let isEnded = false;
    const meanwhile: Table = {
      ...table,
      write: async (writes) => {
        if (!isEnded) {
          isEnded = true;
          await end();
        }
        await table.write(writes);
      },
    };
    await delivered(renamed.version, meanwhile);
    expect(await listOf(1)).toEqual([]);
    expect(await namesIn(3)).toEqual(['New Name']);
  });

  test('CUS-2: a relationship that ends before the name arrives leaves nothing either', async () => {
    await customerOfMany(table, 2);
    await renameCustomer(table, 'New Name');
    const before = await pairStore(table).load({ partnerId: partnerIdOf(1), customerId: CUSTOMER_ID });
    const event = 'partnerRemovedRelationship';
    const change = {
      before,
      after: applyPairEvent(before, event, occasion.at),
      event,
      customer: await theCustomer(table),
    };
    await table.write(await pairStore(table).changeWrites(change as never, occasion));
    expect(await listOf(1)).toEqual([]);
  });

  test('CUS-2: a partner that is accepted before the name arrives has the new one', async () => {
    await customerOfMany(table, 2);
    const renamed = await renameCustomer(table, 'New Name');
    await accept(table, renamed, 2);
    expect(await listOf(2)).toEqual(['New Name']);
  });

  test('CUS-2: a change of anything else carries nothing', async () => {
    const customer = await customerOfMany(table, 2);
    const { writes } = table;
    await delivered(customer.version + 1);
    expect(table.writes).toBe(writes);
  });
});
