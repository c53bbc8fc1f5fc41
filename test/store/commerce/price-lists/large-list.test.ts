import { beforeAll, describe, expect, test } from 'vitest';
import { priceSegment } from '../../../../functions/commerce/catalogue/domain/offer.ts';
import { comparedPage } from '../../../../functions/commerce/price-lists/operations/compared-prices.ts';
import { priceStore, pricesInForce } from '../../../../functions/commerce/price-lists/store/price-store.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { openShop, type Shop } from '../../../support/commerce.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';
import { manyOffers, saveOffers } from '../../../support/scale/large-catalogue.ts';
import { manyPairs, openMonth, pricesOf, putRows } from '../../../support/scale/large-prices.ts';

const [OFFERS, MARKETS] = [5000, 134];
const offers = manyOffers(OFFERS);
const pairs = manyPairs(MARKETS);

const publish = (shop: Shop, month: string) =>
  shop.send({ as: shop.operator, method: 'POST', path: `/v1/operator/pricelists/${month}/publish` });
const view = async (shop: Shop, month: string) =>
  (await shop.send({ as: shop.operator, path: `/v1/operator/pricelists/${month}?size=1` })).body;
const chunks = (shop: Shop): Item[] =>
  [...shop.table.items.values()].filter(({ pk }) => pk.startsWith('COMMERCE#PROGRAM#MARKET#'));

/** Delivers what a publication raises, step by step. */
async function untilPublished(shop: Shop, month: string, eachStep: () => Promise<void>): Promise<number> {
  for (let steps = 1; ; steps += 1) {
    await shop.deliver();
    if ((await view(shop, month)).state === 'published') return steps;
    await eachStep();
  }
}

describe(`CAT-3: ${OFFERS} offers in ${MARKETS} markets`, () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await saveOffers(shop.table, offers);
    await openMonth(shop.table, '2026-02');
    for (const pair of pairs) await putRows(shop.table, '2026-02', pricesOf(pair, offers));
  });

  test('CAT-4: the list is published in steps, by its own events, and seen by nobody before the last', async () => {
    const accepted = await publish(shop, '202602');
    expect([accepted.status, accepted.headers.location]).toEqual([202, '/operator/pricelists/202602']);
    expect(accepted.body).toMatchObject({
      state: 'publishing',
      prices: OFFERS * MARKETS,
      publication: { markets: MARKETS, marketsDone: 40 },
    });
    const steps = await untilPublished(shop, '202602', async () => {
      const { published } = await priceStore(shop.table).calendar();
      expect(published).toEqual([]);
    });
    expect(steps).toBe(5);
    expect((await view(shop, '202602')).changes).toEqual({ ADD: OFFERS * MARKETS, CHG: 0, DEL: 0, UNC: 0 });
    expect(shop.events.filter(({ type }) => type === 'PriceListPublished')).toHaveLength(1);
  });

  test('ORD-4: a line of an order reads its price in one read, of a few units', async () => {
    const counted = countedTable(shop.table);
    const at = instant('2026-02-20T00:00:00Z');
    const prices = await pricesInForce(counted, { at, country: pairs[77]!.slice(0, 2), currency: 'USD' });
    expect(counted.counted()).toMatchObject({ reads: 1, readUnits: 1 });
    expect(await prices.priceOf(offers[4321]!, priceSegment(offers[4321]!))).toEqual(
      pricesOf(pairs[77]!, offers)[4321]!.price,
    );
    const { reads, readUnits } = counted.counted();
    expect([reads, readUnits <= 4]).toEqual([1, true]);
  });

  test('CAT-3: the list of a market takes at most 20 reads, flags of what changed included', async () => {
    const counted = countedTable(shop.table);
    const store = priceStore(counted);
    const [list, { published }] = [(await store.list('2026-02'))!, await store.calendar()];
    const wish = {
      filter: { country: pairs[5]!.slice(0, 2), currency: 'USD' },
      isWanted: () => true,
      page: { offset: 0, size: OFFERS },
    };
    const page = await comparedPage(counted, list, { published, at: instant('2026-02-20T00:00:00Z') }, wish);
    expect(page.items).toHaveLength(OFFERS);
    expect(counted.counted().reads).toBeLessThanOrEqual(20);
  });

  test('CAT-4: a month that changes little stores what changed, and the month before stays as it was', async () => {
    const ask = (method: 'POST' | 'PUT', path: string, body?: object) =>
      shop.send({ as: shop.operator, method, path: `/v1/operator/pricelists${path}`, body });
    const commercial = offers.filter(({ segments }) => segments.includes('commercial'));
    const before = chunks(shop).length;
    expect((await ask('POST', '', { month: '202604' })).status).toBe(201);
    const prices = Array.from({ length: 60 }, (_, n) => ({
      offerId: commercial[(n * 61) % commercial.length]!.id,
      country: pairs[n * 2]!.slice(0, 2),
      currency: 'USD',
      listPrice: '777.00',
      wholesalePrice: '700.00',
    }));
    const put = await ask('PUT', '/202604/prices', { prices });
    const known = prices.filter(
      ({ country }) =>
        !put.body.results.some(
          (row: { key: string; status: string }) => row.status === 'failed' && row.key.includes(`/${country}/`),
        ),
    );
    expect(put.body.changes).toEqual({ ADD: 0, CHG: known.length, DEL: 0, UNC: OFFERS * MARKETS - known.length });
    const published = await publish(shop, '202604');
    if (published.status === 202) await untilPublished(shop, '202604', async () => {});
    expect(chunks(shop).length - before).toBe(known.length);
    const priceAt = async (at: string) => {
      const { country, currency, offerId } = known[3]!;
      const inForce = await pricesInForce(countedTable(shop.table), { at: instant(at), country, currency });
      return [inForce.month, (await inForce.priceOf({ id: offerId }, 'commercial'))?.list];
    };
    const [{ country, offerId }] = [known[3]!];
    const old = pricesOf(`${country}#USD`, offers).find((price) => price.offerId === offerId)!;
    expect(await priceAt('2026-03-31T23:59:59Z')).toEqual(['2026-02', old.price!.list]);
    expect(await priceAt('2026-04-01T00:00:00Z')).toEqual(['2026-04', '777.00']);
  });
});
