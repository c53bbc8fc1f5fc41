import { beforeEach, describe, expect, test } from 'vitest';
import { standingKey } from '../../../../functions/commerce/buying/store/keys.ts';
import { commerceContext } from '../../../../functions/commerce/lambda/context.ts';
import type { AccountRecord, CustomerAccount, PartnerAccount } from '../../../../shared/identity/access.ts';
import { day } from '../../../../shared/kernel/time.ts';
import { dispatchEvent } from '../../../../shared/messaging/consumer.ts';
import { accessWriter, aPartnerAccount, storePartner } from '../../../support/access.ts';
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
beforeEach(async () => {
  shop = await openStockedShop();
});

const e3 = (change: object = {}) => ({ offerId: offers.e3, quantity: 5, ...change });
const order = (lineItems: object[], change: object = {}, query = '', headers = {}) =>
  shop.send({ method: 'POST', path: `${customerPath}/orders${query}`, body: { lineItems, ...change }, headers });
const patch = (orderId: string, body: object, headers = {}) =>
  shop.send({ method: 'PATCH', path: `${customerPath}/orders/${orderId}`, body, headers });
const subscriptions = async () => (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
const eventTypes = () =>
  shop.events
    .filter(({ type }) => /^(Order|Subscription)/.test(type))
    .map(({ type, aggregateVersion }) => `${type} ${aggregateVersion}`);

describe('placing an order', () => {
  test('ORD-1: many offers at once, with subscriptions, events and locked prices', async () => {
    const placed = await order([
      e3({ friendlyName: 'Staff' }),
      { offerId: offers.azure, quantity: 1 },
      { offerId: offers.audioConferencing, quantity: 2 },
    ]);
    expect(placed.status, placed.text).toBe(201);
    expect(placed.body).toMatchObject({
      referenceCustomerId: ids.customer,
      billingCycle: 'monthly',
      currencyCode: 'USD',
      currencySymbol: '$',
      status: 'completed',
      transactionType: 'UserPurchase',
      creationDate: '2026-02-10T09:00:00Z',
    });
    expect(placed.body.totalPrice).toBeUndefined();
    const [base, azure, addOn] = await subscriptions();
    expect(base).toMatchObject({
      friendlyName: 'Staff',
      quantity: 5,
      status: 'active',
      orderId: placed.body.id,
      effectiveStartDate: '2026-02-10T00:00:00Z',
      commitmentEndDate: '2027-02-10T00:00:00Z',
      autoRenewEnabled: true,
      attentionNeeded: false,
      contractType: 'subscription',
    });
    expect(azure).toMatchObject({
      billingType: 'usage',
      commitmentEndDate: '9999-12-31T00:00:00Z',
      autoRenewEnabled: false,
    });
    expect(addOn).toMatchObject({ parentSubscriptionId: base.id, commitmentEndDate: base.commitmentEndDate });
    expect(eventTypes()).toEqual([
      'OrderCreated 1',
      'SubscriptionCreated 1',
      'SubscriptionCreated 1',
      'SubscriptionCreated 1',
    ]);
    const created = shop.events.find(({ type }) => type === 'SubscriptionCreated')!;
    expect(created).toMatchObject({ tenantId: ids.partner, aggregateId: base.id.toLowerCase() });
    expect(created.detail.after).toMatchObject({
      anchorOn: '2026-02-10',
      priceLock: { priceList: '2026-02', currency: 'USD', wholesale: '17.00', list: '20.00' },
    });
  });

  test('ORD-3: monthly unless annual is asked for; unknown means nothing was said', async () => {
    const cycles = [];
    for (const billingCycle of [undefined, 'unknown', 'Annual', 2])
      cycles.push((await order([e3()], { billingCycle })).body.billingCycle);
    expect(cycles).toEqual(['monthly', 'monthly', 'annual', 'annual']);
    expect((await order([e3()], { billingCycle: 'one_time' })).body.code).toBe(6001);
    expect((await order([e3()], { billingCycle: 'weekly' })).body.code).toBe(800002);
  });

  test('ORD-5: a nickname, or the offer’s name', async () => {
    await order([e3({ friendlyName: 'Staff' }), e3()]);
    expect((await subscriptions()).map(({ friendlyName }: { friendlyName: string }) => friendlyName)).toEqual([
      'Staff',
      'Office 365 Enterprise E3',
    ]);
  });

  test('ORD-4: prices are shown where they are asked for', async () => {
    const { body } = await order([e3()], { billingCycle: 'annual' });
    const shown = await shop.send({ path: `${customerPath}/orders/${body.id.toUpperCase()}?include_price=true` });
    expect(shown.body.totalPrice).toBe(1020);
    expect(shown.body.lineItems[0].pricing).toEqual({
      listPrice: 204,
      discountedPrice: 204,
      proratedPrice: 204,
      price: 204,
      extendedPrice: 1020,
    });
    const listed = await shop.send({ path: `${customerPath}/orders?billingType=annual` });
    expect([listed.body.totalCount, listed.body.items[0].totalPrice]).toEqual([1, undefined]);
    expect((await shop.send({ path: `${customerPath}/orders?billingType=monthly` })).body.totalCount).toBe(0);
    expect((await shop.send({ path: `${customerPath}/orders?billingType=weekly` })).body.code).toBe(900126);
  });

  test('ORD-4: the price is that of the customer’s country in the partner’s currency, from the list in force', async () => {
    await storeSeller(
      shop.table,
      { region: 'EU_EFTA', regionCountries: ['GB', 'FR'], currency: 'GBP' },
      { country: 'GB' },
    );
    await storeBuyer(shop.table, { account: { country: 'FR' } });
    const { body } = await order([e3({ quantity: 1 })]);
    const shown = await shop.send({ path: `${customerPath}/orders/${body.id}?include_price=true` });
    expect([shown.body.currencyCode, shown.body.totalPrice]).toEqual(['GBP', 12.58]);
  });

  test('ORD-4: a later price list changes nothing that was bought, and everything that is bought after', async () => {
    const as = shop.operator;
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists', body: { month: '202604' } });
    const prices = [
      { offerId: offers.e3, country: 'US', currency: 'USD', listPrice: '30.00', wholesalePrice: '27.00' },
    ];
    await shop.send({ as, method: 'PUT', path: '/v1/operator/pricelists/202604/prices', body: { prices } });
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists/202604/publish' });
    await order([e3({ quantity: 1 })]);
    shop.setClock('2026-03-31T23:59:59Z');
    await order([e3({ quantity: 1 })]);
    shop.setClock('2026-04-01T00:00:00Z');
    await order([e3({ quantity: 1 })]);
    const [first] = await subscriptions();
    await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${first.id}`, body: { quantity: 2 } });
    const locks = shop.events.flatMap(({ detail }) => {
      const after = detail.after as { priceLock?: { priceList: string; wholesale: string } } | undefined;
      return after?.priceLock ? [`${after.priceLock.priceList} ${after.priceLock.wholesale}`] : [];
    });
    expect(locks).toEqual(['2026-02 17.00', '2026-02 17.00', '2026-04 27.00', '2026-02 17.00']);
  });

  test('ORD-2: a dry run answers with prices and writes nothing', async () => {
    const size = shop.table.items.size;
    const headers = { 'ms-requestid': 'aaaaaaaa-0000-4000-8000-00000000d41e' };
    const dry = await order([e3()], {}, '?dryRun=true', headers);
    expect([dry.status, dry.body.totalPrice]).toEqual([200, 85]);
    expect(await subscriptions()).toEqual([]);
    expect([...shop.table.items.keys()].filter((key) => !key.includes('#REQUESTS')).length).toBe(size);
    const real = await order([e3()], {}, '', headers);
    expect([real.status, (await subscriptions()).length]).toEqual([201, 1]);
  });

  test('ORD-1: lines are numbered from 0, by the client or by position', async () => {
    const numbered = await order([e3({ lineItemNumber: 1 }), e3({ lineItemNumber: 0, quantity: 7 })]);
    expect(
      numbered.body.lineItems.map((line: { lineItemNumber: number; quantity: number }) => [
        line.lineItemNumber,
        line.quantity,
      ]),
    ).toEqual([
      [0, 7],
      [1, 5],
    ]);
    expect((await order([e3({ lineItemNumber: 0 }), e3({ lineItemNumber: 0 })])).body.code).toBe(800071);
    expect((await order([e3({ lineItemNumber: 1 })])).body.code).toBe(800071);
  });

  test('ORD-1: names in any case, unknown members and nulls are taken as they come', async () => {
    const answer = await shop.send({
      method: 'POST',
      path: `/v1//Customers/${ids.customer.toUpperCase()}/Orders/`,
      body: {
        ReferenceCustomerId: ids.customer.toUpperCase(),
        BillingCycle: 'Monthly',
        CurrencyCode: null,
        LineItems: [
          {
            LineItemNumber: 0,
            OfferId: offers.e3.toLowerCase(),
            Quantity: 3,
            FriendlyName: null,
            Attributes: { ObjectType: 'OrderLineItem' },
          },
        ],
      },
    });
    expect([answer.status, answer.body.lineItems[0].offerId]).toEqual([201, offers.e3]);
  });

  test.each([
    ['no lines', [], 800002],
    ['101 lines', Array(101).fill({ offerId: offers.e3, quantity: 1 }), 800002],
    ['quantity 0', [{ offerId: offers.e3, quantity: 0 }], 2002],
    ['half a seat', [{ offerId: offers.e3, quantity: 1.5 }], 800002],
  ])('ORD-2: %s: refused', async (_, lines, code) => {
    const answer = await order(lines);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('ORD-2: another customer in the body is refused with 900118', async () => {
    expect((await order([e3()], { referenceCustomerId: ids.foreignCustomer })).body.code).toBe(900118);
  });
});

describe('ORD-1: whole or not at all', () => {
  test('ORD-1: one bad line refuses all; each failing line has its own reason', async () => {
    const answer = await order([
      e3(),
      e3({ offerId: 'NOTHING' }),
      e3({ quantity: 99_999_999 }),
      e3({ termDuration: 'P3Y' }),
    ]);
    expect([answer.status, answer.body.code]).toEqual([400, 800004]);
    expect(answer.body.description).toContain('3 of 4 lines refused');
    expect(
      answer.body.data.map(({ lineItemNumber, code }: { lineItemNumber: number; code: number }) => [
        lineItemNumber,
        code,
      ]),
    ).toEqual([
      [1, 800004],
      [2, 2002],
      [3, 800028],
    ]);
    expect(await subscriptions()).toEqual([]);
    expect(eventTypes()).toEqual([]);
  });

  test('ORD-1: 100 lines become 100 subscriptions', async () => {
    const placed = await order(Array.from({ length: 100 }, (_, n) => e3({ friendlyName: `Team ${n}` })));
    expect([placed.status, placed.body.status]).toEqual([201, 'pending']);
    expect(await subscriptions()).toHaveLength(100);
    const read = await shop.send({ path: `${customerPath}/orders/${placed.body.id}` });
    expect(read.body.status).toBe('completed');
    expect(eventTypes().filter((type) => type === 'SubscriptionCreated 1')).toHaveLength(100);
    expect(eventTypes().at(-1)).toBe('OrderUpdated 2');
  });
});

describe('ORD-2: refused with the exact reason', () => {
  const seller =
    (partner: Partial<PartnerAccount>, account: Partial<AccountRecord> = {}) =>
    () =>
      storeSeller(shop.table, partner, account);
  const buyer =
    (customer: Partial<CustomerAccount>, account: Partial<AccountRecord> = {}) =>
    () =>
      storeBuyer(shop.table, { customer, account });
  const rows: readonly [string, () => Promise<unknown>, number, number][] = [
    ['account: an indirect reseller never orders (PRG-1)', seller({ programRole: 'indirectReseller' }), 403, 2032],
    ['account: an advisor never orders (PRG-1)', seller({ programRole: 'advisor' }), 403, 2032],
    [
      'agreement: the reseller agreement is not accepted (PRG-2)',
      async () => {
        const { agreementSignedOn: _, ...unsigned } = aPartnerAccount();
        await accessWriter(shop.table).account({
          tenantId: ids.partner,
          name: 'C',
          domain: 'contoso.example',
          country: 'US',
          partner: unsigned,
        });
      },
      403,
      900124,
    ],
    ['agreement: it has ended (PRG-8)', seller({ agreementEndedOn: day('2026-02-10') }), 403, 800039],
    ['account: it is suspended', seller({ status: 'suspended' }), 403, 800039],
    [
      'relationship: there is none',
      () => storeBuyer(shop.table, { relationship: { relationship: 'none' } }),
      403,
      20002,
    ],
    [
      'relationship: an advisor only',
      () => storeBuyer(shop.table, { relationship: { relationship: 'advisor' } }),
      403,
      20002,
    ],
    ['customer: under review (PRG-6)', buyer({ validation: 'underReview' }), 403, 800073],
    [
      'customer: refused by the program (PRG-6)',
      buyer({ validation: 'notAllowed', validationReason: 'sanctions' }),
      403,
      800075,
    ],
    [
      'customer: a partner too (PRG-5)',
      async () => {
        await storeBuyer(shop.table, { account: { partner: aPartnerAccount() } });
      },
      400,
      800024,
    ],
    ['customer: the own domain (PRG-5)', buyer({}, { domain: 'contoso.example' }), 400, 800024],
    ['market: not authorised (PRG-3)', buyer({}, { country: 'CA' }), 403, 2030],
    [
      'customer agreement: not attested (AGR-1)',
      () => storeBuyer(shop.table, { relationship: { agreements: [] } }),
      403,
      13605,
    ],
  ];
  test.each(rows)('ORD-2 %s', async (_, arrange, status, code) => {
    await arrange();
    const answer = await order([e3()]);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(eventTypes()).toEqual([]);
  });

  test('ORD-2 standing: collections suspended ordering, or the credit limit is exceeded (BIL-5)', async () => {
    const stand = (facts: object) => shop.table.write([{ put: { ...standingKey(ids.partner), ...facts } }]);
    await stand({ isOrderingSuspended: true });
    expect((await order([e3()])).body.code).toBe(800069);
    await stand({ creditAvailable: { amount: '84.99', currency: 'USD' } });
    expect((await order([e3()])).body.code).toBe(900121);
    await stand({ creditAvailable: { amount: '85.00', currency: 'USD' } });
    expect((await order([e3()])).status).toBe(201);
  });

  test('PRG-5: the own tenant as a customer is refused', async () => {
    await storeBuyer(shop.table, {
      customerId: ids.partner,
      account: { domain: 'contoso.example', partner: aPartnerAccount() },
    });
    const answer = await shop.send({
      method: 'POST',
      path: `/v1/customers/${ids.partner}/orders`,
      body: { lineItems: [e3()] },
    });
    expect([answer.status, answer.body.code]).toEqual([400, 800024]);
  });

  test('ORD-2 market: the offer is not sold there, and the market is named', async () => {
    await storeSeller(shop.table, { region: 'AFRICA', regionCountries: ['UG'] });
    await storeBuyer(shop.table, { account: { country: 'UG' } });
    const crm = (await shop.send({ as: shop.operator, path: '/v1/operator/offers' })).body.items.find(
      ({ name }: { name: string }) => name === 'Microsoft Dynamics CRM Online Professional',
    );
    const answer = await order([e3({ offerId: crm.id })]);
    expect([answer.status, answer.body.code]).toEqual([400, 800070]);
    expect(answer.body.description).toContain('UG');
  });

  test('CUS-5: a nonprofit offer is visible and cannot be bought', async () => {
    const { items } = (await shop.send({ path: '/v1/offers?country=US' })).body;
    const nonprofit = items.find(
      ({ reselleeQualifications, isAddOn }: { reselleeQualifications: string[]; isAddOn: boolean }) =>
        reselleeQualifications[0] === 'Nonprofit' && !isAddOn,
    );
    const answer = await order([e3({ offerId: nonprofit.id, quantity: nonprofit.minimumQuantity })]);
    expect([answer.status, answer.body.code]).toEqual([400, 800086]);
  });

  test('ORD-2: a base that is missing, foreign or suspended', async () => {
    const addOn = (parentSubscriptionId?: string) => [
      { offerId: offers.audioConferencing, quantity: 1, parentSubscriptionId },
    ];
    expect((await order(addOn())).body.code).toBe(800021);
    expect((await order(addOn('00000000-0000-4000-8000-00000000dead'))).body.code).toBe(800021);
    await order([e3()]);
    const [base] = await subscriptions();
    expect((await order(addOn(base.id))).status).toBe(201);
    expect((await order(addOn(base.id), { billingCycle: 'annual' })).body.code).toBe(800085);
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${base.id}`,
      body: { status: 'suspended' },
    });
    expect((await order(addOn(base.id))).body.code).toBe(800012);
  });

  test('ORD-2: a purchase limit counts what is there, until it is deleted', async () => {
    const { items } = (await shop.send({ path: '/v1/offers?country=US' })).body;
    const limited = items.find(
      (offer: { limitUnitOfMeasure: string; limit: number; isAddOn: boolean; reselleeQualifications: string[] }) =>
        offer.limitUnitOfMeasure === 'Concurrent' &&
        offer.limit === 2 &&
        !offer.isAddOn &&
        offer.reselleeQualifications.length === 0,
    );
    const line = { offerId: limited.id, quantity: limited.minimumQuantity };
    expect((await order([line, line, line])).body.code).toBe(27006);
    expect((await order([line])).status).toBe(201);
    expect((await order([line])).status).toBe(201);
    expect((await order([line])).body.code).toBe(27006);
    const [first] = await subscriptions();
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${first.id}`,
      body: { status: 'suspended' },
    });
    expect((await order([line])).body.code).toBe(27006);
    shop.setClock('2026-04-11T09:00:00Z');
    expect((await order([line])).status).toBe(201);
  });

  test('ORD-2: the seats of a capped offer count over all partners, and come back', async () => {
    await shop.send({
      as: shop.operator,
      method: 'PUT',
      path: `/v1/operator/offers/${offers.e3}`,
      body: { tenantSeatCap: 10 },
    });
    expect((await order([e3({ quantity: 6 })])).status).toBe(201);
    await storeBuyer(shop.table, { partnerId: ids.otherPartner });
    await accessWriter(shop.table).account({
      tenantId: ids.otherPartner,
      name: 'Other',
      domain: 'other.example',
      country: 'US',
      partner: aPartnerAccount(),
    });
    const other = await shop.user(['AdminAgent'], ids.otherPartner);
    const path = `${customerPath}/orders`;
    const refused = await shop.send({ as: other, method: 'POST', path, body: { lineItems: [e3()] } });
    expect([refused.status, refused.body.code]).toEqual([403, 800088]);
    expect(refused.body.description).toContain('4 seats remain');
    const [mine] = await subscriptions();
    await shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${mine.id}`, body: { quantity: 5 } });
    expect((await shop.send({ as: other, method: 'POST', path, body: { lineItems: [e3()] } })).status).toBe(201);
    const grown = await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${mine.id}`,
      body: { quantity: 6 },
    });
    expect([grown.status, grown.body.code]).toEqual([403, 800088]);
  });

  test('ROL-2: helpdesk and global admins do not order', async () => {
    for (const role of ['HelpdeskAgent', 'GlobalAdmin'] as const) {
      const as = await shop.user([role]);
      expect(
        (await shop.send({ as, method: 'POST', path: `${customerPath}/orders`, body: { lineItems: [e3()] } })).body
          .code,
      ).toBe(900150);
    }
  });
});

describe('ORD-6: the same order twice buys once', () => {
  const headers = { 'ms-requestid': 'bbbbbbbb-0000-4000-8000-000000000001' };

  test('ORD-6: a repeat gets the same answer', async () => {
    const [first, second] = [await order([e3()], {}, '', headers), await order([e3()], {}, '', headers)];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(await subscriptions()).toHaveLength(1);
  });

  test('ORD-6: twenty at once make one order; those that come too early are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => order([e3()], {}, '', headers)));
    const outcomes = new Set(answers.map(({ status, body }) => `${status} ${status === 201 ? body.id : body.code}`));
    expect([...outcomes].every((outcome) => outcome.startsWith('201') || outcome === '409 800060')).toBe(true);
    expect([...outcomes].filter((outcome) => outcome.startsWith('201'))).toHaveLength(1);
    expect(await subscriptions()).toHaveLength(1);
  });

  test('ORD-6: another body under the same id is another order', async () => {
    await order([e3()], {}, '', headers);
    await order([e3({ quantity: 6 })], {}, '', headers);
    expect(await subscriptions()).toHaveLength(2);
  });

  test('ORD-6: a refusal is not kept: mended, the same request goes through', async () => {
    await storeBuyer(shop.table, { relationship: { agreements: [] } });
    expect((await order([e3()], {}, '', headers)).body.code).toBe(13605);
    await storeBuyer(shop.table);
    expect((await order([e3()], {}, '', headers)).status).toBe(201);
  });

  test('ORD-2: twenty orders at once do not get past a purchase limit', async () => {
    const { items } = (await shop.send({ path: '/v1/offers?country=US' })).body;
    const limited = items.find(
      (offer: { limitUnitOfMeasure: string; limit: number; isAddOn: boolean; reselleeQualifications: string[] }) =>
        offer.limitUnitOfMeasure === 'Concurrent' &&
        offer.limit === 2 &&
        !offer.isAddOn &&
        offer.reselleeQualifications.length === 0,
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => order([{ offerId: limited.id, quantity: limited.minimumQuantity }])),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(2);
    expect((await subscriptions()).length).toBe(answers.filter(({ status }) => status === 201).length);
    expect((await subscriptions()).length).toBeGreaterThan(0);
  });
});

describe('changing an order', () => {
  let placed: { id: string; lineItems: { subscriptionId: string }[]; attributes: { etag: string } };
  beforeEach(async () => {
    placed = (await order([e3()])).body;
  });
  const addOnLine = (change: object = {}) => ({
    lineItemNumber: 7,
    offerId: offers.audioConferencing,
    quantity: 3,
    parentSubscriptionId: placed.lineItems[0]!.subscriptionId,
    ...change,
  });

  test('SUB-2: an add-on is bought into the order and ends with its base', async () => {
    shop.setClock('2026-02-20T10:00:00Z');
    const changed = await patch(placed.id, { lineItems: [addOnLine()] });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body.lineItems.map(({ lineItemNumber }: { lineItemNumber: number }) => lineItemNumber)).toEqual([
      0, 1,
    ]);
    const [base, addOn] = await subscriptions();
    expect(addOn).toMatchObject({
      parentSubscriptionId: base.id,
      commitmentEndDate: base.commitmentEndDate,
      effectiveStartDate: '2026-02-20T00:00:00Z',
      quantity: 3,
    });
    const created = shop.events.findLast(({ type }) => type === 'SubscriptionCreated')!;
    expect(created.detail.after).toMatchObject({ anchorOn: '2026-02-10', createdAt: '2026-02-20T10:00:00.000Z' });
    const addOns = await shop.send({ path: `${customerPath}/subscriptions/${base.id}/addons` });
    expect([addOns.body.totalCount, addOns.body.items[0].id]).toEqual([1, addOn.id]);
    expect(eventTypes().at(-2)).toBe('OrderUpdated 2');
  });

  test('CAT-5: the base must be of this order', async () => {
    await order([e3()]);
    const other = (await subscriptions()).find(({ orderId }: { orderId: string }) => orderId !== placed.id);
    const refused = await patch(placed.id, { lineItems: [addOnLine({ parentSubscriptionId: other.id })] });
    expect([refused.status, refused.body.code]).toEqual([400, 800029]);
  });

  test('ORD-6: the same change twice buys one add-on', async () => {
    const headers = { 'ms-requestid': 'cccccccc-0000-4000-8000-000000000001' };
    const [first, second] = [
      await patch(placed.id, { lineItems: [addOnLine()] }, headers),
      await patch(placed.id, { lineItems: [addOnLine()] }, headers),
    ];
    expect(second.body).toEqual(first.body);
    expect(await subscriptions()).toHaveLength(2);
  });

  test('ORD-3: another cycle begins a new term for all subscriptions and their add-ons', async () => {
    await patch(placed.id, { lineItems: [addOnLine()] });
    shop.setClock('2026-05-05T10:00:00Z');
    const changed = await patch(placed.id, { billingCycle: 'Annual' });
    expect([changed.status, changed.body.billingCycle], changed.text).toEqual([200, 'annual']);
    for (const of of await subscriptions())
      expect(of).toMatchObject({ billingCycle: 'annual', commitmentEndDate: '2027-05-05T00:00:00Z' });
    const updates = shop.events.filter(({ type }) => type === 'SubscriptionUpdated');
    expect(updates).toHaveLength(2);
    expect(updates[0]!.detail).toMatchObject({
      after: { anchorOn: '2026-05-05', termStartOn: '2026-05-05', billingCycle: 'annual' },
    });
  });

  test('SUB-2: an order grows to 200 lines and says so when asked for more', async () => {
    const many = (count: number) => ({ lineItems: Array.from({ length: count }, () => addOnLine()) });
    expect((await patch(placed.id, many(199))).status).toBe(200);
    const refused = await patch(placed.id, many(1));
    expect([refused.status, refused.body.code]).toEqual([400, 800002]);
    expect(refused.body.description).toContain('200');
    expect(await subscriptions()).toHaveLength(200);
  });

  test('ORD-3: changed on the day of the purchase, and back on the same day, add-ons follow each time', async () => {
    await patch(placed.id, { lineItems: [addOnLine()] });
    for (const billingCycle of ['annual', 'monthly']) {
      expect((await patch(placed.id, { billingCycle })).status).toBe(200);
      const cycles = (await subscriptions()).map((of: { billingCycle: string }) => of.billingCycle);
      expect(cycles).toEqual([billingCycle, billingCycle]);
    }
    expect(eventTypes().filter((type) => type.startsWith('SubscriptionUpdated'))).toHaveLength(4);
  });

  test('ORD-3: not while a subscription is suspended, nor for usage', async () => {
    const [base] = await subscriptions();
    await shop.send({
      method: 'PATCH',
      path: `${customerPath}/subscriptions/${base.id}`,
      body: { status: 'suspended' },
    });
    expect((await patch(placed.id, { billingCycle: 'annual' })).body.code).toBe(6000);
    const usage = (await order([{ offerId: offers.azure, quantity: 1 }])).body;
    expect((await patch(usage.id, { billingCycle: 'annual' })).body.code).toBe(800097);
  });

  test('PRG-8: after the agreement has ended neither add-ons nor a new term', async () => {
    await storeSeller(shop.table, { agreementEndedOn: day('2026-02-01') });
    expect((await patch(placed.id, { lineItems: [addOnLine()] })).body.code).toBe(800039);
    expect((await patch(placed.id, { billingCycle: 'annual' })).body.code).toBe(800039);
  });

  test('CAT-7: cancelling says to suspend; the same order changes nothing; a stale etag is refused', async () => {
    const cancelled = await patch(placed.id, { status: 'cancelled' });
    expect([cancelled.status, cancelled.body.code]).toEqual([400, 800063]);
    expect(cancelled.body.description).toContain('suspend');
    const same = await patch(placed.id, placed);
    expect([same.status, same.body]).toEqual([200, placed]);
    const stale = await patch(placed.id, { billingCycle: 'annual' }, { 'if-match': 'c3RhbGU=' });
    expect([stale.status, stale.body.code]).toEqual([400, 2055]);
    const fresh = await patch(placed.id, { billingCycle: 'annual' }, { 'if-match': `"${placed.attributes.etag}"` });
    expect(fresh.status).toBe(200);
  });

  test('API-1: of changes at once under one etag only one is made; the others are stale', async () => {
    const headers = { 'if-match': `"${placed.attributes.etag}"` };
    const answers = await Promise.all([1, 2, 3].map(() => patch(placed.id, { lineItems: [addOnLine()] }, headers)));
    expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
      [200, undefined],
      [400, 2055],
      [400, 2055],
    ]);
    expect(await subscriptions()).toHaveLength(2);
  });

  test('ORD-3: the same cycle asked for twice at once begins one new term', async () => {
    const answers = await Promise.all([1, 2].map(() => patch(placed.id, { billingCycle: 'annual' })));
    expect(answers.map(({ status, body }) => [status, body.billingCycle])).toEqual([
      [200, 'annual'],
      [200, 'annual'],
    ]);
    expect(eventTypes().filter((type) => type.startsWith('SubscriptionUpdated'))).toEqual(['SubscriptionUpdated 2']);
  });

  test('SUB-7: an order of another partner, or none, is not there', async () => {
    const missing = await patch('00000000-0000-4000-8000-00000000dead', { billingCycle: 'annual' });
    expect([missing.status, missing.body.code]).toEqual([404, 20000]);
    await storeBuyer(shop.table, { partnerId: ids.otherPartner });
    await accessWriter(shop.table).account({
      tenantId: ids.otherPartner,
      name: 'O',
      domain: 'other.example',
      country: 'US',
      partner: aPartnerAccount(),
    });
    const as = await shop.user(['AdminAgent'], ids.otherPartner);
    expect((await shop.send({ as, path: `${customerPath}/orders/${placed.id}` })).body.code).toBe(20000);
    expect(
      (await shop.send({ as, path: `${customerPath}/subscriptions/${placed.lineItems[0]!.subscriptionId}` })).body.code,
    ).toBe(20003);
    expect((await shop.send({ as, path: `${customerPath}/subscriptions` })).body.totalCount).toBe(0);
  });

  test('ORD-1: provisioning is fulfilled, activation needs nothing', async () => {
    const path = `${customerPath}/orders/${placed.id}`;
    const status = await shop.send({ path: `${path}/provisioningstatus` });
    expect(status.body.items).toEqual([
      {
        orderLineItemId: expect.any(String),
        lineItemNumber: 0,
        status: 'fulfilled',
        quantityProvisioningInformation: [{ quantity: 5, status: 'fulfilled' }],
        attributes: { objectType: 'OrderLineItemProvisioningStatus' },
      },
    ]);
    expect((await shop.send({ path: `${path}/activationlinks` })).body.totalCount).toBe(0);
    expect((await shop.send({ path: `${path}/lineitems/0/activationlinks` })).body.totalCount).toBe(0);
    expect((await shop.send({ path: `${path}/lineitems/9/activationlinks` })).body.code).toBe(800071);
  });
});

describe('the reseller of record', () => {
  const resellerEvent = (
    type: 'PartnerChanged' | 'PartnerRelationshipChanged',
    detail: object,
    aggregateVersion = 1,
  ) => ({
    eventId: `event-${type}-${aggregateVersion}`,
    type,
    version: 1,
    source: 'tenancy',
    occurredAt: '2026-02-01T00:00:00.000Z',
    tenantId: ids.partner,
    aggregateId: 'aggregate',
    aggregateVersion,
    correlationId: 'c',
    causationId: 'c',
    actor: { tenantId: ids.partner, kind: 'user' },
    detail,
  });
  const hear = (event: object) =>
    dispatchEvent(commerceContext.consumers, commerceContext.consumerFunctions, event, shop.deps);
  const partnership = (change: object = {}) => ({
    providerId: ids.partner,
    resellerId: 'reseller',
    resellerName: 'R',
    resellerMpnId: '2000',
    resellerAgreementSigned: true,
    isActive: true,
    ...change,
  });
  const code = async (partnerIdOnRecord: string) => {
    const answer = await order([e3({ partnerIdOnRecord })]);
    return answer.status === 201 ? answer.body.lineItems[0].partnerIdOnRecord : answer.body.code;
  };

  test('ROL-2: a provider names its resellers, and no one else', async () => {
    await storeSeller(shop.table, { programRole: 'indirectProvider' });
    expect([await code('2000'), await code('4500001')]).toEqual([800015, 2072]);
    await hear(resellerEvent('PartnerRelationshipChanged', partnership({ resellerAgreementSigned: false })));
    const reseller = (change: Parameters<typeof storePartner>[2]) =>
      storePartner(shop.table, 'reseller', { programRole: 'indirectReseller', mpnId: '2000', ...change });
    await reseller({ status: 'approved', agreementSignedOn: undefined as never });
    expect(await code('2000')).toBe(900123);
    await reseller({});
    await hear(resellerEvent('PartnerRelationshipChanged', partnership(), 2));
    await hear(resellerEvent('PartnerRelationshipChanged', partnership({ isActive: false }), 1));
    expect(await code('2000')).toBe('2000');
    await hear(resellerEvent('PartnerRelationshipChanged', partnership({ isActive: false }), 3));
    expect(await code('2000')).toBe(800016);
  });

  test.each([
    ['its agreement has ended today', { agreementEndedOn: '2026-02-10' }, 900123],
    ['its agreement ended, and its run-off', { status: 'terminated', agreementEndedOn: '2024-02-10' }, 900123],
    ['its agreement ends tomorrow', { agreementEndedOn: '2026-02-11' }, '2000'],
    ['the program suspended it', { status: 'suspended' }, 800016],
    ['vetting refused it', { isRefused: true }, 800016],
  ])('PRG-8: a reseller is judged as it stands now: %s', async (_, change, expected) => {
    await storeSeller(shop.table, { programRole: 'indirectProvider' });
    await hear(resellerEvent('PartnerRelationshipChanged', partnership()));
    const standing = { programRole: 'indirectReseller', mpnId: '2000', ...change } as Parameters<
      typeof storePartner
    >[2];
    await storePartner(shop.table, 'reseller', standing);
    expect(await code('2000')).toBe(expected);
    const none = await order([e3({})]);
    expect(none.status, 'the order itself is the provider’s').toBe(201);
    const path = `/v1/customers/${ids.customer}/subscriptions/${none.body.lineItems[0].subscriptionId}`;
    const changed = await shop.send({ method: 'PATCH', path, body: { partnerId: '2000' } });
    expect(changed.status === 200 ? changed.body.partnerId : changed.body.code).toBe(expected);
  });

  test('ROL-2: a direct partner names none', async () => {
    expect(await code('2000')).toBe(800098);
  });
});
