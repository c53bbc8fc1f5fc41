import { beforeEach, describe, expect, test } from 'vitest';
import { priceBooksOf } from '../../../../functions/billing/price-books/index.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { day } from '../../../../shared/kernel/time.ts';
import type { TestRequest } from '../../../support/api.ts';
import { OTHER_AGENT, relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  OTHER_PARTNER,
  PARTNER,
  SALES_AGENT,
  send,
} from '../../../support/billing-world.ts';

const OWN = '/v1/partner/pricebook';
const THEIRS = `/v1/customers/${CUSTOMER}/pricebook`;
const AT = '2018-02-20T12:00:00.000Z';
const NEXT_DAY = '2018-02-21T12:00:00.000Z';
const minus = (value: number) => ({ target: 'all', method: 'msrpMinusPercent', value });

let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
beforeEach(async () => {
  hooks = {};
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await relate(world);
});

const view = async (path = OWN, as: TestRequest['as'] = ADMIN_AGENT) => (await send(world, { path, as }, AT)).body;
const put = (
  rules: unknown,
  {
    path = OWN,
    etag = undefined as string | undefined,
    at = AT,
    as = ADMIN_AGENT as NonNullable<TestRequest['as']>,
  } = {},
) =>
  send(
    world,
    { method: 'PUT', path, as, body: { rules }, ...(etag !== undefined && { headers: { 'If-Match': etag } }) },
    at,
  );
const remove = (headers: Record<string, string> = {}, at = AT) =>
  send(world, { method: 'DELETE', path: THEIRS, as: ADMIN_AGENT, headers }, at);
const inForce = async (on: string) => {
  const { customer, partner } = await priceBooksOf({ partnerId: PARTNER, customerId: CUSTOMER }, world)(day(on));
  return [customer, partner].map((book) => book && [book.from, book.rules[0]?.value]);
};
const events = () =>
  [...world.table.items.values()].flatMap(eventsOf).filter(({ type }) => type === 'PriceBookChanged');

describe('BIL-7: a price book', () => {
  test('BIL-7: is empty at first, is put without an ETag once, and with its own after that', async () => {
    expect(await view()).toEqual({
      rules: [],
      links: { self: { uri: '/partner/pricebook', method: 'GET', headers: [] } },
      attributes: { objectType: 'PriceBook' },
    });
    const first = await put([minus(5)]);
    expect(first).toMatchObject({ status: 200, body: { rules: [minus(5)], effectiveDate: '2018-02-20T00:00:00Z' } });
    expect(await view()).toEqual(first.body);
    const { etag } = first.body.attributes;
    for (const wrong of [undefined, 'another'])
      expect(await put([minus(6)], { etag: wrong as string })).toMatchObject({ status: 400, body: { code: 2055 } });
    expect((await view()).rules).toEqual([minus(5)]);
    const second = await put([minus(6)], { etag });
    expect(second.status).toBe(200);
    expect(second.body.attributes.etag).not.toBe(etag);
    expect(await put([minus(7)], { etag })).toMatchObject({ status: 400, body: { code: 2055 } });
  });

  test('BIL-7: holds from its day on, of one day the last, and never behind a day that is over', async () => {
    await put([minus(1)]);
    await put([minus(2)], { etag: '*' });
    await put([minus(3)], { etag: '*', at: NEXT_DAY });
    await put([minus(4)], { etag: '*', at: '2018-03-10T00:00:00.000Z' });
    const theirs = await put([minus(9)], { path: THEIRS, at: '2018-03-01T00:00:00.000Z' });
    await put([minus(10)], { path: THEIRS, etag: theirs.body.attributes.etag, at: '2018-03-10T23:59:59.999Z' });
    expect(
      await Promise.all(['2018-02-19', '2018-02-20', '2018-02-21', '2018-03-09', '2018-03-10'].map(inForce)),
    ).toEqual([
      [undefined, undefined],
      [undefined, ['2018-02-20', '2']],
      [undefined, ['2018-02-21', '3']],
      [
        ['2018-03-01', '9'],
        ['2018-02-21', '3'],
      ],
      [
        ['2018-03-10', '10'],
        ['2018-03-10', '4'],
      ],
    ]);
  });

  test('BIL-7: a call that arrives behind one of the next day changes what holds from that day on', async () => {
    await put([minus(1)], { at: NEXT_DAY });
    expect((await put([minus(2)], { etag: '*', at: AT })).body.effectiveDate).toBe('2018-02-21T00:00:00Z');
    expect(await inForce('2018-02-20')).toEqual([undefined, undefined]);
    expect(await inForce('2018-02-21')).toEqual([undefined, ['2018-02-21', '2']]);
  });

  test('BIL-7: of one customer, that is taken away, has no rules from that day on; what was stays', async () => {
    await put([minus(9)], { path: THEIRS });
    expect((await remove({ 'If-Match': 'another' }, NEXT_DAY)).body.code).toBe(2055);
    expect((await remove({}, NEXT_DAY)).status).toBe(204);
    const before = world.table.items.size;
    expect((await remove({}, '2018-03-10T00:00:00.000Z')).status).toBe(204);
    expect(world.table.items.size, 'taken away once more it is as it was').toBe(before);
    expect(await view(THEIRS)).toMatchObject({ rules: [], effectiveDate: '2018-02-21T00:00:00Z' });
    expect([await inForce('2018-02-20'), await inForce('2018-02-21')]).toEqual([
      [['2018-02-20', '9'], undefined],
      [['2018-02-21', undefined], undefined],
    ]);
  });

  test('BIL-7: where nothing was ever agreed, taking it away writes nothing', async () => {
    const before = world.table.items.size;
    expect((await remove()).status).toBe(204);
    expect(world.table.items.size).toBe(before);
  });

  test('BIL-7: the same rules again change nothing and tell nobody', async () => {
    const { body } = await put([minus(5)]);
    const again = await put([{ Target: 'ALL', METHOD: 'msrp_minus_percent', value: '5.0' }], {
      etag: body.attributes.etag,
      at: NEXT_DAY,
    });
    expect(again.body).toEqual(body);
    expect(events().map(({ detail }) => detail)).toEqual([
      { partnerId: PARTNER, effectiveOn: '2018-02-20', ruleCount: 1 },
    ]);
    await put([minus(5)], { path: THEIRS });
    expect(events()[1]!.detail).toMatchObject({ customerId: CUSTOMER });
  });

  test('ROL-2: is for the roles of the contract, and no partner sees another’s', async () => {
    await put([minus(1)]);
    await put([minus(2)], { path: THEIRS });
    expect((await view(OWN, SALES_AGENT)).rules).toEqual([minus(1)]);
    expect((await view(THEIRS, SALES_AGENT)).rules).toEqual([minus(2)]);
    expect((await put([], { as: SALES_AGENT, etag: '*' })).body.code).toBe(900150);
    expect((await put([], { as: SALES_AGENT, etag: '*', path: THEIRS })).body.code).toBe(900150);
    expect((await put([], { as: APPLICATION, etag: '*' })).body.code).toBe(2032);
    await relate(world, OTHER_PARTNER);
    expect([(await view(OWN, OTHER_AGENT)).rules, (await view(THEIRS, OTHER_AGENT)).rules]).toEqual([[], []]);
  });
});

const rule = (over: object) => ({ ...minus(5), ...over });
const OFFER_ID = '0B000000-0000-4000-8000-000000000001';

describe('BIL-7: rules', () => {
  test.each([
    ['an offer in any case', { target: 'offer', targetId: OFFER_ID }, { targetId: OFFER_ID.toLowerCase() }],
    [
      'a family',
      { target: 'product_family', targetId: 'Office_365' },
      { target: 'productFamily', targetId: 'office365' },
    ],
    [
      'a category as it is written',
      { target: 'meterCategory', targetId: ' Stockage à froid ' },
      { targetId: 'Stockage à froid' },
    ],
    ['a meter', { target: 'meter', targetId: OFFER_ID }, { targetId: OFFER_ID.toLowerCase() }],
    ['a price of ten decimals', { method: 'fixedUnitPrice', value: '0.0000000001' }, { value: 1e-10 }],
    ['nothing at all', { method: 'costPlusPercent', value: -100 }, { value: -100 }],
    ['eleven times the list price', { value: '-1000' }, { value: -1000 }],
  ])('BIL-7: take %s', async (_, sent, stored) => {
    const { status, body } = await put([rule(sent)]);
    expect([status, body.rules]).toEqual([200, [{ ...rule(sent), ...stored }]]);
    expect(await view()).toEqual(body);
  });

  test.each([
    ['a target without an id', { target: 'offer' }, 3000, 'rules[0].targetId'],
    ['an id without a target', { targetId: OFFER_ID }, 3000, 'rules[0].targetId'],
    ['no id of an offer', { target: 'offer', targetId: 'EMS' }, 3000, 'rules[0].targetId'],
    ['no id of a meter', { target: 'meter', targetId: 'a meter' }, 3000, 'rules[0].targetId'],
    ['a target of no kind', { target: 'sku' }, 3000, 'rules[0].target'],
    ['a method of no kind', { method: 'guess' }, 3000, 'rules[0].method'],
    ['less than nothing', { value: 100.5 }, 950010, 'rules[0].value'],
    ['less than nothing of the cost', { method: 'costPlusPercent', value: -101 }, 950010, 'rules[0].value'],
    ['more than 1000 percent', { method: 'costPlusPercent', value: 1001 }, 950010, 'rules[0].value'],
    ['a price below 0', { method: 'fixedUnitPrice', value: -0.01 }, 950010, 'rules[0].value'],
    ['five decimals of a percent', { value: 0.00001 }, 3000, 'rules[0].value'],
    [
      'more digits than a number tells',
      { method: 'fixedUnitPrice', value: '1234567890123.456' },
      3000,
      'rules[0].value',
    ],
    ['no number', { value: 'many' }, 3000, 'rules[0].value'],
    ['no value', { value: null }, 3000, 'rules[0].value'],
  ])('BIL-7: refuse %s', async (_, sent, code, field) => {
    const { status, body } = await put([rule(sent)]);
    expect([status, body.code, body.parameters?.field]).toEqual([400, code, field]);
    expect((await view()).rules).toEqual([]);
  });

  test('BIL-7: name each target once, and are 500 at most', async () => {
    const family = (targetId: string) => ({ ...minus(1), target: 'productFamily', targetId });
    const twice = await put([family('ems'), minus(2), family('EMS')]);
    expect([twice.body.code, twice.body.parameters.field]).toEqual([3000, 'rules[2]']);
    const meters = Array.from({ length: 501 }, (_, at) => ({ ...minus(1), target: 'meter', targetId: `m-${at}` }));
    expect((await put(meters)).status).toBe(400);
    expect((await put(meters.slice(1))).status).toBe(200);
    const long = Array.from({ length: 200 }, (_, at) => family(`${'x'.repeat(240)}${at}`));
    expect((await put(long, { etag: '*' })).body).toMatchObject({ code: 3000, parameters: { field: 'rules' } });
  });
});

describe('BIL-7: writes of a book', () => {
  test('BIL-7: stopped before or after any write, a call that is repeated leaves what one leaves', async () => {
    for (const when of ['beforeWrite', 'afterWrite'] as const)
      for (let at = 0; at < 3; at += 1) {
        world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
        hooks = {};
        await relate(world);
        await put([minus(1)], { path: THEIRS });
        let left = at;
        hooks = {
          [when]: () => {
            if (left-- === 0) throw new Error('stopped');
          },
        };
        await put([minus(2)], { path: THEIRS, etag: '*', at: NEXT_DAY }).catch(() => undefined);
        hooks = {};
        await put([minus(2)], { path: THEIRS, etag: '*', at: NEXT_DAY });
        expect([await inForce('2018-02-20'), await inForce('2018-02-21')]).toEqual([
          [['2018-02-20', '1'], undefined],
          [['2018-02-21', '2'], undefined],
        ]);
        expect(events().length).toBe(2);
      }
  });

  test('BIL-7: of several at once with the same ETag one is taken', async () => {
    const { body } = await put([minus(1)]);
    const { etag } = body.attributes;
    for (const at of [AT, NEXT_DAY]) {
      const all = await Promise.all([2, 3, 4].map((value) => put([minus(value)], { etag, at })));
      if (at === AT) expect(all.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
      else expect(all.map(({ body: answer }) => answer.code)).toEqual([2055, 2055, 2055]);
    }
    const first = await Promise.all([2, 3, 4].map((value) => put([minus(value)], { path: THEIRS })));
    expect(first.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  test('BIL-7: one that began on another day is not written beside one that came in between', async () => {
    const { body } = await put([minus(1)]);
    const { etag } = body.attributes;
    let once = true;
    hooks.beforeWrite = async () => {
      if (!once) return;
      once = false;
      await put([minus(2)], { etag });
    };
    expect((await put([minus(3)], { etag, at: NEXT_DAY })).body.code).toBe(2055);
    expect(await inForce('2018-02-21')).toEqual([undefined, ['2018-02-20', '2']]);
  });

  test('BIL-7: pricing a bill reads each version once, whatever lines it has', async () => {
    await put([minus(1)]);
    await put([minus(2)], { etag: '*', at: NEXT_DAY });
    let queries = 0;
    const table: Table = {
      ...world.table,
      query(query) {
        queries += 1;
        return world.table.query(query);
      },
    };
    const booksOn = priceBooksOf({ partnerId: PARTNER, customerId: CUSTOMER }, { table });
    const found = [];
    for (const on of ['2018-06-01', '2018-03-01', '2018-02-20', '2018-02-21', '2018-05-05', '2018-02-20'])
      found.push((await booksOn(day(on))).partner!.rules[0]!.value);
    expect(found).toEqual(['2', '2', '1', '2', '2', '1']);
    expect(queries).toBeLessThanOrEqual(6);
  });
});
