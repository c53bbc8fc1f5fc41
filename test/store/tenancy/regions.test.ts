import { beforeEach, describe, expect, test } from 'vitest';
import { regionStore } from '../../../functions/tenancy/tenants/store/region-store.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import type { CallerLoader } from '../../../shared/identity/caller.ts';
import type { TokenClaims } from '../../../shared/identity/token.ts';
import { accessWriter, aPartnerAccount, ids, storePartner, storeUser } from '../../support/access.ts';
import { testCallers } from '../../support/api.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';
import { countedTable } from '../../support/scale/counted-table.ts';

/** A region's countries are one record, which every partner's account is read with. */
const MINUTE = 60_000;
const NOW = Date.parse('2026-02-10T09:00:00Z');
let table: MemoryTable;
let claims: TokenClaims;
let callers: CallerLoader;
beforeEach(async () => {
  table = memoryTable();
  const { regionCountries: _, ...account } = aPartnerAccount();
  await accessWriter(table).account({
    tenantId: ids.partner,
    name: 'P',
    domain: 'p.example',
    country: 'US',
    partner: account,
  });
  claims = { ...(await storeUser(table, ids.partner, ['AdminAgent'])), sessions: 0 };
  callers = testCallers(accessRecords(table));
});
const setRegion = async (...markets: string[]) => {
  const writes = await regionStore(table).writes({ name: 'US', markets, territories: [] });
  await table.write(writes);
  return writes.length;
};
const read = async (atMs: number) => (await callers.load(claims, atMs))?.account.partner?.regionCountries;
const written = async (atMs: number) => (await callers.account(ids.partner, atMs))?.partner?.regionCountries;

describe('PRG-3: the countries of a region', () => {
  test('PRG-3: change with one write, however many partners it has; the same again is none', async () => {
    for (let number = 0; number < 500; number += 1) await storePartner(table, `partner-${number}`);
    const before = table.items.size;
    expect([await setRegion('US', 'AS'), await setRegion('US', 'AS'), await setRegion('US')]).toEqual([1, 0, 1]);
    expect(table.items.size).toBe(before + 1);
  });

  test('PRG-3: reach what is written within a minute, what is read within two', async () => {
    await setRegion('US');
    expect([await read(NOW), await written(NOW)]).toEqual([['US'], ['US']]);
    await setRegion('US', 'GU');
    expect(await written(NOW + MINUTE - 1)).toEqual(['US']);
    expect(await read(NOW + MINUTE - 1)).toEqual(['US']);
    expect(await written(NOW + MINUTE)).toEqual(['US', 'GU']);
    expect(await read(NOW + 2 * MINUTE)).toEqual(['US', 'GU']);
  });

  test('PRG-3: a clock that goes back remembers nothing', async () => {
    await setRegion('US');
    await written(NOW);
    await setRegion('US', 'GU');
    expect(await written(NOW - 1)).toEqual(['US', 'GU']);
  });

  test('PRG-3: are read once a minute for all partners of the region', async () => {
    await setRegion('US');
    for (const number of [1, 2, 3, 4, 5]) await storePartner(table, `partner-${number}`);
    const counted = countedTable(table);
    const loader = testCallers(accessRecords(counted));
    for (const number of [1, 2, 3, 4, 5]) await loader.account(`partner-${number}`, NOW + number);
    expect(counted.counted().reads).toBe(6);
  });

  test('PRG-3: an account of before, whose region has no record yet, has those that were copied into it', async () => {
    await storePartner(table, ids.partner, { region: 'ELSEWHERE', regionCountries: ['XX'] });
    expect(await written(NOW)).toEqual(['XX']);
    await setRegion('US');
    await storePartner(table, ids.partner, { regionCountries: ['XX'] });
    expect(await written(NOW)).toEqual(['US']);
  });

  test('PRG-3: without record and copy there is no country', async () => {
    expect(await written(NOW)).toEqual([]);
  });
});
