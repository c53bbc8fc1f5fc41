import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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
});
