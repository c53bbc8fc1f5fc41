import { type Offer, priceSegment } from '../../../functions/commerce/catalogue/domain/offer.ts';
import { listBefore } from '../../../functions/commerce/price-lists/domain/correction.ts';
import type { AcceptedPrice, Price } from '../../../functions/commerce/price-lists/domain/price.ts';
import {
  copiedPairs,
  effectiveFromOf,
  newPriceList,
  previousList,
  publishList,
} from '../../../functions/commerce/price-lists/domain/price-list.ts';
import { correctionStore } from '../../../functions/commerce/price-lists/store/correction-store.ts';
import { draftStore, pairsIn } from '../../../functions/commerce/price-lists/store/draft-store.ts';
import { priceStore } from '../../../functions/commerce/price-lists/store/price-store.ts';
import { publicationStore } from '../../../functions/commerce/price-lists/store/publication-store.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { occasion } from './large-catalogue.ts';

/** So many markets, each with its currency. */
export const manyPairs = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${letter(n / 26)}${letter(n)}#USD`);
const letter = (n: number): string => String.fromCharCode(65 + (Math.floor(n) % 26));

/** Prices as real ones are: of a few dollars, different everywhere. */
export const pricesOf = (pair: string, offers: readonly Offer[], dearer = 0): AcceptedPrice[] =>
  offers.map(({ id, segments }, n) => {
    const cents = 300 + ((n * 7919 + pair.charCodeAt(0) * 31 + pair.charCodeAt(1) * 17) % 9000) + dearer;
    return { pair, offerId: id, segment: priceSegment({ segments }), price: priceOf(cents) };
  });

/** There are some thousand prices, and each is spelled once. */
const prices = new Map<number, Price>();
function priceOf(cents: number): Price {
  const known = prices.get(cents);
  if (known) return known;
  const [list, wholesale] = [cents, Math.round(cents * 0.85)].map((amount) => (amount / 100).toFixed(2));
  const price = { list: list!, wholesale: wholesale! };
  prices.set(cents, price);
  return price;
}

/** Starts the draft of a month as the operation does. */
export async function openMonth(table: Table, month: string): Promise<void> {
  const store = priceStore(table);
  const calendar = await store.calendar();
  const { published } = calendar;
  const before = previousList(published, month);
  const copied = before && (await store.list(before.month));
  const state = before && listBefore(published, before.month, effectiveFromOf(month));
  const pairs = copied ? copiedPairs(await pairsIn(table, copied, published, state!)) : {};
  const prices = Object.values(pairs).reduce((sum, pair) => sum + pair.prices, 0);
  await store.create({ list: newPriceList(month, {}, copied && { ...copied, prices }), pairs }, calendar, []);
}

/** Corrects a published list. */
export async function correctMonth(
  table: Table,
  month: string,
  { rows, effectiveFrom, at }: { rows: readonly AcceptedPrice[]; effectiveFrom: Instant; at: Instant },
): Promise<void> {
  const calendar = await priceStore(table).calendar();
  const number = calendar.published.find((list) => list.month === month)?.corrections?.length ?? 0;
  const wanted = { month, correctionId: `correction-${month}-${number}`, reason: 'a slip', effectiveFrom, rows };
  const prepared = await correctionStore(table).prepare(calendar, wanted, { ...occasion, at });
  if (typeof prepared !== 'string') await table.write(prepared.writes);
  else if (prepared !== 'unchanged') throw new Error(prepared);
}

export async function putRows(table: Table, month: string, rows: readonly AcceptedPrice[], isWhole = false) {
  const store = priceStore(table);
  const list = (await store.list(month))!;
  const draft = { list, pairs: await store.pairs(list), published: (await store.calendar()).published };
  await draftStore(table).putPrices(draft, { rows, isWhole, margins: {} });
}

/** Publishes a month step by step; says how many steps it took. */
export async function publishMonth(table: Table, month: string, at: Instant): Promise<number> {
  const store = priceStore(table);
  const [list, calendar] = [(await store.list(month))!, await store.calendar()];
  const decided = publishList(list, calendar.published, at, calendar.opening);
  if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
  const draft = { list, pairs: await store.pairs(list), published: calendar.published };
  if (decided.value !== list) await publicationStore(table).begin(draft, decided.value, calendar, { ...occasion, at });
  for (let steps = 1; ; steps += 1)
    if (await publicationStore(table).step(month, { ...occasion, at, complete: () => [] })) return steps;
}
