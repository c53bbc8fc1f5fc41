import { beforeEach, describe, expect, test } from 'vitest';
import { assignmentLines, assignmentStore, quantityOf } from '../../../../functions/billing/own-products/index.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { day } from '../../../../shared/kernel/time.ts';
import type { TestRequest } from '../../../support/api.ts';
import { OTHER_AGENT, relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  OTHER_ADMIN,
  OTHER_PARTNER,
  PARTNER,
  SALES_AGENT,
  send,
} from '../../../support/billing-world.ts';

const PRODUCTS = '/v1/partner/products';
const ASSIGNED = `/v1/customers/${CUSTOMER}/partnerproducts`;
const AT = '2018-02-20T12:00:00.000Z';
const NOBODYS = '99999999-9999-4999-8999-999999999999';
const desk = { sku: 'DESK', name: 'Service desk', billingFrequency: 'monthly', unitPrice: '120.00' };
const work = { sku: 'MOVE', name: 'Move', billingFrequency: 'oneTime', unitPrice: 1000 };

let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
const begin = async () => {
  hooks = {};
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await relate(world);
};
beforeEach(begin);

type More = Partial<TestRequest> & { at?: string };
const ask = (method: TestRequest['method'], path: string, body?: object, { at = AT, ...more }: More = {}) =>
  send(world, { ...(method && { method }), path, as: ADMIN_AGENT, ...(body && { body }), ...more }, at);
const etag = (value: string) => ({ 'If-Match': value });
const made = async (body: object = desk) => (await ask('POST', PRODUCTS, body)).body;
const assigned = async (body: object = {}, more: More = {}) => {
  const product = await made((more as { product?: object }).product ?? desk);
  return ask('POST', ASSIGNED, { productId: product.id, quantity: 2, ...body }, more);
};
const change = (id: string, body: object, more: More = {}) =>
  ask('PATCH', `${ASSIGNED}/${id}`, body, { headers: etag('*'), ...more });
const items = async (path = ASSIGNED) => (await ask('GET', path)).body.items;
const stored = (assignmentId: string) =>
  assignmentStore(world.table).load({ partnerId: PARTNER, customerId: CUSTOMER, assignmentId });
const charged = async (id: string, from: string, to: string) =>
  assignmentLines((await stored(id))!, day(from), day(to)).map(({ start, end, amount }) => `${start} ${end} ${amount}`);
const events = (type: string) =>
  [...world.table.items.values()].flatMap(eventsOf).filter((event) => event.type === type);

describe('BIL-7: own products', () => {
  test('BIL-7: are added, read, changed and retired, each by its ETag', async () => {
    const { status, body: product } = await ask('POST', PRODUCTS, {
      ...desk,
      description: 'By telephone.\nOn weekdays.',
    });
    expect([status, product]).toEqual([
      201,
      {
        ...{ ...desk, unitPrice: 120, id: product.id, description: 'By telephone.\nOn weekdays.', currencyCode: 'USD' },
        ...{ taxable: true, status: 'active' },
        links: { self: { uri: `/partner/products/${product.id}`, method: 'GET', headers: [] } },
        attributes: { objectType: 'PartnerProduct', etag: product.attributes.etag },
      },
    ]);
    const path = `${PRODUCTS}/${product.id}`;
    expect((await ask('GET', path)).body).toEqual(product);
    expect((await ask('PATCH', path, { name: 'Desk' })).body.code).toBe(2055);
    const changed = await ask(
      'PATCH',
      path,
      { name: 'Desk', taxable: false },
      { headers: etag(product.attributes.etag) },
    );
    expect(changed.body).toMatchObject({ name: 'Desk', taxable: false, sku: 'DESK', unitPrice: 120 });
    expect((await ask('PATCH', path, { name: 'D' }, { headers: etag(product.attributes.etag) })).body.code).toBe(2055);
    const same = await ask('PATCH', path, { name: 'Desk' }, { headers: etag(changed.body.attributes.etag) });
    expect(same.body).toEqual(changed.body);
    expect((await ask('DELETE', path, undefined, { headers: etag('another') })).body.code).toBe(2055);
    expect([(await ask('DELETE', path)).status, (await ask('DELETE', path)).status]).toEqual([204, 204]);
    expect((await items(PRODUCTS)).map((each: { status: string }) => each.status)).toEqual(['retired']);
    const back = await ask('PATCH', path, { status: 'active' }, { headers: etag('*') });
    expect(back.body.status).toBe('active');
    expect(events('PartnerProductChanged').map(({ detail }) => (detail as { status: string }).status)).toEqual([
      ...['active', 'active', 'retired', 'active'],
    ]);
  });

  test.each([
    ['another currency', { currencyCode: 'EUR' }, 950007, 'currencyCode'],
    ['a price below 0', { unitPrice: -1 }, 3000, 'unitPrice'],
    ['a price of seven decimals', { unitPrice: '0.0000001' }, 3000, 'unitPrice'],
    ['a price of eight digits', { unitPrice: 10_000_000 }, 3000, 'unitPrice'],
    ['no price', { unitPrice: null }, 3000, 'unitPrice'],
    ['a frequency of no kind', { billingFrequency: 'weekly' }, 3000, 'billingFrequency'],
    ['a name that nobody sees', { name: ' \u200b ' }, 3000, 'name'],
    ['a name that turns text', { name: 'a\u202eb' }, 3000, 'name'],
  ])('BIL-7: refuse %s', async (_, sent, code, field) => {
    const { status, body } = await ask('POST', PRODUCTS, { ...desk, ...sent });
    expect([status, body.code, body.parameters?.field]).toEqual([400, code, field]);
    expect(await items(PRODUCTS)).toEqual([]);
  });

  test.each([
    ['currency', { currencyCode: 'EUR' }, 950007],
    ['frequency', { billingFrequency: 'annual' }, 3000],
  ])('BIL-7: keep their %s', async (_, sent, code) => {
    const { id } = await made();
    const { status, body } = await ask('PATCH', `${PRODUCTS}/${id}`, { ...sent, name: 'X' }, { headers: etag('*') });
    expect([status, body.code]).toEqual([400, code]);
    expect((await items(PRODUCTS))[0].name).toBe('Service desk');
  });

  test('ROL-2: are for the roles of the contract, and another partner’s is not there', async () => {
    const { id } = await made();
    expect((await ask('GET', `${PRODUCTS}/${id}`, undefined, { as: SALES_AGENT })).status).toBe(200);
    expect((await ask('POST', PRODUCTS, desk, { as: SALES_AGENT })).body.code).toBe(900150);
    expect((await ask('POST', PRODUCTS, desk, { as: APPLICATION })).body.code).toBe(2032);
    await relate(world, OTHER_PARTNER);
    for (const as of [OTHER_AGENT, OTHER_ADMIN])
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        const path = `${PRODUCTS}/${id}`;
        const answer = await ask(method, path, method === 'PATCH' ? { name: 'Mine' } : undefined, {
          as,
          headers: etag('*'),
        });
        expect([answer.status, answer.body.code]).toEqual([404, 1000]);
      }
    const theirs = await ask('POST', ASSIGNED, { productId: id, quantity: 1 }, { as: OTHER_AGENT });
    expect([theirs.status, theirs.body.code, theirs.body.parameters.field]).toEqual([400, 3000, 'productId']);
  });
});

describe('BIL-7: what a customer has of them', () => {
  test('BIL-7: keeps its price, whatever becomes of the product', async () => {
    const { status, body } = await assigned();
    expect([status, body]).toMatchObject([
      201,
      {
        quantity: 2,
        startDate: '2018-02-20T00:00:00Z',
        unitPrice: 120,
        currencyCode: 'USD',
        billingFrequency: 'monthly',
      },
    ]);
    expect(body).not.toHaveProperty('endDate');
    const product = `${PRODUCTS}/${body.productId}`;
    await ask('PATCH', product, { unitPrice: 500 }, { headers: etag('*') });
    await ask('DELETE', product);
    expect(await items()).toEqual([body]);
    expect(await charged(body.id, '2018-01-01', '2018-04-01')).toEqual([
      '2018-02-20 2018-03-20 24000',
      '2018-03-20 2018-04-20 24000',
    ]);
    const late = await ask('POST', ASSIGNED, { productId: body.productId, quantity: 1 });
    expect([late.status, late.body.code]).toEqual([400, 3000]);
  });

  test('BIL-7: a price may be agreed for it, days may be over, instalments follow each other', async () => {
    const override = await assigned({ unitPriceOverride: 99.5, startDate: '2018-01-10', endDate: '2018-02-28' });
    expect(override.body).toMatchObject({ unitPrice: 99.5, unitPriceOverride: 99.5, endDate: '2018-02-28T00:00:00Z' });
    expect(await charged(override.body.id, '2018-02-20', '2018-03-02')).toEqual([
      ...['2018-01-10 2018-02-10 19900', '2018-02-10 2018-03-10 19900', '2018-03-01 2018-03-10 -6396'],
    ]);
    const project = await assigned({ quantity: 1, instalments: 3 }, { product: work } as More);
    expect(project.body).toMatchObject({ instalments: 3 });
    expect(await charged(project.body.id, '2018-01-01', '2018-12-01')).toEqual([
      ...['2018-02-20 2018-02-21 33333', '2018-03-20 2018-03-21 33334', '2018-04-20 2018-04-21 33333'],
    ]);
  });

  test.each([
    ['no product', { productId: NOBODYS }, 3000, 'productId'],
    ['a quantity of 0', { quantity: 0 }, 2002, 'quantity'],
    ['half of one', { quantity: 1.5 }, 2002, 'quantity'],
    ['a million', { quantity: 1_000_000 }, 2002, 'quantity'],
    ['a start 401 days ago', { startDate: '2017-01-15' }, 3000, 'startDate'],
    ['a start in eleven years', { startDate: '2029-01-01' }, 3000, 'startDate'],
    ['no day of the calendar', { startDate: '2018-02-30' }, 3000, 'startDate'],
    ['an end before its start', { endDate: '2018-02-19' }, 3000, 'endDate'],
    ['instalments of a month', { instalments: 2 }, 3000, 'instalments'],
    ['a price below 0', { unitPriceOverride: -1 }, 3000, 'unitPriceOverride'],
  ])('BIL-7: refuse %s', async (_, sent, code, field) => {
    const { status, body } = await assigned(sent);
    expect([status, body.code, body.parameters?.field]).toEqual([400, code, field]);
    expect(await items()).toEqual([]);
  });

  test.each([
    ['an end of one-off work', { endDate: '2018-03-01' }, 'endDate'],
    ['61 instalments', { instalments: 61 }, 'instalments'],
  ])('BIL-7: refuse %s', async (_, sent, field) => {
    const { status, body } = await assigned(sent, { product: work } as More);
    expect([status, body.code, body.parameters?.field]).toEqual([400, 3000, field]);
  });

  test('BIL-7: other units count from today on, of a day the last', async () => {
    const { body } = await assigned();
    expect((await ask('PATCH', `${ASSIGNED}/${body.id}`, { quantity: 3 })).body.code).toBe(2055);
    const wrong = await change(body.id, { quantity: 3 }, { headers: etag('another') });
    expect(wrong.body.code).toBe(2055);
    await change(body.id, { quantity: 3 }, { at: '2018-03-06T10:00:00.000Z' });
    const last = await change(body.id, { quantity: 4 }, { at: '2018-03-06T11:00:00.000Z' });
    expect(last.body.quantity).toBe(4);
    expect(await charged(body.id, '2018-03-01', '2018-03-20')).toEqual([
      ...['2018-02-20 2018-03-20 -24000', '2018-02-20 2018-03-06 12000', '2018-03-06 2018-03-20 24000'],
    ]);
    const again = await change(body.id, { quantity: 4, endDate: null }, { at: '2018-03-09T11:00:00.000Z' });
    expect(again.body).toEqual(last.body);
    expect(events('ProductAssignmentChanged').length).toBe(3);
  });

  test('BIL-7: ends on a day that may be moved until it is over, and stands after that', async () => {
    const { body } = await assigned();
    await change(body.id, { endDate: '2018-03-05' });
    await change(body.id, { endDate: '2018-03-10' }, { at: '2018-03-05T00:00:00.000Z' });
    const on = '2018-03-11T12:00:00.000Z';
    expect((await change(body.id, { quantity: 9 }, { at: on })).body.code).toBe(950005);
    expect((await change(body.id, { endDate: '2018-03-12', quantity: 9 }, { at: on })).body).toMatchObject({
      ...{ quantity: 9, endDate: '2018-03-12T00:00:00Z' },
    });
    expect(await charged(body.id, '2018-03-01', '2018-06-01')).toEqual([
      ...['2018-02-20 2018-03-20 -24000', '2018-02-20 2018-03-11 16286', '2018-03-11 2018-03-20 34714'],
      '2018-03-13 2018-03-20 -27000',
    ]);
    const over = '2018-03-14T00:00:00.000Z';
    for (const sent of [{ endDate: null }, { endDate: '2018-04-01' }, { quantity: 1 }])
      expect((await change(body.id, sent, { at: over })).body.code).toBe(950005);
    expect((await change(body.id, { endDate: '2018-03-12' }, { at: over })).status).toBe(200);
    expect((await ask('DELETE', `${ASSIGNED}/${body.id}`, undefined, { at: over })).status).toBe(204);
    expect((await items())[0].endDate).toBe('2018-03-12T00:00:00Z');
  });

  test('BIL-7: taken away, gives back what is left from that day on; what was assigned today was never there', async () => {
    const { body } = await assigned();
    const path = `${ASSIGNED}/${body.id}`;
    expect((await ask('DELETE', path, undefined, { headers: etag('another') })).body.code).toBe(2055);
    for (const at of ['2018-03-06T12:00:00.000Z', '2018-03-07T12:00:00.000Z'])
      expect((await ask('DELETE', path, undefined, { at })).status).toBe(204);
    expect(await charged(body.id, '2018-01-01', '2019-01-01')).toEqual([
      ...['2018-02-20 2018-03-20 24000', '2018-03-06 2018-03-20 -12000'],
    ]);
    const undone = await assigned({ startDate: '2018-01-05' });
    await ask('DELETE', `${ASSIGNED}/${undone.body.id}`);
    expect(await charged(undone.body.id, '2018-01-01', '2019-01-01')).toEqual([]);
  });

  test.each([
    ['productId', { productId: NOBODYS }],
    ['startDate', { startDate: '2018-02-21' }],
    ['unitPriceOverride', { unitPriceOverride: 1 }],
    ['instalments', { instalments: 2 }],
    ['endDate', { endDate: '2018-02-19' }],
  ])('BIL-7: keeps its %s', async (field, sent) => {
    const { body } = await assigned();
    const answer = await change(body.id, { quantity: 5, ...sent });
    expect([answer.status, answer.body.code, answer.body.parameters?.field]).toEqual([400, 3000, field]);
    expect(await items()).toEqual([body]);
    const same = {
      productId: body.productId,
      startDate: '2018-02-20T23:00:00Z',
      unitPriceOverride: null,
      instalments: 1,
    };
    expect((await change(body.id, { ...same, quantity: 5 })).body.quantity).toBe(5);
  });

  test('BIL-7: one-off work keeps its quantity once it has begun', async () => {
    const { body } = await assigned({ startDate: '2018-03-01' }, { product: work } as More);
    expect((await change(body.id, { quantity: 7 })).body.quantity).toBe(7);
    const late = await change(body.id, { quantity: 8 }, { at: '2018-03-02T00:00:00.000Z' });
    expect([late.body.code, late.body.parameters.field]).toEqual([3000, 'quantity']);
  });

  test('ROL-2: is for the roles of the contract; another partner’s, or another customer’s, is not there', async () => {
    const { body } = await assigned();
    const path = `${ASSIGNED}/${body.id}`;
    expect((await change(body.id, { quantity: 3 }, { as: SALES_AGENT })).status).toBe(200);
    await relate(world, OTHER_PARTNER);
    expect((await ask('GET', ASSIGNED, undefined, { as: OTHER_AGENT })).body.items).toEqual([]);
    expect((await ask('DELETE', path, undefined, { as: OTHER_AGENT })).body.code).toBe(1000);
    expect((await change(body.id, { quantity: 4 }, { as: OTHER_AGENT })).body.code).toBe(1000);
    expect(quantityOf((await stored(body.id))!)).toBe(3);
  });
});

describe('BIL-7: writes', () => {
  const requestId = '7e5700aa-0000-4000-8000-000000000001';

  test('BIL-7: stopped before or after any write and repeated, an assignment is made once', async () => {
    for (const when of ['beforeWrite', 'afterWrite'] as const)
      for (let at = 0; at < 4; at += 1) {
        await begin();
        const product = await made();
        const body = { productId: product.id, quantity: 2 };
        let left = at;
        hooks = {
          [when]: () => {
            if (left-- === 0) throw new Error('stopped');
          },
        };
        const call = (on: string) => ask('POST', ASSIGNED, body, { headers: { 'MS-RequestId': requestId }, at: on });
        await call(AT).catch(() => undefined);
        hooks = {};
        // After the lease of the call that died.
        const repeated = await call('2018-02-20T12:05:00.000Z');
        expect(repeated.status, `${when} ${at}`).toBe(201);
        expect((await call('2018-02-20T12:06:00.000Z')).body).toEqual(repeated.body);
        expect(await items()).toEqual([repeated.body]);
        expect(events('ProductAssignmentChanged').length).toBe(1);
      }
  });

  test('BIL-7: nothing is assigned of a product that is retired in between, nor at a price of before', async () => {
    const product = await made();
    const between = (run: () => Promise<unknown>) => {
      let once = true;
      hooks.beforeWrite = async () => {
        if (!once) return;
        once = false;
        await run();
      };
    };
    const path = `${PRODUCTS}/${product.id}`;
    between(() => ask('PATCH', path, { unitPrice: 130 }, { headers: etag('*') }));
    const dearer = await ask('POST', ASSIGNED, { productId: product.id, quantity: 1 });
    expect(dearer.body.unitPrice).toBe(130);
    between(() => ask('DELETE', path));
    const retired = await ask('POST', ASSIGNED, { productId: product.id, quantity: 1 });
    expect([retired.status, retired.body.code]).toEqual([400, 3000]);
    expect(await items()).toEqual([dearer.body]);
  });

  test('BIL-7: of several changes at once with the same ETag one is taken', async () => {
    const { body } = await assigned();
    const headers = etag(body.attributes.etag);
    const all = await Promise.all([3, 4, 5].map((quantity) => change(body.id, { quantity }, { headers })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const taken = all.find(({ status }) => status === 200)!.body;
    expect(await items()).toEqual([taken]);
  });
});
