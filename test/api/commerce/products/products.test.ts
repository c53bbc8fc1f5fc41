import { beforeAll, describe, expect, test } from 'vitest';
import { availabilityId } from '../../../../functions/commerce/catalogue/domain/catalogue-item.ts';
import { catalogueStore } from '../../../../functions/commerce/catalogue/store/catalogue-store.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { accessWriter, aPartnerAccount } from '../../../support/access.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openStockedShop();
});

interface Named {
  readonly id: string;
}
const idsOf = (items: readonly Named[]): string[] => items.map(({ id }) => id);
const get = (path: string, of: { shop?: Shop; as?: TokenClaims } = {}) =>
  (of.shop ?? shop).send({ path: `/v1${path}`, ...(of.as && { as: of.as }) });
const planOf = async (offerId: string, of = shop): Promise<string> =>
  (await get(`/offers/${offerId}?country=US`, { shop: of })).body.product.id;
const put = (of: Shop, path: string, body: object) =>
  of.send({ as: of.operator, method: 'PUT', path: `/v1/operator${path}`, body });
const open = (of: Shop, segment: string, isOpen: boolean) => put(of, `/segments/${segment}`, { isOpen });

/** A new offer that is on sale; metered, so that it needs no price. */
async function sell(of: Shop, change: object): Promise<{ id: string; plan: string }> {
  const body = {
    name: 'Third',
    family: 'office365',
    plan: { id: 'PLAN-THIRD', name: 'Third' },
    markets: ['*'],
    billing: 'usage',
    ...change,
  };
  const made = await of.send({ as: of.operator, method: 'POST', path: '/v1/operator/offers', body });
  expect(made.status, made.text).toBe(201);
  const path = `/v1/operator/offers/${made.body.id}/publish`;
  expect((await of.send({ as: of.operator, method: 'POST', path })).status).toBe(200);
  return { id: made.body.id, plan: made.body.plan.id };
}

describe('products of a market', () => {
  const list = (query: string) => get(`/products?${query}`);

  test('CAT-1: every offer on sale is a SKU of one product, and its plan the id', async () => {
    const [seats, metered, all] = [
      await list('country=us&targetView=onlineservices'),
      await list('country=US&targetView=MicrosoftAzure'),
      await get('/offers?country=US'),
    ];
    const plans = new Set<string>(all.body.items.map(({ product }: { product: Named }) => product.id));
    expect([...idsOf(seats.body.items), ...idsOf(metered.body.items)].sort()).toEqual([...plans].sort());
    expect(metered.body.items).toMatchObject([
      { productType: { id: 'Azure', subType: { id: 'Azure' } }, isMicrosoftProduct: true },
    ]);
    expect(seats.body).toMatchObject({ totalCount: plans.size - 1, attributes: { objectType: 'Collection' } });
    expect(seats.body.items[0]).toMatchObject({ productType: { id: 'OnlineServices' }, publisherName: 'Program' });
  });

  test('CAT-1: what a product is sold as has the limits, the plan and the cycles of its offer', async () => {
    const plan = await planOf(offers.e3);
    const { body } = await get(`/products/${plan.toLowerCase()}/skus?country=US`);
    const sku = body.items.find(({ id }: Named) => id === offers.e3);
    expect(sku).toMatchObject({
      productId: plan,
      title: 'Office 365 Enterprise E3',
      isTrial: false,
      supportedBillingCycles: ['annual', 'monthly'],
      purchasePrerequisites: ['MicrosoftCloudAgreement'],
      inventoryVariables: [],
      provisioningVariables: [],
      dynamicAttributes: { billingType: 'license', isAddon: false, hasAddOns: true, provisioningId: plan },
    });
    expect(Object.values(sku.dynamicAttributes).every((value) => typeof value !== 'object')).toBe(true);
    expect(body.items.every(({ productId }: { productId: string }) => productId === plan)).toBe(true);
  });

  test('CAT-5: an add-on says that a line names its base', async () => {
    const plan = await planOf(offers.audioConferencing);
    const { body } = await get(`/products/${plan}/skus/${offers.audioConferencing}?country=US`);
    expect(body).toMatchObject({
      provisioningVariables: ['ParentSubscriptionId'],
      dynamicAttributes: { isAddon: true },
    });
  });

  test('CAT-7: nothing is a trial, and what is available is not one either', async () => {
    const plan = await planOf(offers.e3);
    const { body } = await get(`/products/${plan}/skus/${offers.e3}/availabilities?country=US`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ isPurchasable: true, isRenewable: true, sku: { isTrial: false } });
  });

  test('CAT-1: an availability names the item, its terms and the currency of the partner', async () => {
    const plan = await planOf(offers.e3);
    const path = `/products/${plan}/skus/${offers.e3}/availabilities`;
    const [first] = (await get(`${path}?country=US`)).body.items;
    expect(first).toMatchObject({
      id: expect.stringMatching(/^[A-Z2-9]{12}$/),
      catalogItemId: offers.e3,
      skuId: offers.e3,
      productId: plan,
      segment: 'commercial',
      country: 'US',
      defaultCurrency: { code: 'USD', symbol: '$' },
      terms: [
        { duration: 'P1Y', billingCycle: 'Annual' },
        { duration: 'P1Y', billingCycle: 'Monthly' },
      ],
      links: { self: { uri: `${path}/${first.id}?country=US`, method: 'GET' } },
    });
    expect((await get(`${path}/${first.id.toLowerCase()}?country=US`)).body).toEqual(first);
    const british = (await get(`${path}?country=GB`)).body.items[0];
    expect(british.id).not.toBe(first.id);
    const asOperator = await get(`${path}?country=US`, { as: shop.operator });
    expect(asOperator.body.items[0].defaultCurrency).toBeUndefined();
  });

  test('CAT-2: what is not sold in a country is not listed there, and cannot be bought when it is named', async () => {
    const all = await get('/offers?country=US');
    const crm = all.body.items.find(({ name }: { name: string }) => name.includes('Dynamics'));
    const listed = async (country: string) =>
      idsOf((await list(`country=${country}&targetView=OnlineServices`)).body.items).includes(crm.product.id);
    expect([await listed('US'), await listed('AF')]).toEqual([true, false]);
    const path = `/products/${crm.product.id}/skus`;
    expect((await get(`${path}?country=AF`)).body.items).toEqual([]);
    expect((await get(`${path}/${crm.id}?country=AF`)).status).toBe(200);
    expect((await get(`${path}/${crm.id}/availabilities?country=AF`)).body.items).toEqual([]);
  });

  test('CAT-2, PRG-3: where the program sells no more nothing is listed, and what was sold there is still found', async () => {
    const of = await openStockedShop();
    const plan = await planOf(offers.e3, of);
    const sku = `/products/${plan}/skus/${offers.e3}`;
    const { id } = (await get(`${sku}/availabilities?country=US`, { shop: of })).body.items[0];
    await catalogueStore(of.table).saveMarkets({ asOf: 1, regions: [{ region: 'EU_EFTA', countries: 'DE FR' }] });
    const ask = (path: string) => get(`${path}country=US`, { shop: of, as: of.operator });
    for (const list of ['/products?targetView=Azure&', '/offers?', '/offercategories?'])
      expect((await ask(list)).body.code).toBe(800070);
    const one = await ask(`${sku}/availabilities/${id}?`);
    expect([one.status, one.body.isPurchasable]).toEqual([200, false]);
    expect((await ask(`/offers/${offers.e3}?`)).body).toMatchObject({ id: offers.e3, isAvailableForPurchase: false });
    expect((await ask(`${sku}/availabilities?`)).body.items).toEqual([]);
  });

  test.each([
    ['no country', 'targetView=Azure', 400, 800002],
    ['a country of three letters', 'country=USA&targetView=Azure', 400, 800002],
    ['a country of no letters', 'country=%00%00&targetView=Azure', 400, 800002],
    ['a country outside the program', 'country=KP&targetView=Azure', 400, 800070],
    ['no view', 'country=US', 400, 800002],
    ['an unknown view', 'country=US&targetView=Office', 403, 400036],
    ['a segment that is closed', 'country=US&targetView=Azure&targetSegment=Education', 403, 400030],
    ['an unknown segment', 'country=US&targetView=Azure&targetSegment=games', 400, 800002],
  ])('CAT-2: %s is refused', async (_, query, status, code) => {
    const answer = await list(query);
    expect([answer.status, answer.body.code], answer.text).toEqual([status, code]);
  });

  test('CAT-1: known views of what the program does not sell are empty; the scope of reservations changes nothing', async () => {
    for (const view of ['AzureReservations', 'AzureReservationsVM', 'Software', 'SoftwareSUSELinux'])
      expect((await list(`country=US&targetView=${view}`)).body).toMatchObject({ totalCount: 0, items: [] });
    const [plain, scoped] = [
      await list('country=US&targetView=Azure'),
      await list('country=US&targetView=Azure&reservationScope=AzurePlan'),
    ];
    expect(scoped.body.items).toEqual(plain.body.items);
  });

  test('CUS-5: a segment narrows products, SKUs and availabilities', async () => {
    const { body } = await list('country=US&targetView=OnlineServices&targetSegment=Nonprofit');
    const all = (await get('/offers?country=US')).body.items.filter(
      ({ reselleeQualifications: [needed] }: { reselleeQualifications: string[] }) => needed === 'Nonprofit',
    );
    expect(idsOf(body.items).sort()).toEqual(
      [...new Set(all.map(({ product }: { product: Named }) => product.id))].sort(),
    );
    const [{ id: skuId, product }] = all;
    const path = `/products/${product.id}/skus`;
    const segmented = async (segment: string) => [
      idsOf((await get(`${path}?country=US&targetSegment=${segment}`)).body.items).includes(skuId),
      (await get(`${path}/${skuId}/availabilities?country=US&targetSegment=${segment}`)).body.totalCount,
    ];
    expect([await segmented('nonprofit'), await segmented('commercial')]).toEqual([
      [true, 1],
      [false, 0],
    ]);
  });

  test.each([
    ['product', (plan: string) => `${plan}X`, 400013],
    ['product of a SKU', (plan: string) => `${plan}X/skus/${offers.e3}`, 400013],
    ['SKU', (plan: string) => `${plan}/skus/${offers.ems}`, 400018],
    ['SKU of an availability', (plan: string) => `${plan}/skus/NOTHING/availabilities/AAAAAAAAAAAA`, 400018],
    ['availability', (plan: string) => `${plan}/skus/${offers.e3}/availabilities/AAAAAAAAAAAA`, 400019],
    ['availability of odd letters', (plan: string) => `${plan}/skus/${offers.e3}/availabilities/%27%20or%201`, 400019],
  ])('CAT-1: an unknown %s is not found, for a market and for a customer', async (_, path, code) => {
    const rest = path(await planOf(offers.e3));
    for (const answer of [
      await get(`/products/${rest}?country=US`),
      await get(`${customerPath.slice(3)}/products/${rest}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, code]);
  });

  test('CAT-1: the Offers API asked for a product says where products are', async () => {
    const plan = await planOf(offers.e3);
    for (const id of [plan, `${plan}:${offers.e3}:AAAAAAAAAAAA`]) {
      const answer = await get(`/offers/${id}?country=US`);
      expect([answer.status, answer.body.code]).toEqual([400, 2100]);
    }
  });
});

describe('what a customer can buy', () => {
  const own = (rest: string) => `${customerPath.slice(3)}/products${rest}`;

  test('CUS-5, CAT-2: the same products as its offers, from its own country and in links of its own', async () => {
    const { body } = await get(own('?targetView=OnlineServices'));
    const offersOf = (await get(`${customerPath.slice(3)}/offers`)).body.items;
    const plans = offersOf
      .filter(({ billing }: { billing: string }) => billing === 'license')
      .map(({ product }: { product: Named }) => product.id);
    expect(idsOf(body.items).sort()).toEqual([...new Set(plans)].sort());
    expect(body.items[0].links.self.uri).toBe(own(`/${body.items[0].id}`));
  });

  test('CUS-5: a SKU that it may not buy does not exist for it; for its market it does', async () => {
    const nonprofit = (await get('/offers?country=US')).body.items.find(
      ({ reselleeQualifications: [needed] }: { reselleeQualifications: string[] }) => needed === 'Nonprofit',
    );
    const rest = `/${nonprofit.product.id}/skus/${nonprofit.id}`;
    const refused = await get(own(rest));
    expect([refused.status, [400013, 400018].includes(refused.body.code)]).toEqual([404, true]);
    const browsed = await get(`/products${rest}/availabilities?country=US`);
    const [{ id }] = browsed.body.items;
    expect((await get(own(`${rest}/availabilities/${id}`))).status).toBe(404);
  });

  test('SUB-7: neither another partner nor an advisor is shown what a customer can buy', async () => {
    const of = await openStockedShop();
    const other = '66666666-6666-4666-8666-666666666666';
    await accessWriter(of.table).account({
      tenantId: other,
      name: 'Other',
      domain: 'other.example',
      country: 'US',
      partner: aPartnerAccount(),
    });
    const as = await of.user(['AdminAgent'], other);
    const plan = await planOf(offers.e3, of);
    const paths = ['', `/${plan}`, `/${plan}/skus`, `/${plan}/skus/${offers.e3}`];
    const rows = [...paths, `${paths[3]}/availabilities`, `${paths[3]}/availabilities/AAAAAAAAAAAA`];
    const ask = async (path: string) => {
      const answer = await get(own(`${path}?targetView=Azure`), { shop: of, as });
      return [answer.status, answer.body.code];
    };
    for (const path of rows) expect(await ask(path)).toEqual([403, 20002]);
    await storeBuyer(of.table, { partnerId: other, relationship: { relationship: 'advisor' } });
    for (const path of rows) expect(await ask(path)).toEqual([403, 20002]);
  });
});

describe('CAT-6: the national cloud', () => {
  const national = { nationalCloud: 'germany', plan: { id: 'PLAN-DE', name: 'Office Deutschland' } };

  const seenBy = async (region: string, cloud: 'global' | 'germany') => {
    const of = await openStockedShop();
    await storeSeller(of.table, { region, regionCountries: ['DE', 'FR'], cloud, currency: 'EUR' });
    const { id, plan } = await sell(of, national);
    return async (country: string) => {
      const path = `/products/${plan}/skus/${id}`;
      const [listed, offered, one, available] = [
        await get(`/products?country=${country}&targetView=MicrosoftAzure`, { shop: of }),
        await get(`/offers?country=${country}`, { shop: of }),
        await get(`${path}?country=${country}`, { shop: of }),
        await get(`${path}/availabilities?country=${country}`, { shop: of }),
      ];
      const lists = [idsOf(listed.body.items).includes(plan), idsOf(offered.body.items).includes(id)];
      return [...lists, one.status, available.body.totalCount];
    };
  };

  test('CAT-6: partners in EU and EFTA alone see it, and sell it to customers there alone', async () => {
    const [american, european] = [await seenBy('US', 'global'), await seenBy('EU_EFTA', 'germany')];
    expect(await american('DE')).toEqual([false, false, 404, undefined]);
    expect(await american('US')).toEqual([false, false, 404, undefined]);
    expect(await european('DE')).toEqual([true, true, 200, 1]);
    expect(await european('US')).toEqual([false, false, 200, 0]);
  });
});

describe('CUS-5: what is closed until it is opened', () => {
  const rows = [
    ['education', { segments: ['education'] }, 'education', 'nonprofit'],
    [
      'governmentCommunity',
      { segments: ['government'], nationalCloud: 'governmentCommunity' },
      'government',
      'education',
    ],
  ] as const;

  test.each(rows)(
    'CUS-5: %s: closed, opened, sold to who qualifies, closed again',
    async (reserved, change, buyer, other) => {
      const of = await openStockedShop();
      const { id, plan } = await sell(of, change);
      const order = () =>
        of.send({
          method: 'POST',
          path: `${customerPath}/orders`,
          body: { lineItems: [{ lineItemNumber: 0, offerId: id, quantity: 1 }] },
        });
      const state = async () => {
        const [browsed, own, one, ordered] = [
          await get('/products?country=US&targetView=MicrosoftAzure', { shop: of }),
          await get(`${customerPath.slice(3)}/products?targetView=MicrosoftAzure`, { shop: of }),
          await get(`/products/${plan}?country=US`, { shop: of }),
          await order(),
        ];
        const lists = [browsed, own].map(({ body }) => idsOf(body.items).includes(plan));
        return [...lists, one.status, ordered.body.code ?? ordered.status];
      };
      await storeBuyer(of.table, { customer: { qualification: buyer } });
      expect(await state()).toEqual([false, false, 404, 2085]);
      expect((await open(of, reserved, true)).body).toMatchObject({ id: reserved, isOpen: true });
      await storeBuyer(of.table, { customer: { qualification: other } });
      expect(await state()).toEqual([true, false, 200, 800086]);
      await storeBuyer(of.table, { customer: { qualification: buyer } });
      expect(await state()).toEqual([true, true, 200, 201]);
      const { body: sold } = await of.send({ path: `${customerPath}/subscriptions` });
      await open(of, reserved.toUpperCase(), false);
      expect(await state()).toEqual([false, false, 200, 2085]);
      for (const name of ['offer', 'product', 'sku'])
        expect((await get(sold.items[0].links[name].uri, { shop: of })).status, name).toBe(200);
    },
  );

  test('CUS-5: the operator alone opens, and sees what is open; what is no such segment is not found', async () => {
    const of = await openStockedShop();
    await open(of, 'education', true);
    const { body } = await of.send({ as: of.operator, path: '/v1/operator/segments' });
    expect(body.items.map(({ id, isOpen }: { id: string; isOpen: boolean }) => [id, isOpen])).toEqual([
      ['education', true],
      ['governmentCommunity', false],
    ]);
    expect((await open(of, 'commercial', true)).status).toBe(404);
    const path = '/v1/operator/segments/education';
    expect((await of.send({ method: 'PUT', path, body: { isOpen: true } })).body.code).toBe(2032);
  });

  test('CUS-5: opening twice saves once; beside a change of an offer both count', async () => {
    const of = await openStockedShop();
    const renamed = put(of, `/offers/${offers.e3}`, { name: 'Office E3' });
    await Promise.all([open(of, 'education', true), renamed, open(of, 'governmentCommunity', true)]);
    expect(
      ((await of.send({ as: of.operator, path: '/v1/operator/segments' })).body.items as { isOpen: boolean }[]).every(
        ({ isOpen }) => isOpen,
      ),
    ).toBe(true);
    expect((await get(`/offers/${offers.e3}?country=US`, { shop: of })).body.name).toBe('Office E3');
    const version = () =>
      [...of.table.items.values()].find(({ pk, sk }) => pk.endsWith('#CATALOGUE') && sk === 'HEAD')?.version;
    const before = version();
    await open(of, 'education', true);
    expect(version()).toBe(before);
  });
});

describe('one item, three names', () => {
  test('CAT-1: products, SKU, availability, cart, order, subscription, by each of them', async () => {
    const of = await openStockedShop();
    const from = async (path: string) => (await get(`${customerPath.slice(3)}${path}`, { shop: of })).body;
    const products = await from('/products?targetView=OnlineServices');
    const product = products.items.find(({ title }: { title: string }) => title === 'Office 365 Enterprise E3');
    const skus = await get(product.links.skus.uri, { shop: of });
    const sku = skus.body.items[0];
    const [availability] = (await get(sku.links.availabilities.uri, { shop: of })).body.items;
    const offer = (await get(`/offers/${sku.id}?country=US`, { shop: of })).body;
    const names = [
      availability.catalogItemId,
      `${availability.productId}:${availability.skuId}:${availability.id}`,
      ` ${offer.product.id}:${offer.id}:${availability.id} `.toLowerCase(),
    ];
    for (const catalogItemId of names) {
      const lines = [{ catalogItemId, quantity: 3, termDuration: availability.terms[0].duration }];
      const cart = await of.send({ method: 'POST', path: `${customerPath}/carts`, body: { lineItems: lines } });
      expect(cart.body.lineItems[0].error).toBeUndefined();
      const done = await of.send({ method: 'POST', path: `${customerPath}/carts/${cart.body.id}/checkout` });
      const [ordered] = done.body.orders[0].lineItems;
      expect(ordered.offerId).toBe(sku.id);
      const direct = await of.send({
        method: 'POST',
        path: `${customerPath}/orders`,
        body: { lineItems: [{ lineItemNumber: 0, offerId: catalogItemId, quantity: 3 }] },
      });
      expect([direct.status, direct.body.lineItems[0].offerId]).toEqual([201, sku.id]);
      const sold = await from(`/subscriptions/${ordered.subscriptionId}`);
      expect([sold.offerId, sold.quantity]).toEqual([sku.id, 3]);
      for (const links of [ordered.links, direct.body.lineItems[0].links, sold.links]) {
        expect((await get(links.product.uri, { shop: of })).body.id).toBe(product.id);
        expect((await get(links.sku.uri, { shop: of })).body.id).toBe(sku.id);
        expect((await get(links.availability.uri, { shop: of })).body.id).toBe(availability.id);
      }
    }
  });

  test.each([
    ['of another market', { country: 'GB', segment: 'commercial', month: '2026-02' }],
    ['of another segment', { country: 'US', segment: 'nonprofit', month: '2026-02' }],
    ['of a list that is not in force', { country: 'US', segment: 'commercial', month: '2026-03' }],
  ])('CAT-1: an availability %s is none', async (_, place) => {
    const item = `${await planOf(offers.e3)}:${offers.e3}:${availabilityId(offers.e3, place)}`;
    const body = { lineItems: [{ lineItemNumber: 0, offerId: item, quantity: 3 }] };
    const answer = await shop.send({ method: 'POST', path: `${customerPath}/orders`, body });
    expect([answer.status, answer.body.code]).toEqual([404, 400019]);
  });

  test('CAT-1, CAT-4: an id stays through the months of a list, is taken for twelve months after, and found for good', async () => {
    const of = await openStockedShop();
    const plan = await planOf(offers.e3, of);
    const path = `/products/${plan}/skus/${offers.e3}/availabilities`;
    const now = async () => (await get(`${path}?country=US`, { shop: of })).body.items[0];
    const first = await now();
    await publishNext(of, '202604', '2026-02-20T00:00:00Z');
    of.setClock('2026-03-31T23:59:59Z');
    expect((await now()).id).toBe(first.id);
    of.setClock('2026-04-01T00:00:00Z');
    const second = await now();
    expect([second.id === first.id, second.isPurchasable]).toEqual([false, true]);
    const found = async (at: string) => {
      of.setClock(at);
      const { status, body } = await get(`${path}/${first.id}?country=US`, { shop: of });
      const order = await of.send({
        method: 'POST',
        path: `${customerPath}/orders`,
        body: { lineItems: [{ lineItemNumber: 0, offerId: `${plan}:${offers.e3}:${first.id}`, quantity: 1 }] },
      });
      return [status, body.id, body.isPurchasable, order.body.code ?? order.status];
    };
    expect(await found('2027-03-31T23:59:59Z')).toEqual([200, first.id, true, 201]);
    expect(await found('2027-04-01T00:00:00Z')).toEqual([200, first.id, false, 400019]);
    expect((await now()).id).toBe(second.id);
  });
});

async function publishNext(of: Shop, month: string, at: string): Promise<void> {
  of.setClock(at);
  for (const [path, body] of [
    ['', { month }],
    [`/${month}/publish`, undefined],
  ] as const) {
    const answer = await of.send({
      as: of.operator,
      method: 'POST',
      path: `/v1/operator/pricelists${path}`,
      ...(body && { body }),
    });
    expect(answer.status, answer.text).toBeLessThan(300);
  }
  await of.deliver();
}

describe('what is left', () => {
  const check = (body: object, of: { shop?: Shop; as?: TokenClaims; country?: string } = {}) =>
    (of.shop ?? shop).send({
      method: 'POST',
      path: `/v1/extensions/product/checkinventory?country=${of.country ?? 'US'}`,
      body,
      ...(of.as && { as: of.as }),
    });

  test('CAT-1: a plain list; all SKUs of a product where none is named, nothing of what is unknown', async () => {
    const plan = await planOf(offers.e3);
    const { status, body } = await check({
      targetItems: [
        { ProductId: plan },
        { productId: plan, skuId: offers.e3 },
        { productId: 'NOTHING' },
        { productId: plan, skuId: offers.ems },
      ],
      inventoryContext: { azureSubscriptionId: 'x', armRegionName: 'west' },
    });
    const skus = (await get(`/products/${plan}/skus?country=US`)).body.items;
    expect([status, Array.isArray(body)]).toEqual([200, true]);
    expect(body).toEqual(
      skus.map(({ id }: Named) => ({ productId: plan, skuId: id, isRestricted: false, restrictions: [] })),
    );
  });

  test('CAT-1: a product of which there is only so much asks for the check, and is restricted once it is sold', async () => {
    const of = await openStockedShop();
    await put(of, `/offers/${offers.e3}`, { inventory: { limit: 5 }, tenantSeatCap: 5 });
    const plan = await planOf(offers.e3, of);
    const sku = (await get(`/products/${plan}/skus/${offers.e3}?country=US`, { shop: of })).body;
    expect([sku.purchasePrerequisites, sku.inventoryVariables]).toEqual([
      ['MicrosoftCloudAgreement', 'InventoryCheck'],
      ['CustomerId'],
    ]);
    const targetItems = [{ productId: plan, skuId: offers.e3 }];
    const restricted = async (customerId?: string) =>
      (await check({ targetItems, inventoryContext: { customerId } }, { shop: of })).body[0].isRestricted;
    expect([await restricted(), await restricted(ids.customer)]).toEqual([false, false]);
    const body = { lineItems: [{ lineItemNumber: 0, offerId: offers.e3, quantity: 5 }] };
    expect((await of.send({ method: 'POST', path: `${customerPath}/orders`, body })).status).toBe(201);
    await put(of, `/offers/${offers.e3}`, { inventory: { limit: 50 } });
    expect([await restricted(), await restricted(ids.customer)]).toEqual([false, true]);
    await put(of, `/offers/${offers.e3}`, { inventory: { limit: 5 } });
    const { body: answer } = await check({ targetItems }, { shop: of });
    expect(answer).toMatchObject([{ isRestricted: true, restrictions: [{ reasonCode: 'OutOfInventory' }] }]);
  });

  test('SUB-7, CUS-5: for a customer its partner’s agents alone ask, and what it may not buy is left out', async () => {
    const nonprofit = (await get('/offers?country=US')).body.items.find(
      ({ reselleeQualifications: [needed] }: { reselleeQualifications: string[] }) => needed === 'Nonprofit',
    );
    const targetItems = [{ productId: nonprofit.product.id, skuId: nonprofit.id }];
    const ask = async (customerId?: string, as?: TokenClaims) => {
      const { status, body } = await check({ targetItems, inventoryContext: { customerId } }, { ...(as && { as }) });
      return [status, body.code ?? body.length];
    };
    expect(await ask()).toEqual([200, 1]);
    expect(await ask(ids.customer)).toEqual([200, 0]);
    expect(await ask(ids.foreignCustomer)).toEqual([403, 20002]);
    expect(await ask('nobody')).toEqual([400, 800002]);
    expect(await ask(ids.customer, await shop.user(['GlobalAdmin']))).toEqual([403, 900150]);
    expect(await ask(undefined, await shop.user(['GlobalAdmin']))).toEqual([200, 1]);
  });

  test.each([
    ['no items', { targetItems: [] }],
    ['too many items', { targetItems: Array(101).fill({ productId: 'X' }) }],
    ['an item without a product', { targetItems: [{ skuId: 'X' }] }],
    ['no body', {}],
  ])('CAT-1: %s is refused', async (_, body) => {
    const answer = await check(body);
    expect([answer.status, answer.body.code]).toEqual([400, 800002]);
  });

  test('CAT-2: a country outside the program is refused', async () => {
    expect((await check({ targetItems: [{ productId: 'X' }] }, { country: 'KP' })).body.code).toBe(800070);
  });
});
