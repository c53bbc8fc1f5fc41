import { type Offer, priceSegment } from '../../../functions/commerce/catalogue/domain/offer.ts';
import type { AcceptedPrice } from '../../../functions/commerce/price-lists/domain/price.ts';
import {
  copiedPairs,
  newPriceList,
  previousList,
  publishList,
} from '../../../functions/commerce/price-lists/domain/price-list.ts';
import { draftStore } from '../../../functions/commerce/price-lists/store/draft-store.ts';
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
    const [list, wholesale] = [cents, Math.round(cents * 0.85)].map((amount) => (amount / 100).toFixed(2));
    return { pair, offerId: id, segment: priceSegment({ segments }), price: { list: list!, wholesale: wholesale! } };
  });

/** Starts the draft of a month as the operation does. */
export async function openMonth(table: Table, month: string): Promise<void> {
  const store = priceStore(table);
  const before = previousList((await store.calendar()).published, month);
  const copied = before && (await store.list(before.month));
  const pairs = copied ? copiedPairs(await store.pairs(copied)) : {};
  await store.create({ list: newPriceList(month, {}, copied), pairs }, []);
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
