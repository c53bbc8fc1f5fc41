import { describe, expect, test } from 'vitest';
import { offers } from '../../../support/commerce.ts';
import { customerPath, ids } from '../../../support/commerce.ts';
import { directPath, loadDirect, loadPath, myPath, openDirectShop, relationshipEvent, supportEvent, type DirectShop } from '../../../support/direct.ts';

const order = (lineItems: readonly object[], more: object = {}) => ({ lineItems, acknowledgeDirectPurchase: true, ...more });
const buy = (shop: DirectShop, body: object, as = shop.admin, headers: Record<string, string> = {}) =>
  shop.send({ as, method: 'POST', path: '/v1/my/orders', body, headers });
const mine = async (shop: DirectShop, as = shop.admin) => (await shop.send({ as, path: myPath })).body.items;
const cancel = (shop: DirectShop, id: string, as = shop.admin) =>
  shop.send({ as, method: 'POST', path: `${myPath}/${id}/cancel` });
const patch = (shop: DirectShop, id: string, body: object, as = shop.admin, headers: Record<string, string> = {}) =>
  shop.send({ as, method: 'PATCH', path: `${myPath}/${id}`, body, headers });

describe('direct purchases', () => {
  test('CUS-4: buys at list price, in the country’s currency, whole, and shows it with its price', async () => {
    const shop = await openDirectShop();
    const bought = await buy(shop, order([{ offerId: offers.e3, quantity: 10 }]));
    expect(bought.status).toBe(201);
    expect(bought.body).toMatchObject({ currencyCode: 'USD', status: 'completed', referenceCustomerId: ids.customer });
    const [sold] = await mine(shop);
    expect(sold).toMatchObject({ channel: 'direct', quantity: 10, status: 'active', soldBy: { channel: 'direct' } });
    const partner = await shop.send({ method: 'POST', path: `${customerPath}/orders?dryRun=true`, body: order([{ offerId: offers.e3, quantity: 10 }]) });
    expect(sold.price.cyclePrice).toBe(bought.body.totalPrice);
    expect(sold.price.cyclePrice).toBeGreaterThan(partner.body.totalPrice);
    expect(sold.price.unitPrice * 10).toBeCloseTo(sold.price.cyclePrice, 2);
  });
});
