import { expect, test } from 'vitest';
import { customerPath, offers, openStockedShop, soldIn } from '../../../support/commerce.ts';

/** The price of each segment, in the list of the month from which on the offer is sold, and in that of a year later. */
const PRICES = {
  '202604': { commercial: '20.00', government: '12.00' },
  '202704': { commercial: '30.00', government: '14.00' },
};
const offerId = '0F000000-0000-4000-8000-000000000001';

async function shopOfTwoSegments() {
  const shop = await openStockedShop();
  const operator = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    shop.send({ as: shop.operator, method, path: `/v1/operator${path}`, ...(body && { body }) });
  const { attributes: _, links: __, ...e3 } = (await operator('GET', `/offers/${offers.e3}`)).body;
  const segments = ['commercial', 'government'];
  const made = await operator('POST', '/offers', { ...e3, id: offerId, segments, state: 'draft' });
  expect([made.status, made.body.segments]).toEqual([201, segments]);
  for (const [month, priceOf] of Object.entries(PRICES)) {
    await operator('POST', '/pricelists', { month });
    const prices = Object.entries(priceOf).map(([segment, price]) => ({
      ...{ offerId, segment, country: 'US', currency: 'USD' },
      ...{ listPrice: price, wholesalePrice: price },
    }));
    expect((await operator('PUT', `/pricelists/${month}/prices`, { prices })).body.rows.failed).toBe(0);
    expect((await operator('POST', `/pricelists/${month}/publish`)).status).toBe(200);
  }
  expect((await operator('POST', `/offers/${offerId}/publish`)).status).toBe(200);
  shop.setClock('2026-04-02T09:00:00Z');
  return { shop, planId: made.body.plan?.id ?? made.body.product.id };
}

test('ORD-4, SUB-1: each segment of an offer is sold, renewed and quoted at its own price', async () => {
  const { shop, planId } = await shopOfTwoSegments();
  const path = `/v1/products/${planId}/skus/${offerId}/availabilities?country=US&targetSegment=government`;
  const { body: shown } = await shop.send({ path });
  const government = shown.items.find(({ segment }: { segment: string }) => segment === 'government');
  expect(government.isPurchasable).toBe(true);
  const order = async (item: string) => {
    const body = { lineItems: [{ offerId: item, quantity: 1 }] };
    const dry = await shop.send({ method: 'POST', path: `${customerPath}/orders?dryRun=true`, body });
    const placed = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body });
    return [placed.status, dry.body.totalPrice];
  };
  expect(await order(offerId)).toEqual([201, 20]);
  expect(await order(`${planId}:${offerId}:${government.id}`)).toEqual([201, 12]);
  const locks = () =>
    soldIn(shop)
      .map(({ segment, priceLock }) => `${segment} ${priceLock?.wholesale}`)
      .sort();
  expect(locks()).toEqual(['commercial 20.00', 'government 12.00']);
  await shop.runJob('renewSubscriptions', '2027-04-02T00:05:00.000Z');
  expect(locks()).toEqual(['commercial 30.00', 'government 14.00']);
});
