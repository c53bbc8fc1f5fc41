import { expect, test } from 'vitest';
import { ANSWER_BYTES_MAX, pageOf, wirePage } from '../../shared/http/offset-page.ts';

const big = (count: number, characters: number) => Array.from({ length: count }, () => 'ü'.repeat(characters));

test.each`
  items           | query                     | expected        | because
  ${big(300, 10)} | ${{}}                     | ${[300, false]} | ${'an answer holds them'}
  ${big(300, 10)} | ${{ size: 100 }}          | ${[100, true]}  | ${'no more were asked for'}
  ${big(5, 1e6)}  | ${{}}                     | ${[1, true]}    | ${'two are more than an answer holds'}
  ${big(5, 5e5)}  | ${{}}                     | ${[3, true]}    | ${'bytes count, not characters'}
  ${big(5, 5e5)}  | ${{ offset: 3, size: 2 }} | ${[2, false]}   | ${'these are all that is left'}
  ${big(2, 3e6)}  | ${{}}                     | ${[1, true]}    | ${'one is answered, however long it is'}
`('API-1: $expected of a page, because $because', ({ items, query, expected }) => {
  const page = wirePage(pageOf(items as string[], query), (item) => item);
  expect([page.items.length, page.hasMore]).toEqual(expected);
  expect(page.items.length === 1 || Buffer.byteLength(JSON.stringify(page.items)) <= ANSWER_BYTES_MAX + 100).toBe(true);
});

test('API-1: pages that are cut follow each other without gap', () => {
  const all = Array.from({ length: 90 }, (_, number) => ({ number, text: 'x'.repeat(100_000) }));
  const seen: number[] = [];
  let page = wirePage(pageOf(all, {}), (item) => item);
  for (let pages = 0; pages < 9; pages += 1) {
    seen.push(...page.items.map(({ number }) => number));
    if (!page.hasMore) break;
    page = wirePage(pageOf(all, { offset: page.offset + page.size, size: page.size }), (item) => item);
  }
  expect(seen).toEqual(all.map(({ number }) => number));
});
