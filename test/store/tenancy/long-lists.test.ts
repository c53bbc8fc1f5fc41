import { beforeEach, describe, expect, test } from 'vitest';
import { customerStore } from '../../../functions/tenancy/customers/store/customer-store.ts';
import type { User } from '../../../functions/tenancy/people/domain/user.ts';
import { userKey, userNameKey } from '../../../functions/tenancy/people/store/keys.ts';
import { userListStore } from '../../../functions/tenancy/people/store/user-list-store.ts';
import { userStore } from '../../../functions/tenancy/people/store/user-store.ts';
import type { Partner } from '../../../functions/tenancy/program/domain/partner.ts';
import { partnerKey } from '../../../functions/tenancy/program/store/keys.ts';
import { partnerItem } from '../../../functions/tenancy/program/store/partner-item.ts';
import { entryPartition, partnershipKey } from '../../../functions/tenancy/relationships/store/keys.ts';
import { pairStore } from '../../../functions/tenancy/relationships/store/pair-store.ts';
import { partnershipItem } from '../../../functions/tenancy/relationships/store/partnership-item.ts';
import { partnershipStore } from '../../../functions/tenancy/relationships/store/partnership-store.ts';
import type { SoughtList } from '../../../shared/dynamo/sought.ts';
import type { Cursor, Item, Table } from '../../../shared/dynamo/table.ts';
import { type MemoryTable, memoryTable } from '../../support/memory-table.ts';
import { countedTable } from '../../support/scale/counted-table.ts';
import { occasion } from '../../support/scale/large-catalogue.ts';
import { entrySortKey, manyCustomers, manyEntries } from '../../support/scale/many-customers.ts';
import { customerOfMany } from '../../support/scale/many-partners.ts';
import { partnerListCosts } from '../../support/scale/partner-list.ts';

/** Lists of tenancy at the sizes that they promise: what a page reads is the same wherever it stands. */
const MILLION = 1_000_000;
const MEGABYTE = 1024 * 1024;
const digits = (number: number): string => String(number).padStart(12, '0');
const idOf = (number: number): string => `cccccccc-0000-4000-8000-${digits(number)}`;
const numberIn = (text: string): number => Number(/(\d{12})(?!.*\d{12})/.exec(text)?.[1] ?? 0);

let table: MemoryTable;
beforeEach(() => {
  table = memoryTable();
});

describe('CUS-2: a million customers', () => {
  const partnerId = 'aaaaaaaa-0000-4000-8000-000000000000';
  test.each([
    ['the first page', undefined],
    ['a page far on', 987_654],
  ])('CUS-2: %s of a partner’s list reads its items and one more, below a megabyte', async (_, from) => {
    const { table: many, spent } = manyEntries(partnerId, MILLION);
    const after: Cursor | undefined =
      from === undefined ? undefined : { pk: entryPartition(partnerId), sk: entrySortKey(from) };
    const page = await pairStore(many)
      .entries({ partnerId, namePrefix: '' })
      .page({ size: 500, ...(after && { after }) });
    expect(page.items.map(({ customerId }) => numberIn(customerId))[0]).toBe(from === undefined ? 0 : from + 1);
    expect([page.items.length, spent.queries, spent.items]).toEqual([500, 1, 501]);
    expect(spent.bytes).toBeLessThan(MEGABYTE);
  });

  test('CUS-1: the operator’s list, filtered to little, ends each page at a megabyte and goes on', async () => {
    const { table: many, spent } = await manyCustomers(MILLION);
    const list = customerStore(many).list(({ companyName }) => companyName.endsWith('04999'));
    let [found, after]: [number, Cursor | undefined] = [0, undefined];
    for (let pages = 0; found === 0; pages += 1) {
      expect(pages).toBeLessThan(30);
      [spent.bytes, spent.queries] = [0, 0];
      const page: Awaited<ReturnType<typeof list.page>> = await list.page({ size: 20, ...(after && { after }) });
      expect(spent.bytes).toBeLessThan(1.05 * MEGABYTE);
      expect(spent.queries).toBeLessThan(10);
      found += page.items.length;
      after = page.next;
    }
    expect(found).toBe(1);
  });
});

test('CUS-2: list, search and filter of ten thousand customers cost what they cost of a hundred', async () => {
  const [few, many] = [await partnerListCosts(100), await partnerListCosts(10_000)];
  expect(many).toEqual(few);
  expect([...many.values()].map(({ rows }) => rows)).toEqual([40, 10, 10, 40]);
  expect(Math.max(...[...many.values()].map(({ readUnits }) => readUnits))).toBeLessThan(8);
});

/** Every page of a list, and the most that one of them read. */
async function pagesOf<T>(of: (at: Table) => SoughtList<T>, size: number) {
  const pages: (readonly T[])[] = [];
  let most = 0;
  let after: Cursor | undefined;
  do {
    const counted = countedTable(table);
    const { items, next } = await of(counted).page({ size, ...(after && { after }) });
    most = Math.max(most, counted.counted().readUnits);
    pages.push(items);
    after = next;
    expect(pages.length).toBeLessThan(50);
  } while (after);
  return { pages, most };
}

test('CUS-3: a customer of a thousand partners reads them a hundred at a time', async () => {
  const { customerId } = await customerOfMany(table, 1000);
  const { pages, most } = await pagesOf((at) => pairStore(at).ofCustomer(customerId), 100);
  expect([pages.length, new Set(pages.flat().map(({ partnerId }) => partnerId)).size]).toEqual([10, 1000]);
  expect(most).toBeLessThan(20);
});

test('REL-7: a provider of two thousand resellers finds one by a part of its name, five hundred read for a page', async () => {
  const model: Partial<Partner> = { version: 1, programRole: 'indirectReseller', status: 'active', country: 'US' };
  const providerId = 'provider';
  for (let number = 0; number < 2000; number += 1) {
    const resellerId = idOf(number);
    const partnership = { providerId, resellerId, version: 1, isActive: number % 100 !== 7, since: occasion.at };
    const partner = {
      ...model,
      partnerId: resellerId,
      companyName: number === 1444 ? 'Needle Ltd' : `Hay ${number}`,
    } as Partner;
    await table.write([
      { put: partnershipItem.toItem(partnershipKey(partnership), partnership) },
      { put: partnerItem.toItem(partnerKey(resellerId), partner) },
    ]);
  }
  const some = await pagesOf(
    (at) => partnershipStore(at).resellersOf(providerId, ({ companyName }) => companyName.startsWith('Needle')),
    20,
  );
  expect(some.pages.flat().map(({ companyName }) => companyName)).toEqual(['Needle Ltd']);
  expect(some.pages.length).toBeLessThanOrEqual(5);
  expect(some.most).toBeLessThan(600);
  const all = await pagesOf((at) => partnershipStore(at).resellersOf(providerId, () => true), 500);
  expect(all.pages.flat()).toHaveLength(1980);
});

describe('CUS-3: a directory of many users', () => {
  const tenantId = 'dddddddd-0000-4000-8000-000000000000';
  const userOf = (number: number, over: Partial<User> = {}): User => ({
    tenantId,
    userId: idOf(number),
    version: 1,
    of: 'customer',
    userPrincipalName: `u${digits(number)}@wanted.example`,
    displayName: `Person ${digits(9999 - number)}`,
    email: `u${number}@wanted.example`,
    agentRoles: [],
    isGlobalAdmin: number === 0,
    state: 'active',
    createdAt: occasion.at,
    passwordGeneration: 0,
    ...over,
  });
  /** As it was stored before there were entries by display name, and shapes. */
  const former = ({ version, ...state }: User): Item[] => [
    { ...userKey(state), version, state },
    { ...userNameKey(tenantId, state.userPrincipalName), userId: state.userId },
  ];
  const storeFormer = async (count: number) => {
    for (let number = 0; number < count; number += 1)
      await table.write(former(userOf(number)).map((item) => ({ put: item })));
  };
  const namesBy = async (by: 'displayName' | 'userPrincipalName', descending = false) => {
    const isWanted = ({ state }: User) => state === 'active';
    const list = (at: Table) => userListStore(at).byName(tenantId, { by, descending, isWanted });
    const { pages, most } = await pagesOf(list, 500);
    expect(most).toBeLessThan(1200);
    return pages.flat().map(({ displayName }) => displayName);
  };

  test('CUS-3: those of before get their entries a thousand in a call, each once, and then stand in order', async () => {
    await storeFormer(2500);
    const calls: [boolean, number][] = [];
    for (let isComplete = false; !isComplete; ) {
      const { writes } = table;
      isComplete = await userListStore(table).enteredUsers(tenantId);
      calls.push([isComplete, table.writes - writes]);
    }
    expect(calls).toEqual([
      [false, 1001],
      [false, 1001],
      [true, 501],
    ]);
    const before = table.writes;
    expect(await userListStore(table).enteredUsers(tenantId)).toBe(true);
    expect(table.writes).toBe(before);
    const names = await namesBy('displayName');
    expect(names).toHaveLength(2500);
    expect(names).toEqual([...names].sort());
    expect(await namesBy('displayName', true)).toEqual([...names].reverse());
    expect(await namesBy('userPrincipalName')).toEqual([...names].reverse());
  });

  test('CUS-3: who is renamed, added or purged meanwhile stands in the list as it is', async () => {
    await storeFormer(5);
    const users = userStore(table);
    let isDone = false;
    const rename = async () => {
      const three = (await users.load(userOf(3)))!;
      await table.write(users.changeWrites(three, { ...three, displayName: 'Zoe' }, occasion));
    };
    let renaming: Promise<void> | undefined;
    const meanwhile: Table = {
      ...table,
      // One is renamed when all have been read to be entered.
      write: async (writes) => {
        renaming ??= rename();
        await renaming;
        await table.write(writes);
      },
      batchGet: async (keys, options) => {
        const found = await table.batchGet(keys, options);
        if (!isDone) {
          isDone = true;
          const [one, two] = [(await users.load(userOf(1)))!, (await users.load(userOf(2)))!];
          await table.write(users.changeWrites(one, { ...one, displayName: 'Renamed' }, occasion));
          await table.write(users.purgeWrites(two));
          await table.write(users.createWrites({ ...userOf(9), version: 0 }, occasion));
        }
        return found;
      },
    };
    expect(await userListStore(meanwhile).enteredUsers(tenantId)).toBe(true);
    const unchanged = [9, 4, 0].map((number) => userOf(number).displayName);
    expect(await namesBy('displayName')).toEqual([...unchanged, 'Renamed', 'Zoe']);
    const renamed = (await users.load(userOf(1)))!;
    await table.write(users.purgeWrites(renamed));
    expect(await namesBy('displayName')).toHaveLength(4);
    expect([...table.items.values()].filter(({ kind }) => kind === 'shownName')).toHaveLength(4);
  });

  test.each([
    ['the index knows one', 1, (number: number) => userOf(number, { isGlobalAdmin: number < 2 })],
    [
      'it was stored before there was an index',
      2,
      (number: number) => userOf(number, { isGlobalAdmin: number === 0 || number === 40 }),
    ],
    ['there is none', undefined, (number: number) => userOf(number)],
  ] as const)('ROL-1: another admin is found among many: %s', async (_, reads, of) => {
    const isIndexed = reads === 1;
    for (let number = 0; number < 50; number += 1) {
      const user = of(number);
      const items = isIndexed ? [] : former(user);
      await table.write(
        isIndexed
          ? userStore(table).createWrites({ ...user, version: 0 }, occasion)
          : items.map((item) => ({ put: item })),
      );
    }
    const counted = countedTable(table);
    const other = await userStore(counted).otherAdmin(userOf(0));
    expect(other?.isGlobalAdmin).toBe(reads === undefined ? undefined : true);
    if (isIndexed) expect(counted.counted().reads).toBe(3);
  });

  test('ROL-1: who is no admin any more is none, whatever the index says', async () => {
    for (const number of [0, 1])
      await table.write(
        userStore(table).createWrites({ ...userOf(number, { isGlobalAdmin: true }), version: 0 }, occasion),
      );
    const one = (await userStore(table).load(userOf(1)))!;
    const lagging = table.query.bind(table);
    const stale = await lagging({ index: 'gsi2', pk: `TENANCY#${tenantId}#ADMINS` });
    await table.write(userStore(table).changeWrites(one, { ...one, isGlobalAdmin: false }, occasion));
    const late: Table = { ...table, query: async (query) => (query.index === 'gsi2' ? stale : table.query(query)) };
    expect(await userStore(late).otherAdmin(userOf(0))).toBeUndefined();
  });
});
