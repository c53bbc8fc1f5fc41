import { expect, test } from 'vitest';
import { comparedPage } from '../../../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore } from '../../../../functions/commerce/price-lists/store/price-store.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';
import { manyOffers, saveOffers } from '../../../support/scale/large-catalogue.ts';
import { manyPairs, openMonth, pricesOf, publishMonth, putRows } from '../../../support/scale/large-prices.ts';

const [OFFERS, MARKETS] = [20, 60];

/** The chunks of so many markets are more than a process remembers. */
test('CAT-4: of a list that was published out of order all markets are read once, and then those of a page alone', async () => {
  const [offers, pairs] = [manyOffers(OFFERS), manyPairs(MARKETS)];
  const table = countedTable(memoryTable());
  await saveOffers(table, offers);
  const at = instant('2026-01-10T09:00:00Z');
  await openMonth(table, '2026-03');
  for (const pair of pairs) await putRows(table, '2026-03', pricesOf(pair, offers));
  await publishMonth(table, '2026-03', at);
  for (const month of ['2026-05', '2026-04']) await openMonth(table, month);
  const dearer = pairs.slice(0, 5).flatMap((pair) => pricesOf(pair, offers, 100));
  await putRows(table, '2026-04', dearer);
  await publishMonth(table, '2026-05', at);
  await publishMonth(table, '2026-04', at);
  const store = priceStore(table);
  const [list, { published }] = [(await store.list('2026-05'))!, await store.calendar()];
  const pages = [];
  for (let offset = 0; offset < OFFERS * MARKETS; offset += OFFERS * 10) {
    table.counted();
    const wish = { isWanted: () => true, page: { offset, size: OFFERS * 10 } };
    const page = await comparedPage(table, list, { published, at: instant('2026-05-02T00:00:00Z') }, wish);
    pages.push({ reads: table.counted().reads, ...page });
  }
  // The list of May was made from that of March: it takes the dearer prices of April back.
  const [first, ...others] = pages;
  expect(first!.changes).toEqual({ ADD: 0, CHG: dearer.length, DEL: 0, UNC: OFFERS * MARKETS - dearer.length });
  for (const { changes, reads } of others) {
    expect(changes).toEqual(first!.changes);
    expect(reads).toBeLessThan(first!.reads / 4);
  }
  expect(pages.flatMap(({ items }) => items.map(({ pair, offerId }) => `${pair} ${offerId}`))).toEqual(
    pairs.toSorted().flatMap((pair) => offers.map(({ id }) => `${pair} ${id}`).sort()),
  );
});
