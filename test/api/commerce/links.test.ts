import { beforeAll, expect, test } from 'vitest';
import { customerPath, offers, openStockedShop, type Shop } from '../../support/commerce.ts';

/** What is sold is changed behind the links that lead to it: the links of every answer lead somewhere all the same. */
let shop: Shop;
beforeAll(async () => {
  shop = await openStockedShop();
  await sellAndWithdraw();
});

const order = (lineItems: object[]) =>
  shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems } });
const change = (path: string, method: 'POST' | 'PUT', body: object) =>
  shop.send({ as: shop.operator, method, path: `/v1/operator/offers/${path}`, body });

async function sellAndWithdraw(): Promise<void> {
  const bought = await order([
    { lineItemNumber: 0, offerId: offers.e3, quantity: 4 },
    { lineItemNumber: 1, offerId: offers.ems, quantity: 2 },
    { lineItemNumber: 2, offerId: offers.azure, quantity: 1 },
  ]);
  expect(bought.status, bought.text).toBe(201);
  const parentSubscriptionId = bought.body.lineItems[0].subscriptionId;
  await order([{ lineItemNumber: 0, offerId: offers.audioConferencing, quantity: 1, parentSubscriptionId }]);
  const lineItems = [{ catalogItemId: offers.e3, quantity: 1 }];
  await shop.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems } });
  const changes = [
    await change(`${offers.e3}/retire`, 'POST', { renewable: true }),
    await change(offers.ems, 'PUT', { markets: ['DE'] }),
    await change(offers.azure, 'PUT', { saleUntil: '2026-02-10T09:00:00Z' }),
  ];
  expect(changes.map(({ status }) => status)).toEqual([200, 200, 200]);
}

interface FoundLink {
  readonly uri: string;
  readonly method: string;
}
const isLink = (value: object): value is FoundLink => 'uri' in value && 'method' in value;

/** Links that an answer has anywhere; pages about a product are elsewhere in the web. */
function linksIn(value: unknown): FoundLink[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isLink(value)) return [value];
  return Object.entries(value).flatMap(([name, member]) => (name === 'learnMore' ? [] : linksIn(member)));
}

const ID =
  /(?<=\/(?:products|skus|availabilities|offers|orders|subscriptions|customers|carts|lineitems|pricelists)\/)[^/?]+/g;
const shapeOf = (uri: string): string => uri.replace(ID, '*');
/** Links of one shape to be followed: of hundreds of offers each has the same ones. Those of what was sold come first. */
const SAME_SHAPE = 20;

test('CAT-1, API-1: every link of every answer of commerce leads to what it names', async () => {
  const carts = [...shop.table.items.values()].flatMap(({ sk }) => (sk.startsWith('CART#') ? [sk.slice(5)] : []));
  const queue = [
    `${customerPath}/orders`,
    `${customerPath}/subscriptions`,
    '/v1/subscriptions',
    ...carts.map((id) => `${customerPath}/carts/${id}`),
    `${customerPath}/products?targetView=OnlineServices`,
    `${customerPath}/offers?size=20`,
    '/v1/products?country=US&targetView=Azure',
    '/v1/products?country=US&targetView=OnlineServices',
    '/v1/offers?country=US&size=20',
    '/v1/pricelists',
  ];
  const asked = new Set(queue);
  const shapes = new Map<string, number>();
  const broken: unknown[] = [];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { status, body } = await shop.send({ path });
    const named = decodeURIComponent(path.split('?')[0]!.split('/').at(-1)!);
    const isMeant = body?.id === undefined || body.id.toLowerCase() === named.toLowerCase();
    if (status !== 200 || !isMeant) broken.push([path, status, body?.id ?? body]);
    for (const { uri, method } of linksIn(body)) {
      const [next, shape] = [`/v1${uri}`, shapeOf(uri)];
      const count = shapes.get(shape) ?? 0;
      if (method !== 'GET' || asked.has(next) || count >= SAME_SHAPE) continue;
      asked.add(next);
      shapes.set(shape, count + 1);
      queue.push(next);
    }
  }
  expect(broken).toEqual([]);
  expect([...shapes.keys()]).toEqual(
    expect.arrayContaining([
      '/products/*?country=US',
      '/products/*/skus/*?country=US',
      '/products/*/skus/*/availabilities/*?country=US',
      '/customers/*/products/*/skus/*/availabilities/*',
      '/customers/*/subscriptions/*',
      '/offers/*?country=US',
    ]),
  );
});
