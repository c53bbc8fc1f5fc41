import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AcceptedPrice } from '../../../../functions/commerce/price-lists/domain/price.ts';
import { previousList } from '../../../../functions/commerce/price-lists/domain/price-list.ts';
import {
  changesOf,
  comparedPage,
  listedAt,
} from '../../../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore, pricesInForce } from '../../../../functions/commerce/price-lists/store/price-store.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { type MemoryTable, memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';
import { correctMonth, openMonth, publishMonth, putRows } from '../../../support/scale/large-prices.ts';

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
const fix = fc.record({ month: fc.nat(MONTHS.length - 1), day: fc.constantFrom(1, 10, 20), rows });
type Rows = { pair: string; offerId: string; amount: number | null }[];
type Step =
  | { does: 'correct'; month: string; day: number; rows: Rows }
  | { does: 'begin' | 'publish'; month: string }
  | { does: 'put'; month: string; rows: Rows; isWhole: boolean };

/** Each month is begun, filled and published; what happens to which month next is drawn. */
const lives: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.tuple(...MONTHS.map(() => fc.array(put, { maxLength: 3 }))),
    fc.array(fc.nat(MONTHS.length - 1), { minLength: 6, maxLength: 40 }),
    fc.array(fix, { maxLength: 12 }),
  )
  .map(([puts, draws, fixes]) => {
    const waiting = MONTHS.map((month, at): Step[] => [
      { does: 'begin', month },
      ...puts[at]!.map((file): Step => ({ does: 'put', month, ...file })),
      { does: 'publish', month },
    ]);
    const corrections = fixes.map((each): Step => ({ does: 'correct', ...each, month: MONTHS[each.month]! }));
    return draws.flatMap((drawn, at) => {
      const next = waiting[drawn]!.shift() ?? [];
      return at % 2 === 0 ? next : [next, corrections.shift() ?? []].flat();
    });
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
  /** Of published lists: from which day on which prices are others, in the order in which they were entered. */
  readonly corrections: Map<string, { day: number; rows: Rows }[]>;
  /** Which list a draft began with. */
  readonly bases: Map<string, string | undefined>;
}

/** A published list on a day of its month; without one as the list after it finds it. */
function listOn({ published, corrections }: Model, month: string | undefined, day = 99): Map<string, string> {
  const prices = new Map(published.get(month ?? ''));
  const entered = (corrections.get(month ?? '') ?? []).filter((each) => each.day <= day);
  for (const { rows: changed } of entered.toSorted((a, b) => a.day - b.day)) change(prices, changed);
  return prices;
}

function change(prices: Map<string, string>, changed: Rows): void {
  for (const { pair, offerId, amount } of changed)
    if (amount === null) prices.delete(nameOf(pair, offerId));
    else prices.set(nameOf(pair, offerId), `${amount}.00`);
}

/** A correction, and what it takes along of the drafts that began with the list. Rows that change nothing are none. */
function correctModel(model: Model, of: string, { day, rows: sent }: { day: number; rows: Rows }): void {
  const before = listOn(model, of);
  const then = listOn(model, of, day);
  const changing = sent.filter(({ pair, offerId, amount }) => {
    const price = then.get(nameOf(pair, offerId));
    return amount === null ? price !== undefined : price !== `${amount}.00`;
  });
  model.corrections.set(of, [...(model.corrections.get(of) ?? []), { day, rows: changing }]);
  const after = listOn(model, of);
  for (const [draftOf, draft] of model.drafts)
    if (model.bases.get(draftOf) === of)
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        if (before.get(name) === after.get(name) || draft.get(name) !== before.get(name)) continue;
        const fixed = after.get(name);
        if (fixed === undefined) draft.delete(name);
        else draft.set(name, fixed);
      }
}

async function take(table: MemoryTable, model: Model, each: Step): Promise<void> {
  const { drafts, published, bases } = model;
  const of = each.month;
  if (each.does === 'correct') {
    if (!published.has(of)) return;
    const effectiveFrom = instant(`${of}-${String(each.day).padStart(2, '0')}T00:00:00Z`);
    const changed = each.rows.map(accepted);
    await correctMonth(countedTable(table), of, { rows: changed, effectiveFrom, at: AT });
    return correctModel(model, of, each);
  }
  if (each.does === 'begin') {
    if (drafts.has(of) || published.has(of)) return;
    bases.set(of, latestBefore(published, of));
    drafts.set(of, listOn(model, bases.get(of)));
    await openMonth(countedTable(table), of);
  }
  const draft = drafts.get(of);
  if (!draft) return;
  if (each.does === 'put') {
    if (each.isWhole) draft.clear();
    change(draft, each.rows);
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

async function expectAsModelled(table: MemoryTable, model: Model): Promise<void> {
  const { drafts, published } = model;
  const anew = countedTable(table);
  const store = priceStore(anew);
  const { published: calendar } = await store.calendar();
  expect(calendar.map((list) => list.month).sort()).toEqual([...published.keys()].sort());
  for (const [of, prices] of drafts) await expectList(anew, model, { of, prices, at: AT });
  for (const of of published.keys())
    for (const on of [1, 15]) {
      const at = instant(`${of}-${String(on).padStart(2, '0')}T00:00:00Z`);
      const prices = listOn(model, of, on);
      await expectList(anew, model, { of, prices, at });
      for (const pair of PAIRS) {
        const [country = '', currency = ''] = pair.split('#');
        const inForce = await pricesInForce(anew, { at, country, currency });
        for (const id of OFFERS)
          expect((await inForce.priceOf({ id }, 'commercial'))?.list).toBe(prices.get(nameOf(pair, id)));
      }
    }
}

async function expectList(
  anew: Table,
  model: Model,
  { of, prices, at }: { of: string; prices: ReadonlyMap<string, string>; at: Instant },
): Promise<void> {
  const store = priceStore(anew);
  const lists = { published: (await store.calendar()).published, at };
  const list = (await store.list(of))!;
  const wish = { isWanted: () => true, page: { offset: 0, size: 1000 } };
  const page = await comparedPage(anew, list, lists, wish);
  const held = page.items.filter(({ change: flag }) => flag !== 'DEL');
  const found = held.map(({ pair, offerId, price }) => [nameOf(pair, offerId), price.list] as const);
  expect(new Map(found)).toEqual(prices);
  const before = listOn(model, previousList(lists.published, of)?.month);
  const changes = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
  for (const [name, amount] of prices)
    changes[before.get(name) === undefined ? 'ADD' : before.get(name) === amount ? 'UNC' : 'CHG'] += 1;
  for (const name of before.keys()) if (!prices.has(name)) changes.DEL += 1;
  const counted = [await changesOf(anew, list, lists), page.changes, (await listedAt(anew, list, lists)).prices];
  expect(counted).toEqual([changes, changes, prices.size]);
  const flags = page.items.map(({ change: flag }) => flag).sort();
  expect(flags).toEqual(
    Object.entries(changes)
      .flatMap(([flag, count]) => Array(count).fill(flag))
      .sort(),
  );
  const paged = [];
  for (let offset = 0; offset < page.items.length; offset += 3)
    paged.push(...(await comparedPage(anew, list, lists, { ...wish, page: { offset, size: 3 } })).items);
  expect(paged).toEqual(page.items);
}

describe('CAT-4: whatever happens to price lists', () => {
  test('each published list is what was published and corrected, counts and flags included', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (steps) => {
        const table = memoryTable();
        const model: Model = { drafts: new Map(), published: new Map(), corrections: new Map(), bases: new Map() };
        for (const each of steps) await take(table, model, each);
        await expectAsModelled(table, model);
      }),
      { numRuns: 60 },
    );
  });
});
