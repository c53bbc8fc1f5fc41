import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pricesInForce } from '../../../functions/commerce/price-lists/store/price-store.ts';
import type { Item } from '../../../shared/dynamo/table.ts';
import { customerPath, offers, openShop, type Shop } from '../../support/commerce.ts';

/** What was stored of catalogue, price lists and counted seats before they had the envelope and the keys of today. */
const former: readonly Item[] = JSON.parse(readFileSync(new URL('./former-stock.json', import.meta.url), 'utf8'));

async function formerShop(): Promise<Shop> {
  const shop = await openShop();
  await shop.fill(former);
  return shop;
}

const asOperator = (shop: Shop) => (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  shop.send({ as: shop.operator, method, path: `/v1/operator/${path}`, body });
const order = (shop: Shop, offerId: string, quantity: number) =>
  shop.send({
    method: 'POST',
    path: `${customerPath}/orders`,
    body: { billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, offerId, quantity }] },
  });

describe('OPS-3: what was stored before', () => {
  test('CAT-1: the catalogue is read, and goes on changing', async () => {
    const shop = await formerShop();
    const ask = asOperator(shop);
    const { items } = (await ask('GET', 'offers')).body;
    expect(items.map(({ name, state }: { name: string; state: string }) => [name, state]).sort()).toEqual([
      ['Calling', 'published'],
      ['Mobility', 'published'],
      ['Office E3', 'published'],
      ['Still a draft', 'draft'],
    ]);
    const german = await shop.send({ path: `/v1/offers/${offers.ems}?country=US`, headers: { 'X-Locale': 'de-DE' } });
    expect(german.body).toMatchObject({ name: 'Mobilität', description: 'Geräte.' });
    const changed = await ask('PUT', `offers/${offers.e3}`, { name: 'Office E3, renamed' });
    expect(changed.status, changed.text).toBe(200);
    await ask('POST', 'offercategories', { id: 'museum_key', name: 'Museum', rank: 56 });
    const categories = (await ask('GET', 'offercategories')).body.items.map(({ id }: { id: string }) => id);
    expect(categories).toEqual(expect.arrayContaining(['School_Key', 'museum_key', 'Trial_Key']));
    const again = (await ask('GET', 'offers')).body.items.map(({ name }: { name: string }) => name);
    expect(again.sort()).toEqual(['Calling', 'Mobility', 'Office E3, renamed', 'Still a draft']);
  });

  test('CAT-1: seats that were counted before are still counted', async () => {
    const shop = await formerShop();
    const cap = await order(shop, offers.ems, 56);
    expect([cap.status, cap.body.code]).toEqual([403, 800088]);
    expect((await order(shop, offers.ems, 55)).status).toBe(201);
    expect((await order(shop, offers.ems, 1)).body.code).toBe(800088);
  });

  test.each`
    at                        | offerId                     | pair        | listPrice    | because
    ${'2026-02-20T00:00:00Z'} | ${offers.e3}                | ${'US#USD'} | ${'20.00'}   | ${'the list of February is in force'}
    ${'2026-03-31T23:59:59Z'} | ${offers.e3}                | ${'US#USD'} | ${'20.00'}   | ${'it is until April begins'}
    ${'2026-04-01T00:00:00Z'} | ${offers.e3}                | ${'US#USD'} | ${'21.00'}   | ${'April changed it'}
    ${'2026-04-01T00:00:00Z'} | ${offers.e3}                | ${'FR#EUR'} | ${'22.00'}   | ${'April did not change France'}
    ${'2026-04-01T00:00:00Z'} | ${offers.audioConferencing} | ${'US#USD'} | ${'4.00'}    | ${'nor other offers'}
    ${'2026-04-01T00:00:00Z'} | ${offers.e3}                | ${'GB#GBP'} | ${undefined} | ${'what a draft adds is nobody’s price'}
  `('CAT-4: at $at $offerId in $pair costs $listPrice: $because', async ({ at, offerId, pair, listPrice }) => {
    const { table } = await formerShop();
    const [country, currency] = pair.split('#');
    const prices = await pricesInForce(table, { at, country, currency });
    expect((await prices.priceOf({ id: offerId }, 'commercial'))?.list).toBe(listPrice);
  });

  test('CAT-4: a list is shown with what changed, and a draft goes on from where it was', async () => {
    const shop = await formerShop();
    const ask = asOperator(shop);
    const before = (await ask('GET', 'pricelists')).body.items;
    expect(before.map(({ month, prices, changes }: Record<string, unknown>) => [month, prices, changes])).toEqual([
      ['202602', 6, { ADD: 6, CHG: 0, DEL: 0, UNC: 0 }],
      ['202604', 6, { ADD: 0, CHG: 1, DEL: 0, UNC: 5 }],
      ['202605', 6, { ADD: 1, CHG: 1, DEL: 1, UNC: 4 }],
    ]);
    const price = { offerId: offers.ems, country: 'FR', currency: 'EUR', listPrice: '13.00', wholesalePrice: '11.00' };
    const put = await ask('PUT', 'pricelists/202605/prices', [price]);
    expect(put.body).toMatchObject({ prices: 6, changes: { ADD: 1, CHG: 2, DEL: 1, UNC: 3 } });
    expect((await ask('POST', 'pricelists/202605/publish')).body).toMatchObject({
      state: 'published',
      prices: 6,
      changes: { ADD: 1, CHG: 2, DEL: 1, UNC: 3 },
    });
    const of = async (month: string) => {
      const { items } = (await ask('GET', `pricelists/${month}`)).body;
      return items.map(({ country, listPrice }: Record<string, string>) => `${country} ${listPrice}`).sort();
    };
    expect(await of('202605')).toEqual(['FR 13.00', 'FR 22.00', 'GB 19.00', 'US 12.00', 'US 18.00', 'US 21.00']);
    expect(await of('202604')).toEqual(['FR 11.00', 'FR 22.00', 'US 10.00', 'US 18.00', 'US 21.00', 'US 4.00']);
    expect(await of('202602')).toEqual(['FR 11.00', 'FR 22.00', 'US 10.00', 'US 18.00', 'US 20.00', 'US 4.00']);
  });

  test('CAT-4: a draft that nobody touched is published as it is, and one that replaces all has nothing else', async () => {
    for (const isReplaced of [false, true]) {
      const shop = await formerShop();
      const ask = asOperator(shop);
      const price = { offerId: offers.e3, country: 'US', currency: 'USD', listPrice: '9.00', wholesalePrice: '8.00' };
      if (isReplaced) await ask('PUT', 'pricelists/202605/prices?whole=true', [price]);
      const published = (await ask('POST', 'pricelists/202605/publish')).body;
      expect(published.changes).toEqual(
        isReplaced ? { ADD: 0, CHG: 1, DEL: 5, UNC: 0 } : { ADD: 1, CHG: 1, DEL: 1, UNC: 4 },
      );
      const { items } = (await ask('GET', 'pricelists/202605')).body;
      expect(items).toHaveLength(isReplaced ? 1 : 6);
    }
  });

  test('CAT-3: an offer that some list of before prices may be published', async () => {
    const shop = await formerShop();
    const ask = asOperator(shop);
    const draft = '00000000-0000-4000-8000-000000000001';
    expect((await ask('POST', `offers/${draft}/publish`)).body.parameters).toEqual({ field: 'prices' });
    await ask('PUT', 'pricelists/202605/prices', [
      { offerId: draft, country: 'US', currency: 'USD', listPrice: '9.00', wholesalePrice: '8.00' },
    ]);
    expect((await ask('POST', `offers/${draft}/publish`)).status).toBe(400);
    await ask('POST', 'pricelists/202605/publish');
    expect((await ask('POST', `offers/${draft}/publish`)).status).toBe(200);
  });
});
