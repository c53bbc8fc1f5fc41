import { beforeEach, expect, test } from 'vitest';
import type { SeekOperation } from '../../shared/contracts/paging.ts';
import { countedList, type SoughtList, soughtList } from '../../shared/dynamo/sought.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import type { PageToken } from '../../shared/http/page-token.ts';
import { seekPage } from '../../shared/http/seek.ts';
import { memoryTable } from '../support/memory-table.ts';

/** What a page of a list of 250 numbers costs, wherever it stands. */
const ITEMS = 250;
let queries: number;
let reads: number;
let list: SoughtList<number>;
let counted: Table;
beforeEach(async () => {
  const table = memoryTable();
  for (let item = 0; item < ITEMS; item++)
    await table.write([{ put: { pk: 'LIST', sk: `N${String(item).padStart(3, '0')}`, item } }]);
  [queries, reads] = [0, 0];
  counted = {
    ...table,
    async query(query) {
      const page = await table.query(query);
      queries += 1;
      reads += page.items.length;
      return page;
    },
  };
  list = soughtList(counted, [{ pk: 'LIST', sk: { beginsWith: 'N' } }], { of: ({ item }) => item as number });
});

const seek = (
  size: number,
  seekOperation: SeekOperation,
  more: { pageIndex?: number; offset?: number; token?: PageToken } = {},
  of: SoughtList<unknown> = list,
) =>
  seekPage(
    {
      rawPath: '/v1/list',
      rawQuery: '',
      query: { size, seekOperation, pageIndex: more.pageIndex, offset: more.offset },
      seek: { ...(more.token && { token: more.token }), tokenOf: (page) => JSON.stringify({ ...page, query: {} }) },
    },
    of,
    { sizeDefault: 10 },
  );
const got = async (answer: ReturnType<typeof seek>) => {
  const page = await answer;
  if (!page.ok) throw new Error(page.refusal.description);
  return page.value;
};
const tokenIn = (text: string | undefined): PageToken => JSON.parse(text!);

test('API-1: a page costs its items and one more, and the page before twice as much, however far it is', async () => {
  const { links } = await got(seek(2, 'PageIndex', { pageIndex: 100 }));
  const token = tokenIn(links.previous!.headers[0]!.value);
  [queries, reads] = [0, 0];
  expect((await got(seek(2, 'Next', { token }))).items).toEqual([202, 203]);
  expect([queries, reads]).toEqual([1, 3]);
  expect((await got(seek(2, 'Previous', { token }))).items).toEqual([198, 199]);
  expect([queries, reads]).toEqual([3, 8]);
});

test('API-1: PageIndex reads the pages before it, 100 at most', async () => {
  expect((await got(seek(2, 'PageIndex', { pageIndex: 100 }))).items).toEqual([200, 201]);
  expect(queries).toBe(101);
});

test('API-1: Last reads 101 pages at most, and says so where there are more', async () => {
  expect((await got(seek(3, 'Last'))).items).toEqual([249]);
  queries = 0;
  const answer = await seek(2, 'Last');
  expect(answer).toMatchObject({ ok: false, refusal: { name: 'invalid_input', field: 'seekOperation' } });
  expect(queries).toBe(101);
});

test('API-1: a list whose length is known reads the page alone', async () => {
  const ranges: object[] = [];
  const known = countedList(ITEMS, (range) => {
    ranges.push(range);
    return [];
  });
  for (const [operation, pageIndex] of [['Last'], ['PageIndex', 100], ['PageIndex', 0]] as const)
    await got(seek(2, operation, pageIndex === undefined ? {} : { pageIndex }, known));
  expect(ranges).toEqual([
    { from: 248, to: 250 },
    { from: 200, to: 202 },
    { from: 0, to: 2 },
  ]);
});

test('API-1: an offset reads what it passes over, and its page goes on by token', async () => {
  const { items, links } = await got(seek(2, 'First', { offset: 200 }));
  expect(items).toEqual([200, 201]);
  expect([queries, reads]).toEqual([2, 204]);
  for (const [link, expected] of [
    [links.next, [202, 203]],
    [links.previous, [198, 199]],
  ] as const) {
    const [operation] = /Next|Previous/.exec(link!.uri)!;
    const page = await got(seek(2, operation as SeekOperation, { token: tokenIn(link!.headers[0]!.value) }));
    expect(page.items).toEqual(expected);
  }
});

test.each([250, 251, 10_000])(
  'API-1: offset %i is behind the end: an empty page, and the one before it',
  async (offset) => {
    const { items, links } = await got(seek(2, 'First', { offset }));
    expect([items, links.next, links.previous]).toEqual([
      [],
      undefined,
      { uri: `/list?offset=${offset - 2}`, method: 'GET', headers: [] },
    ]);
  },
);

test('API-1: an offset is for the first page alone', async () => {
  const answer = await seek(2, 'Last', { offset: 3 });
  expect(answer).toMatchObject({ ok: false, refusal: { name: 'invalid_input', field: 'offset' } });
});

/** A list of as many rows as one likes, of which nothing is stored. */
const MANY = 1_000_000;
const place = (row: number) => ({ pk: 'MANY', sk: `N${String(row).padStart(7, '0')}` });
const rowOf = ({ sk }: { sk?: string }) => Number(sk!.slice(1));
const filler = 'x'.repeat(900);
let readsMax: number;
const manyRows: Table = {
  ...memoryTable(),
  async query({ after, limit, descending }) {
    const step = descending ? -1 : 1;
    const first = after ? rowOf(after) + step : descending ? MANY - 1 : 0;
    // DynamoDB's own end of a page.
    const until = Math.min(limit ?? MANY, 1024);
    const items = [];
    for (let row = first; row >= 0 && row < MANY && items.length < until; row += step)
      items.push({ ...place(row), row, filler });
    queries += 1;
    reads += items.length;
    const last = items.at(-1);
    return { items, ...(items.length === until && last && { next: { pk: last.pk, sk: last.sk } }) };
  },
};
const wantedOf = (isWanted: (row: number) => boolean): SoughtList<number> =>
  soughtList(manyRows, [{ pk: 'MANY', sk: { beginsWith: 'N' } }], {
    of: ({ row }) => row as number,
    isWanted: ({ row }) => isWanted(row as number),
  });

test('API-1: a filter that matches little of a million ends each page at a megabyte, and goes on there to the end', async () => {
  const list = wantedOf((row) => row % 100_000 === 99_999);
  const found: unknown[] = [];
  let pages = 0;
  [queries, reads, readsMax] = [0, 0, 0];
  const far: PageToken = { query: {}, size: 20, next: place(849_999) };
  let page = await got(seek(20, 'Next', { token: far }, list));
  for (;;) {
    readsMax = Math.max(readsMax, reads);
    pages += 1;
    found.push(...page.items);
    if (!page.links.next) break;
    [queries, reads] = [0, 0];
    page = await got(seek(20, 'Next', { token: tokenIn(page.token) }, list));
    expect(queries).toBeLessThanOrEqual(9);
  }
  expect(found).toEqual([899_999, 999_999]);
  expect(readsMax * 950).toBeLessThanOrEqual(1024 * 1024);
  expect(pages).toBeLessThan(150);
});

test('API-1: back through a list whose filter matches little, each page ends at a megabyte as well', async () => {
  const list = wantedOf((row) => row === 17);
  const found: unknown[] = [];
  let page = await got(seek(20, 'First', {}, list));
  for (let number = 0; number < 30; number += 1)
    page = await got(seek(20, 'Next', { token: tokenIn(page.token) }, list));
  while (page.links.previous) {
    [queries, reads] = [0, 0];
    page = await got(seek(20, 'Previous', { token: tokenIn(page.links.previous.headers[0]!.value) }, list));
    found.push(...page.items);
    expect(reads * 950).toBeLessThanOrEqual(2 * 1024 * 1024);
  }
  expect(found).toEqual([17]);
});

test.each([
  ['offset', 'First', { offset: 5000 }],
  ['pageIndex', 'PageIndex', { pageIndex: 100 }],
  ['seekOperation', 'Last', {}],
] as const)(
  'API-1: %s does not read megabyte after megabyte for a page far on: it says so',
  async (field, operation, more) => {
    [queries, reads] = [0, 0];
    const answer = await seek(
      20,
      operation,
      more,
      wantedOf((row) => row % 1000 === 0),
    );
    expect(answer).toMatchObject({ ok: false, refusal: { name: 'invalid_input', field } });
    expect(reads * 950).toBeLessThanOrEqual(17 * 1024 * 1024);
  },
);

test('API-1: offset 10,000 of a million is read in ten steps', async () => {
  [queries, reads] = [0, 0];
  expect(
    (
      await got(
        seek(
          20,
          'First',
          { offset: 10_000 },
          wantedOf(() => true),
        ),
      )
    ).items[0],
  ).toBe(10_000);
  expect(reads).toBeLessThanOrEqual(10_100);
});

test('API-1: a place in a month that the list has no longer ends the list, and shows no row again', async () => {
  const table = memoryTable();
  const months = ['2026-11', '2026-10', '2026-09'];
  for (const month of months)
    for (const day of ['03', '02', '01']) await table.write([{ put: { pk: month, sk: day } }]);
  const listOf = (from: number) =>
    soughtList(
      table,
      months.slice(from).map((pk) => ({ pk, descending: true })),
      { of: ({ pk, sk }) => `${pk}-${sk}` },
    );
  const first = await got(seek(2, 'First', {}, listOf(0)));
  expect(first.items).toEqual(['2026-11-03', '2026-11-02']);
  const later = await got(seek(2, 'Next', { token: tokenIn(first.token) }, listOf(1)));
  expect([later.items, later.links.next]).toEqual([[], undefined]);
  const back = await got(seek(2, 'Previous', { token: tokenIn(later.links.previous!.headers[0]!.value) }, listOf(1)));
  expect(back.items).toEqual(['2026-10-03', '2026-10-02']);
});
