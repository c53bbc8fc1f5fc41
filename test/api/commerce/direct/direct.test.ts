import { describe, expect, test } from 'vitest';
import { customerPath, ids, offers, storeBuyer } from '../../../support/commerce.ts';
import {
  type DirectShop,
  directPath,
  loadDirect,
  loadPath,
  myPath,
  openDirectShop,
  relationshipEvent,
  supportEvent,
} from './shop.ts';

const order = (lineItems: readonly object[], more: object = {}) => ({
  lineItems,
  acknowledgeDirectPurchase: true,
  ...more,
});
const buy = (shop: DirectShop, body: object, headers: Record<string, string> = {}, as = shop.admin) =>
  shop.send({ as, method: 'POST', path: '/v1/my/orders', body, headers });
const listed = async (shop: DirectShop, path = myPath, as = shop.admin) =>
  (await shop.send({ as, path })).body.items as Record<string, never>[];
const cancel = (shop: DirectShop, id: string, as = shop.admin) =>
  shop.send({ as, method: 'POST', path: `${myPath}/${id}/cancel` });
const patch = (shop: DirectShop, id: string, body: object, headers: Record<string, string> = {}) =>
  shop.send({ as: shop.admin, method: 'PATCH', path: `${myPath}/${id}`, body, headers });
const sell = async (shop: DirectShop, quantity: number, as = shop.seller) =>
  (
    await shop.send({
      as,
      method: 'POST',
      path: `${customerPath}/orders`,
      body: { lineItems: [{ offerId: offers.e3, quantity, friendlyName: 'Ours' }] },
    })
  ).body.lineItems[0].subscriptionId as string;
const told = ({ events }: DirectShop, type: string) => events.filter((event) => event.type === type);
const codeOf = ({ status, body }: { status: number; body: { code: number } }) => [status, body.code];

describe('buying direct', () => {
  test('CUS-4, ORD-4: at list price, in the currency of the country, whole; the list shows it with its price', async () => {
    const shop = await openDirectShop();
    const bought = await buy(shop, order([{ offerId: offers.e3, quantity: 10 }]));
    expect(bought.status).toBe(201);
    expect(bought.body).toMatchObject({ currencyCode: 'USD', status: 'completed', referenceCustomerId: ids.customer });
    const [sold] = (await listed(shop)) as never as { price: { unitPrice: number; cyclePrice: number } }[];
    expect(sold).toMatchObject({ channel: 'direct', quantity: 10, status: 'active', soldBy: { channel: 'direct' } });
    const quoted = await shop.send({
      method: 'POST',
      path: `${customerPath}/orders?dryRun=true`,
      body: order([{ offerId: offers.e3, quantity: 10 }]),
    });
    expect(sold!.price.cyclePrice).toBe(bought.body.totalPrice);
    expect(sold!.price.cyclePrice).toBe(sold!.price.unitPrice * 10);
    expect(sold!.price.cyclePrice).toBeGreaterThan(quoted.body.totalPrice);
  });

  test('CUS-4: who has a partner says that it knows, and is shown whom it could ask; who has none is not asked', async () => {
    const shop = await openDirectShop();
    const lineItems = [{ offerId: offers.e3, quantity: 1 }];
    expect(codeOf(await buy(shop, { lineItems }))).toEqual([400, 3000]);
    expect(codeOf(await buy(shop, order(lineItems, { acknowledgeDirectPurchase: false })))).toEqual([400, 3000]);
    const notice = await shop.send({ as: shop.plain, path: '/v1/my/purchasenotice' });
    expect(notice.status).toBe(200);
    expect(notice.body.text).toContain('directly');
    expect(notice.body.partners).toEqual([
      {
        partnerId: ids.partner,
        partnerName: 'Contoso Resale',
        supportContact: { name: 'Contoso Resale', email: 'help@contoso.example', telephone: '+1 425 555 0100' },
      },
      { partnerId: ids.otherPartner, partnerName: 'Litware', supportContact: { name: 'Litware' } },
    ]);
    await shop.deliver([
      relationshipEvent(ids.partner, 'none', 3),
      relationshipEvent(ids.otherPartner, 'none', 3),
      relationshipEvent(ids.otherPartner, 'reseller', 2),
    ]);
    expect((await shop.send({ as: shop.admin, path: '/v1/my/purchasenotice' })).body.partners).toEqual([]);
    expect((await buy(shop, { lineItems })).status).toBe(201);
  });

  test('CUS-4: a support contact that comes late does not replace a newer one', async () => {
    const shop = await openDirectShop();
    await shop.deliver([
      supportEvent(ids.partner, { website: 'https://contoso.example' }, 3),
      supportEvent(ids.partner, { email: 'old@contoso.example' }, 2),
    ]);
    const { body } = await shop.send({ as: shop.admin, path: '/v1/my/purchasenotice' });
    expect(body.partners[0].supportContact).toEqual({ name: 'Contoso Resale', website: 'https://contoso.example' });
  });

  test('ORD-6: sent twice under one request id it buys once', async () => {
    const shop = await openDirectShop();
    const headers = { 'MS-RequestId': '00000000-0000-4000-8000-0000000000d1' };
    const body = order([{ offerId: offers.e3, quantity: 2 }]);
    const [first, second] = [await buy(shop, body, headers), await buy(shop, body, headers)];
    expect(second.body).toEqual(first.body);
    expect(await listed(shop)).toHaveLength(1);
  });

  test('SUB-2, SUB-9: an add-on is bought for a direct base and ends with it; a base of a partner is none', async () => {
    const shop = await openDirectShop();
    const partners = await sell(shop, 5);
    const addOn = { offerId: offers.audioConferencing, quantity: 5 };
    expect(codeOf(await buy(shop, order([{ ...addOn, parentSubscriptionId: partners }])))).toEqual([400, 800021]);
    const bought = await buy(shop, order([{ offerId: offers.e3, quantity: 5 }, addOn]));
    const [base, child] = bought.body.lineItems.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId);
    expect((await cancel(shop, base)).body.status).toBe('suspended');
    const found = Object.fromEntries((await listed(shop)).map((of) => [of.id, of]));
    expect(found[child]).toMatchObject({ status: 'suspended', suspensionReasons: ['ParentSuspended'] });
    expect(found[partners]).toMatchObject({ status: 'active' });
  });

  test.each([
    ['an offer that there is not', [{ offerId: 'NONE', quantity: 1 }], {}, 400, 800004],
    ['an availability that there is not', [{ offerId: 'P:S:AAAAAAAAAAAA', quantity: 1 }], {}, 404, 400019],
    ['too few seats', [{ offerId: offers.e3, quantity: 0 }], {}, 400, 2002],
    ['too many seats', [{ offerId: offers.e3, quantity: 100_000_000 }], {}, 400, 2002],
    ['an add-on without a base', [{ offerId: offers.audioConferencing, quantity: 1 }], {}, 400, 800021],
    [
      'a base for what is no add-on',
      [{ offerId: offers.e3, quantity: 1, parentSubscriptionId: ids.customer }],
      {},
      400,
      800029,
    ],
    ['a term that there is not', [{ offerId: offers.e3, quantity: 1, termDuration: 'P3Y' }], {}, 403, 800028],
    ['a cycle that there is not', [{ offerId: offers.azure, quantity: 1 }], { billingCycle: 'annual' }, 400, 6001],
    ['numbers with a gap', [{ offerId: offers.e3, quantity: 1, lineItemNumber: 3 }], {}, 400, 800071],
    [
      'another customer',
      [{ offerId: offers.e3, quantity: 1 }],
      { referenceCustomerId: ids.foreignCustomer },
      400,
      900118,
    ],
  ])('ORD-2: %s is refused, and nothing is bought', async (_, lines, more, status, code) => {
    const shop = await openDirectShop();
    expect(codeOf(await buy(shop, order(lines, more)))).toEqual([status, code]);
    expect(await listed(shop)).toEqual([]);
  });

  test('PRG-6: a customer that the program does not approve buys nothing', async () => {
    const shop = await openDirectShop();
    await storeBuyer(shop.table, { customer: { validation: 'notAllowed' } });
    shop.setClock('2026-02-10T09:05:00Z');
    expect(codeOf(await buy(shop, order([{ offerId: offers.e3, quantity: 1 }])))).toEqual([403, 800075]);
  });

  test('ROL-1: only a global admin of the customer buys, changes and cancels; its other users see', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 3 }]);
    const as = shop.plain;
    const writes = [
      { method: 'POST', path: '/v1/my/orders', body: order([{ offerId: offers.e3, quantity: 1 }]) },
      { method: 'PATCH', path: `${myPath}/${id}`, body: { quantity: 4 } },
      { method: 'POST', path: `${myPath}/${id}/cancel` },
    ] as const;
    for (const write of writes) expect(codeOf(await shop.send({ as, ...write }))).toEqual([403, 980002]);
    expect(await listed(shop, myPath, as)).toHaveLength(1);
    expect(codeOf(await shop.send({ as: shop.seller, path: myPath }))).toEqual([403, 2032]);
  });
});

describe('what a customer has', () => {
  test('CUS-3, SUP-5: direct and of every partner, each with who sold it; nothing of a partner’s price, name or order id', async () => {
    const shop = await openDirectShop();
    await loadDirect(shop, [{ quantity: 3 }]);
    const [mine, others] = [await sell(shop, 4), await sell(shop, 5, shop.otherSeller)];
    const found = Object.fromEntries((await listed(shop)).map((of) => [of.id, of]));
    expect(Object.keys(found)).toHaveLength(3);
    expect(found[mine]).toMatchObject({
      quantity: 4,
      friendlyName: found[mine]!.offerName,
      soldBy: { channel: 'partner', partnerName: 'Contoso Resale', supportContact: { email: 'help@contoso.example' } },
    });
    expect(found[others]).toMatchObject({ soldBy: { channel: 'partner', partnerName: 'Litware' } });
    for (const id of [mine, others]) expect(Object.keys(found[id]!)).not.toContain('price');
    const pages: string[] = [];
    let answer = await shop.send({ as: shop.admin, path: `${myPath}?size=1` });
    for (;;) {
      pages.push(...answer.body.items.map(({ id }: { id: string }) => id));
      const { next } = answer.body.links;
      if (!next) break;
      answer = await shop.send({
        as: shop.admin,
        path: `/v1${next.uri}`,
        headers: { [next.headers[0].key]: next.headers[0].value },
      });
    }
    expect(pages.sort()).toEqual(Object.keys(found).sort());
  });

  test('SUP-5: a reseller that was named supports it in the partner’s place, while it works under it', async () => {
    const shop = await openDirectShop();
    const id = await sell(shop, 4);
    const [sub] = [...shop.table.items.values()].filter(({ sk }) => sk === `SUB#${id.toLowerCase()}`);
    expect(sub).toBeDefined();
    await shop.fill([{ ...sub!, sc: { tenantId: ids.otherPartner, networkId: '4500002', name: 'Litware' } }]);
    const [before] = (await listed(shop)) as never as { soldBy: { supportContact: { name: string } } }[];
    expect(before!.soldBy.supportContact.name).toBe('Contoso Resale');
  });

  test('CUS-3: what a partner sold is refused with that partner’s contact; what nobody has is not found', async () => {
    const shop = await openDirectShop();
    const id = await sell(shop, 4);
    const contact = {
      channel: 'partner',
      partnerName: 'Contoso Resale',
      supportContact: { name: 'Contoso Resale', email: 'help@contoso.example', telephone: '+1 425 555 0100' },
    };
    for (const answer of [await patch(shop, id, { quantity: 5 }), await cancel(shop, id)]) {
      expect(codeOf(answer)).toEqual([403, 980009]);
      expect(answer.body.data).toEqual([contact]);
    }
    const none = '99999999-9999-4999-8999-999999999999';
    for (const answer of [await patch(shop, none, { quantity: 5 }), await cancel(shop, none)])
      expect(codeOf(answer)).toEqual([404, 20003]);
    expect((await listed(shop)).map(({ quantity, status }) => [quantity, status])).toEqual([[4, 'active']]);
  });

  test('SUB-7: what is bought direct is in no partner’s list, and no partner’s change reaches it', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 3 }]);
    expect((await shop.send({ path: `${customerPath}/subscriptions` })).body.totalCount).toBe(0);
    expect((await shop.send({ path: '/v1/subscriptions' })).body.totalCount).toBe(0);
    const path = `${customerPath}/subscriptions/${id}`;
    expect(codeOf(await shop.send({ path }))).toEqual([404, 20003]);
    expect(codeOf(await shop.send({ method: 'PATCH', path, body: { quantity: 4 } }))).toEqual([404, 20003]);
    const told = shop.events.map(({ type }) => type).filter((type) => /^(Order|Subscription)/.test(type));
    expect(told, 'nothing that billing, tenancy or webhooks listen to').toEqual([]);
  });
});

describe('changing what was bought direct', () => {
  test('SUB-2, SUB-3, ORD-5: seats up at the locked price and down, name and renewal, all together', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 10 }]);
    const up = await patch(shop, id!, { quantity: 12, friendlyName: 'Head office', autoRenewEnabled: false });
    expect(up.body).toMatchObject({ quantity: 12, friendlyName: 'Head office', autoRenewEnabled: false });
    expect((await patch(shop, id!, { quantity: 2 })).body).toMatchObject({ quantity: 2 });
    expect(up.body.price.unitPrice).toBe(
      ((await listed(shop)) as never as { price: { unitPrice: number } }[])[0]!.price.unitPrice,
    );
  });

  test.each([
    ['no seats', { quantity: 0 }, 400, 2002],
    ['more seats than the offer has', { quantity: 100_000_000 }, 400, 2002],
    ['its end, which is asked for elsewhere', { status: 'suspended' }, 400, 3000],
    ['its deletion', { status: 'deleted' }, 400, 3000],
    ['a status that there is not', { status: 'gone' }, 400, 3000],
    ['another cycle', { billingCycle: 'annual' }, 400, 3000],
    ['a name of nothing', { friendlyName: ' ' }, 400, 3000],
  ])('SUB-4: %s is refused, and nothing changes', async (_, body, status, code) => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 10 }]);
    const [before] = await listed(shop);
    expect(codeOf(await patch(shop, id!, body))).toEqual([status, code]);
    expect((await listed(shop))[0]).toEqual(before);
  });

  test('SUB-4: a stale ETag is refused', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 10 }]);
    const { etag } = ((await listed(shop))[0] as never as { attributes: { etag: string } }).attributes;
    await patch(shop, id!, { quantity: 11 });
    expect(codeOf(await patch(shop, id!, { quantity: 12 }, { 'If-Match': etag }))).toEqual([400, 2055]);
  });
});

describe('cancelling what was bought direct', () => {
  test('ORD-7, SUB-4: below 25 licences at once; it comes back within 60 days, and is gone after them', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 24 }]);
    const done = await cancel(shop, id!);
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      status: 'suspended',
      suspensionReasons: ['CustomerCancellation'],
      channel: 'direct',
    });
    expect(codeOf(await patch(shop, id!, { quantity: 20 }))).toEqual([400, 2001]);
    expect((await cancel(shop, id!)).status, 'asked again it is as it is').toBe(200);
    expect((await patch(shop, id!, { status: 'active' })).body).toMatchObject({ status: 'active', quantity: 24 });
    await cancel(shop, id!);
    shop.setClock('2026-04-11T09:00:00Z');
    expect((await listed(shop))[0]).toMatchObject({ status: 'deleted' });
    expect(codeOf(await patch(shop, id!, { status: 'active' }))).toEqual([400, 2011]);
    expect(await shop.runJob('deprovisionSubscriptions')).toMatchObject({ deprovisioned: 1 });
    expect(told(shop, 'DirectSubscriptionChanged').at(-1)).toMatchObject({ detail: { trigger: 'deprovision' } });
  });

  test('ORD-7: from 25 on support is asked, once for each, by a hundred callers too', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 25 }]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => cancel(shop, id!)));
    expect(new Set(answers.map((answer) => codeOf(answer).join()))).toEqual(new Set(['400,800096']));
    const asked = told(shop, 'DirectCancellationRequested');
    expect(asked).toHaveLength(1);
    expect(asked[0]!.detail).toMatchObject({
      subscriptionId: id!.toLowerCase(),
      licences: 25,
      customerId: ids.customer,
    });
    const { serviceRequestId } = asked[0]!.detail as { serviceRequestId: string };
    expect(serviceRequestId).toMatch(/^[1-9]\d{14}$/);
    for (const { body } of answers)
      expect(body.data).toEqual([
        {
          subscriptionId: id,
          serviceRequestId,
          links: { self: { uri: '/my/servicerequests', method: 'GET', headers: [] } },
        },
      ]);
    expect((await listed(shop))[0]).toMatchObject({ status: 'active' });
    await shop.deliver();
    const path = `/v1/operator/subscriptions/${id}/suspend`;
    const ended = await shop.send({
      as: shop.operator,
      method: 'POST',
      path,
      body: { reason: `Request ${serviceRequestId}` },
    });
    expect(ended.status, 'support carries it out').toBe(200);
    expect((await listed(shop))[0]).toMatchObject({ status: 'suspended', suspensionReasons: ['ProgramAction'] });
    expect(codeOf(await patch(shop, id!, { status: 'active' }))).toEqual([400, 800096]);
    const back = {
      as: shop.operator,
      method: 'POST',
      path: path.replace('suspend', 'reactivate'),
      body: { reason: 'No' },
    } as const;
    expect((await shop.send(back)).body).toMatchObject({ status: 'active' });
    await cancel(shop, id!);
    expect(told(shop, 'DirectCancellationRequested'), 'it began to run anew').toHaveLength(2);
  });

  test('ORD-7: licences of add-ons count, because they end with their base', async () => {
    const shop = await openDirectShop();
    const [base] = await loadDirect(shop, [{ quantity: 1 }]);
    await loadDirect(shop, [{ quantity: 24, offerId: offers.audioConferencing, parentSubscriptionId: base! }]);
    expect(codeOf(await cancel(shop, base!))).toEqual([400, 800096]);
    expect((await listed(shop)).map(({ status }) => status)).toEqual(['active', 'active']);
  });

  test('ORD-7: a hundred who cancel at once cancel once', async () => {
    const shop = await openDirectShop();
    const [id] = await loadDirect(shop, [{ quantity: 10 }]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => cancel(shop, id!)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
    expect(
      told(shop, 'DirectSubscriptionChanged').map(({ detail }) => (detail as { trigger: string }).trigger),
    ).toEqual(['create', 'suspend']);
  });

  test('ORD-7, DAP-2: a partner with delegated administration sees and cancels on behalf; without it neither', async () => {
    const shop = await openDirectShop();
    const [small, large] = await loadDirect(shop, [{ quantity: 3 }, { quantity: 30 }]);
    expect((await listed(shop, directPath, shop.seller)).map(({ id }) => id)).toEqual([small, large]);
    const post = (id: string, as = shop.seller) =>
      shop.send({ as, method: 'POST', path: `${directPath}/${id}/cancel` });
    expect((await post(small!)).body).toMatchObject({ status: 'suspended', channel: 'direct' });
    const asked = await post(large!);
    expect(codeOf(asked)).toEqual([400, 800096]);
    const [{ detail }] = told(shop, 'DirectCancellationRequested') as never as [
      { detail: { serviceRequestId: string } },
    ];
    expect(detail).toMatchObject({ partnerId: ids.partner });
    expect(asked.body.data[0].links.self.uri).toBe(
      `/customers/${ids.customer}/servicerequests/${detail.serviceRequestId}`,
    );
    expect(codeOf(await post('99999999-9999-4999-8999-999999999999'))).toEqual([404, 20003]);
    const sales = await shop.user(['SalesAgent']);
    expect(codeOf(await shop.send({ as: sales, path: directPath }))).toEqual([403, 900150]);
    await storeBuyer(shop.table, { relationship: { delegatedAdmin: false, version: 2 } });
    expect(codeOf(await shop.send({ path: directPath }))).toEqual([403, 980001]);
    expect(codeOf(await post(small!))).toEqual([403, 980001]);
    await storeBuyer(shop.table, { relationship: { relationship: 'none', version: 3 } });
    expect(codeOf(await shop.send({ path: directPath }))).toEqual([403, 20002]);
  });
});

describe('the life of a direct subscription', () => {
  test('SUB-1: it renews by itself for twelve months at the list price of the day, or ends with its term', async () => {
    const shop = await openDirectShop();
    const term = { effectiveStartDate: '2025-03-01', commitmentEndDate: '2026-03-01', listPrice: '1.00' };
    const [renews, ends] = await loadDirect(shop, [
      { quantity: 3, ...term },
      { quantity: 4, ...term, autoRenewEnabled: false },
    ]);
    shop.setClock('2026-03-01T00:05:00Z');
    expect(await shop.runJob('renewSubscriptions')).toMatchObject({ renewed: 1, expired: 1 });
    const found = Object.fromEntries(
      (await listed(shop)).map((of) => [of.id, of as never as { price: { unitPrice: number } }]),
    );
    expect(found[renews!]).toMatchObject({ status: 'active', commitmentEndDate: '2027-03-01T00:00:00Z' });
    expect(found[renews!]!.price.unitPrice).toBeGreaterThan(1);
    expect(found[ends!]).toMatchObject({ status: 'suspended', suspensionReasons: ['Expiration'] });
    const back = await patch(shop, ends!, { status: 'active' });
    expect(back.body, 'a new term from today at today’s price').toMatchObject({
      status: 'active',
      commitmentEndDate: '2027-03-01T00:00:00Z',
    });
  });
});

describe('loading direct subscriptions', () => {
  const load = (shop: DirectShop, body: unknown, path = loadPath) =>
    shop.send({ as: shop.operator, method: 'POST', path, body });
  const id = '0d000000-0000-4000-8000-00000000abcd';

  test('SUB-8: loaded twice it is there once, as it is now; the seats are in the pool', async () => {
    const shop = await openDirectShop();
    const body = [{ id, offerId: offers.e3, quantity: 20, effectiveStartDate: '2025-06-15' }];
    const first = await load(shop, body);
    expect(first.status).toBe(201);
    expect(first.body.items).toMatchObject([
      { id: id.toUpperCase(), channel: 'direct', quantity: 20, commitmentEndDate: '2026-06-15T00:00:00Z' },
    ]);
    await patch(shop, id, { quantity: 21 });
    expect((await load(shop, body)).body.items).toMatchObject([{ quantity: 21 }]);
    expect(await listed(shop)).toHaveLength(1);
  });

  test.each([
    ['an offer that there is not', [{ id, offerId: 'NONE', quantity: 1 }], '[0].offerId'],
    [
      'an id twice',
      [
        { id, offerId: offers.e3, quantity: 1 },
        { id, offerId: offers.e3, quantity: 1 },
      ],
      '[1].id',
    ],
    [
      'a first day to come',
      [{ id, offerId: offers.e3, quantity: 1, effectiveStartDate: '2026-03-01' }],
      '[0].commitmentEndDate',
    ],
    [
      'a term that is over',
      [{ id, offerId: offers.e3, quantity: 1, commitmentEndDate: '2026-02-01' }],
      '[0].commitmentEndDate',
    ],
    [
      'an end that is none',
      [{ id, offerId: offers.e3, quantity: 1, effectiveStartDate: '2025-06-15', commitmentEndDate: '2026-06-16' }],
      '[0].commitmentEndDate',
    ],
    ['an add-on without base', [{ id, offerId: offers.audioConferencing, quantity: 1 }], '[0].parentSubscriptionId'],
    [
      'a cycle that there is not',
      [{ id, offerId: offers.azure, quantity: 1, billingCycle: 'annual' }],
      '[0].billingCycle',
    ],
  ])('SUB-8: %s is refused with its place, and none is stored', async (_, body, field) => {
    const shop = await openDirectShop();
    const refused = await load(shop, [{ offerId: offers.e3, quantity: 1 }, ...body]);
    expect(codeOf(refused)).toEqual([400, 3000]);
    expect(JSON.stringify(refused.body)).toContain(field.replace('[0]', '[1]').replace('[1].id', '[2].id'));
    expect(await listed(shop)).toEqual([]);
  });

  test('SUB-8: an id of another offer, and a tenant that is no customer', async () => {
    const shop = await openDirectShop();
    await load(shop, [{ id, offerId: offers.e3, quantity: 1 }]);
    expect(codeOf(await load(shop, [{ id, offerId: offers.ems, quantity: 1 }]))).toEqual([400, 3000]);
    const path = loadPath.replace(ids.customer, ids.partner);
    expect(codeOf(await load(shop, [{ offerId: offers.e3, quantity: 1 }], path))).toEqual([404, 60003]);
  });
});
