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
beforeEach(async () => {
  const table = memoryTable();
  for (let item = 0; item < ITEMS; item++)
    await table.write([{ put: { pk: 'LIST', sk: `N${String(item).padStart(3, '0')}`, item } }]);
  [queries, reads] = [0, 0];
  const counted: Table = {
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
  more: { pageIndex?: number; token?: PageToken } = {},
  of = list,
) =>
  seekPage(
    {
      rawPath: '/v1/list',
      rawQuery: '',
      query: { size, seekOperation, pageIndex: more.pageIndex },
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
  const counted = countedList(ITEMS, (range) => {
    ranges.push(range);
    return [];
  });
  for (const [operation, pageIndex] of [['Last'], ['PageIndex', 100], ['PageIndex', 0]] as const)
    await got(seek(2, operation, pageIndex === undefined ? {} : { pageIndex }, counted));
  expect(ranges).toEqual([
    { from: 248, to: 250 },
    { from: 200, to: 202 },
    { from: 0, to: 2 },
  ]);
});
