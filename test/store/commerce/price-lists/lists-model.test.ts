import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AcceptedPrice } from '../../../../functions/commerce/price-lists/domain/price.ts';
import { previousList } from '../../../../functions/commerce/price-lists/domain/price-list.ts';
import { changesOf, comparedPage } from '../../../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore, pricesInForce } from '../../../../functions/commerce/price-lists/store/price-store.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { type MemoryTable, memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';
import { openMonth, publishMonth, putRows } from '../../../support/scale/large-prices.ts';

/**
 * Any life of price lists, against lists that are kept as whole copies: months begun, filled, replaced and published in
 * any order. What partners see and pay must be what was published, for ever.
 */
const MONTHS = ['2026-03', '2026-04', '2026-05', '2026-06'];
const PAIRS = ['US#USD', 'FR#EUR'];
const OFFERS = Array.from({ length: 6 }, (_, n) => `OFFER-${n}`);
const AT = instant('2026-01-01T00:00:00Z');

type Lists = Map<string, Map<string, string>>;
const nameOf = (pair: string, offerId: string): string => `${pair}/${offerId}`;

const row = fc.record({
  pair: fc.constantFrom(...PAIRS),
  offerId: fc.constantFrom(...OFFERS),
  amount: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 4 }),
});
const rows = fc.uniqueArray(row, { maxLength: 8, selector: ({ pair, offerId }) => nameOf(pair, offerId) });
const put = fc.record({ rows, isWhole: fc.boolean() });
type Step =
  | { does: 'begin' | 'publish'; month: string }
  | { does: 'put'; month: string; rows: { pair: string; offerId: string; amount: number | null }[]; isWhole: boolean };

/** Each month is begun, filled and published; what happens to which month next is drawn. */
const lives: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.tuple(...MONTHS.map(() => fc.array(put, { maxLength: 3 }))),
    fc.array(fc.nat(MONTHS.length - 1), { minLength: 6, maxLength: 40 }),
  )
  .map(([puts, draws]) => {
    const waiting = MONTHS.map((month, at): Step[] => [
      { does: 'begin', month },
      ...puts[at]!.map((file): Step => ({ does: 'put', month, ...file })),
      { does: 'publish', month },
    ]);
    return draws.flatMap((drawn) => waiting[drawn]!.shift() ?? []);
  });

const accepted = (of: { pair: string; offerId: string; amount: number | null }): AcceptedPrice => ({
  pair: of.pair,
  offerId: of.offerId,
  segment: 'commercial',
  price: of.amount === null ? undefined : { list: `${of.amount}.00`, wholesale: `${of.amount}.00` },
});

interface Model {
  readonly drafts: Lists;
  readonly published: Lists;
}

async function take(table: MemoryTable, { drafts, published }: Model, each: Step): Promise<void> {
  const of = each.month;
  if (each.does === 'begin') {
    if (drafts.has(of) || published.has(of)) return;
    drafts.set(of, new Map(published.get(latestBefore(published, of) ?? '')));
    await openMonth(countedTable(table), of);
  }
  const draft = drafts.get(of);
  if (!draft) return;
  if (each.does === 'put') {
    if (each.isWhole) draft.clear();
    for (const { pair, offerId, amount } of each.rows)
      if (amount === null) draft.delete(nameOf(pair, offerId));
      else draft.set(nameOf(pair, offerId), `${amount}.00`);
    await putRows(countedTable(table), of, each.rows.map(accepted), each.isWhole);
  }
  if (each.does === 'publish' && draft.size > 0) {
    published.set(of, draft);
    drafts.delete(of);
    await publishMonth(countedTable(table), of, AT);
  }
}

const latestBefore = (published: Lists, of: string): string | undefined =>
  [...published.keys()]
    .filter((each) => each < of)
    .sort()
    .at(-1);

async function expectAsModelled(table: MemoryTable, { drafts, published }: Model): Promise<void> {
  const anew = countedTable(table);
  const store = priceStore(anew);
  const { published: calendar } = await store.calendar();
  expect(calendar.map((list) => list.month).sort()).toEqual([...published.keys()].sort());
  for (const [of, prices] of [...published, ...drafts]) {
    const list = (await store.list(of))!;
    const wish = { isWanted: () => true, page: { offset: 0, size: 1000 } };
    const page = await comparedPage(anew, list, calendar, wish);
    const held = page.items.filter(({ change }) => change !== 'DEL');
    const found = held.map(({ pair, offerId, price }) => [nameOf(pair, offerId), price.list] as const);
    expect(new Map(found)).toEqual(prices);
    const before = published.get(previousList(calendar, of)?.month ?? '') ?? new Map<string, string>();
    const changes = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
    for (const [name, amount] of prices)
      changes[before.get(name) === undefined ? 'ADD' : before.get(name) === amount ? 'UNC' : 'CHG'] += 1;
    for (const name of before.keys()) if (!prices.has(name)) changes.DEL += 1;
    expect([await changesOf(anew, list, calendar), page.changes, list.prices]).toEqual([changes, changes, prices.size]);
    const flags = page.items.map(({ change }) => change).sort();
    expect(flags).toEqual(
      Object.entries(changes)
        .flatMap(([change, count]) => Array(count).fill(change))
        .sort(),
    );
    const paged = [];
    for (let offset = 0; offset < page.items.length; offset += 3)
      paged.push(...(await comparedPage(anew, list, calendar, { ...wish, page: { offset, size: 3 } })).items);
    expect(paged).toEqual(page.items);
  }
  for (const [of, prices] of published)
    for (const pair of PAIRS) {
      const [country = '', currency = ''] = pair.split('#');
      const at: Instant = instant(`${of}-15T00:00:00Z`);
      const inForce = await pricesInForce(anew, { at, country, currency });
      for (const id of OFFERS)
        expect((await inForce.priceOf({ id, segments: ['commercial'] }))?.list).toBe(prices.get(nameOf(pair, id)));
    }
}

describe('CAT-4: whatever happens to price lists', () => {
  test('each published list is what was published, counts and flags included', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (steps) => {
        const table = memoryTable();
        const model: Model = { drafts: new Map(), published: new Map() };
        for (const each of steps) await take(table, model, each);
        await expectAsModelled(table, model);
      }),
      { numRuns: 100 },
    );
  });
});
