import { beforeEach, describe, expect, test } from 'vitest';
import { standingKey } from '../../../../functions/commerce/buying/store/keys.ts';
import { toItem } from '../../../../functions/commerce/subscriptions/store/subscription-item.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  customerPath,
  ids,
  offers,
  openStockedShop,
  type Shop,
  soldIn,
  storeBuyer,
  storeSeller,
} from '../../../support/commerce.ts';

/** Bought on 10 February 2026, invoiced on the 5th: ten seats at 17.00 and four of an add-on at 3.40 a month. */
let shop: Shop;
let base: { id: string; orderId: string; attributes: { etag: string } };
let addOn: { id: string; orderId: string };

const buy = async (lineItems: readonly object[], billingCycle = 'monthly') =>
  (await shop.send({ method: 'POST', path: `${customerPath}/orders`, body: { lineItems, billingCycle } })).body;
const subscriptions = async () => (await shop.send({ path: `${customerPath}/subscriptions` })).body.items;
const e3 = (quantity = 10) => ({ offerId: offers.e3, quantity });

async function open(
  at: string,
  billingCycle = 'monthly',
  lines: readonly object[] = [e3(), { offerId: offers.audioConferencing, quantity: 4 }],
) {
  shop = await openStockedShop({ at });
  await buy(lines, billingCycle);
  [base, addOn] = await subscriptions();
}
beforeEach(() => open('2026-02-10T09:00:00Z'));

type Wish = Readonly<Record<string, unknown>>;
const quote = (wish: Wish, of: { id: string } = base, headers = {}) =>
  shop.send({ method: 'POST', path: `${customerPath}/subscriptions/${of.id}/quote`, body: wish, headers });
const change = ({ billingCycle, ...rest }: Wish, of: { id: string; orderId: string } = base, headers = {}) =>
  billingCycle === undefined
    ? shop.send({ method: 'PATCH', path: `${customerPath}/subscriptions/${of.id}`, body: rest, headers })
    : shop.send({ method: 'PATCH', path: `${customerPath}/orders/${of.orderId}`, body: { billingCycle } });

interface Line {
  readonly firstCharge: number;
  readonly formula: string;
  readonly invoiceDate: string;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly nextCharge?: number;
  readonly nextChargeDate?: string;
  readonly nextFormula?: string;
  readonly nextInvoiceDate?: string;
}
const at = (date: string | undefined) => date?.slice(0, 10);
/** A line in one row: what, how, from when until when, on which invoice; and what follows, with when, how and on which invoice. */
const row = (line: Line): string =>
  [
    `${line.firstCharge} = ${line.formula}, ${at(line.chargeStartDate)} to ${at(line.chargeEndDate)}, on ${at(line.invoiceDate)}`,
    ...(line.nextCharge === undefined
      ? []
      : [
          `then ${line.nextCharge} = ${line.nextFormula} on ${at(line.nextChargeDate)}, on ${at(line.nextInvoiceDate)}`,
        ]),
  ].join('; ');

describe('what a change costs, line by line as the invoice will have it', () => {
  test('BIL-9, SUB-2: seats that are added are charged for the rest of the cycle, and then with every cycle', async () => {
    shop.setClock('2026-02-20T12:00:00Z');
    const { status, body } = await quote({ quantity: 12 });
    expect([status, body.currency, body.total]).toEqual([200, 'USD', 21.85]);
    expect(body.lines.map(row)).toEqual([
      '-170 = -(10 x 17.00 x 28/28), 2026-02-10 to 2026-03-09, on 2026-03-05',
      '60.71 = 10 x 17.00 x 10/28, 2026-02-10 to 2026-02-19, on 2026-03-05',
      '131.14 = 12 x 17.00 x 18/28, 2026-02-20 to 2026-03-09, on 2026-03-05; then 204 = 12 x 17.00 x 31/31 on 2026-03-10, on 2026-04-05',
    ]);
    expect(body.lines[2]).toMatchObject({
      subscriptionId: base.id,
      offerId: offers.e3,
      quantity: 12,
      unitPrice: 10.93,
      chargeType: 'Cycle instance prorate',
    });
  });

  test('BIL-9, SUB-3: billed annually, seats that go are credited to the end of the term; the renewal follows', async () => {
    await open('2026-02-10T09:00:00Z', 'annual', [e3()]);
    shop.setClock('2026-08-01T12:00:00Z');
    const { body } = await quote({ quantity: 4 });
    expect(body.lines.map(row)).toEqual([
      '-2040 = -(10 x 204.00 x 365/365), 2026-02-10 to 2027-02-09, on 2026-08-05',
      '961.32 = 10 x 204.00 x 172/365, 2026-02-10 to 2026-07-31, on 2026-08-05',
      '431.47 = 4 x 204.00 x 193/365, 2026-08-01 to 2027-02-09, on 2026-08-05; then 816 = 4 x 204.00 x 365/365 on 2027-02-10, on 2027-03-05',
    ]);
  });

  test('BIL-9, SUB-5: a base is credited with its add-ons: all of the term in its first 30 days, later what is left', async () => {
    shop.setClock('2026-02-20T12:00:00Z');
    expect((await quote({ status: 'suspended' })).body.lines.map(row)).toEqual([
      '-170 = -(10 x 17.00 x 28/28), 2026-02-10 to 2026-03-09, on 2026-03-05',
      '-13.6 = -(4 x 3.40 x 28/28), 2026-02-10 to 2026-03-09, on 2026-03-05',
    ]);
    shop.setClock('2026-04-20T12:00:00Z');
    const later = (await quote({ status: 'suspended' })).body;
    expect(later.total).toBe(-122.4);
    expect(later.lines.map(row)).toEqual([
      '-113.33 = -(10 x 17.00 x 20/30), 2026-04-20 to 2026-05-09, on 2026-05-05',
      '-9.07 = -(4 x 3.40 x 20/30), 2026-04-20 to 2026-05-09, on 2026-05-05',
    ]);
    expect((await quote({ status: 'suspended' }, addOn)).body.lines.map(row)).toEqual(later.lines.slice(1).map(row));
  });

  test('BIL-9, SUB-6: a fee for leaving early is told with its formula', async () => {
    const sold = soldIn(shop).find(({ subscriptionId }) => subscriptionId === base.id.toLowerCase())!;
    const priceLock = { ...sold.priceLock!, earlyTerminationFee: { percentOfRemaining: '10' } };
    await shop.fill([toItem({ ...sold, priceLock })]);
    shop.setClock('2026-04-20T12:00:00Z');
    expect((await quote({ status: 'suspended' })).body.lines.slice(0, 2).map(row)).toEqual([
      '-113.33 = -(10 x 17.00 x 20/30), 2026-04-20 to 2026-05-09, on 2026-05-05',
      '164.33 = 10% x 10 x 17.00 x (20/30 + 9), 2026-04-20 to 2027-02-09, on 2026-05-05',
    ]);
  });

  test('BIL-9: coming back within the term costs the rest of the cycle; after its end twelve months at the price of the day', async () => {
    shop.setClock('2026-04-20T12:00:00Z');
    await change({ status: 'suspended' });
    shop.setClock('2026-04-25T12:00:00Z');
    expect((await quote({ status: 'active' })).body.lines.map(row)).toEqual([
      '85 = 10 x 17.00 x 15/30, 2026-04-25 to 2026-05-09, on 2026-05-05; then 170 = 10 x 17.00 x 31/31 on 2026-05-10, on 2026-06-05',
      '6.8 = 4 x 3.40 x 15/30, 2026-04-25 to 2026-05-09, on 2026-05-05; then 13.6 = 4 x 3.40 x 31/31 on 2026-05-10, on 2026-06-05',
    ]);
    await change({ status: 'active' });
    shop.setClock('2027-02-01T12:00:00Z');
    await change({ status: 'suspended' });
    shop.setClock('2027-03-05T10:00:00Z');
    const [back] = (await quote({ status: 'active' })).body.lines;
    expect(row(back)).toBe(
      '170 = 10 x 17.00 x 31/31, 2027-03-05 to 2027-04-04, on 2027-04-05; then 170 = 10 x 17.00 x 30/30 on 2027-04-05, on 2027-05-05',
    );
  });

  test('BIL-9, ORD-3: another cycle credits the old one and begins a new term, for the order and its add-ons', async () => {
    shop.setClock('2026-04-20T12:00:00Z');
    const { body } = await quote({ billingCycle: 'annual' }, addOn);
    expect(body.total).toBe(2080.8);
    expect(body.lines.map(row)).toEqual([
      '-113.33 = -(10 x 17.00 x 20/30), 2026-04-20 to 2026-05-09, on 2026-05-05',
      '2040 = 10 x 204.00 x 365/365, 2026-04-20 to 2027-04-19, on 2026-05-05; then 2040 = 10 x 204.00 x 366/366 on 2027-04-20, on 2027-05-05',
      '-9.07 = -(4 x 3.40 x 20/30), 2026-04-20 to 2026-05-09, on 2026-05-05',
      '163.2 = 4 x 40.80 x 365/365, 2026-04-20 to 2027-04-19, on 2026-05-05; then 163.2 = 4 x 40.80 x 366/366 on 2027-04-20, on 2027-05-05',
    ]);
  });

  test('BIL-9: the last moment of a cycle, on the day before a new one', async () => {
    shop.setClock('2026-03-09T23:59:59.999Z');
    expect((await quote({ quantity: 11 })).body.lines.map(row)).toEqual([
      '-170 = -(10 x 17.00 x 28/28), 2026-02-10 to 2026-03-09, on 2026-04-05',
      '163.93 = 10 x 17.00 x 27/28, 2026-02-10 to 2026-03-08, on 2026-04-05',
      '6.68 = 11 x 17.00 x 1/28, 2026-03-09 to 2026-03-09, on 2026-04-05; then 187 = 11 x 17.00 x 31/31 on 2026-03-10, on 2026-04-05',
    ]);
  });

  test('BIL-9, SUB-1: a term that began on 29 February ends on the 28th, and so does its last cycle', async () => {
    await open('2028-02-29T12:00:00Z', 'monthly', [e3()]);
    shop.setClock('2029-02-10T12:00:00Z');
    expect((await quote({ quantity: 11 })).body.lines.map(row)).toEqual([
      '-170 = -(10 x 17.00 x 30/30), 2029-01-29 to 2029-02-27, on 2029-03-05',
      '68 = 10 x 17.00 x 12/30, 2029-01-29 to 2029-02-09, on 2029-03-05',
      '112.2 = 11 x 17.00 x 18/30, 2029-02-10 to 2029-02-27, on 2029-03-05; then 187 = 11 x 17.00 x 29/29 on 2029-02-28, on 2029-03-05',
    ]);
  });

  test('BIL-9, SUB-1: of a term that does not renew nothing is told beyond its end', async () => {
    await change({ autoRenewEnabled: false });
    shop.setClock('2027-01-20T12:00:00Z');
    const lines = (await quote({ quantity: 11 })).body.lines;
    expect(lines.map(({ nextCharge }: Line) => nextCharge)).toEqual([undefined, undefined, undefined]);
  });

  test('BIL-9, SUB-1: a renewal that no job has recorded yet has happened for the quote', async () => {
    shop.setClock('2027-02-10T00:01:00Z');
    expect((await quote({ quantity: 11 })).body.lines.map(row)).toEqual([
      '-170 = -(10 x 17.00 x 28/28), 2027-02-10 to 2027-03-09, on 2027-03-05',
      '187 = 11 x 17.00 x 28/28, 2027-02-10 to 2027-03-09, on 2027-03-05; then 187 = 11 x 17.00 x 31/31 on 2027-03-10, on 2027-04-05',
    ]);
  });

  test('BIL-9: of however many changes before it, whether their history or their events tell of them', async () => {
    for (let hour = 0; hour < 45; hour += 1) {
      shop.setClock(`2026-02-${11 + Math.floor(hour / 9)}T0${hour % 9}:00:00Z`);
      await change({ quantity: 11 + hour });
    }
    shop.setClock('2026-02-20T12:00:00Z');
    const expected = [
      '-768.04 = -(55 x 17.00 x 23/28), 2026-02-15 to 2026-03-09, on 2026-03-05',
      '166.96 = 55 x 17.00 x 5/28, 2026-02-15 to 2026-02-19, on 2026-03-05',
      '10.93 = 1 x 17.00 x 18/28, 2026-02-20 to 2026-03-09, on 2026-03-05; then 17 = 1 x 17.00 x 31/31 on 2026-03-10, on 2026-04-05',
    ];
    const start = shop.table.mark();
    const withoutHistory = async (gone: RegExp) => {
      const lost = [...shop.table.items.values()].filter(({ sk }) => gone.test(sk));
      for (const { pk, sk } of lost) await shop.table.write([{ delete: { pk, sk } }]);
      return (await quote({ quantity: 1 })).body.lines.map(row);
    };
    for (const gone of [/^none$/, /^HISTORY#/, /^HISTORY#.*[05]$/]) {
      expect(await withoutHistory(gone)).toEqual(expected);
      start.undo();
    }
    const back = (await quote({ status: 'suspended' })).body;
    // All that was charged in the term so far is taken back: ten seats for a day, then those of the last change of each day.
    const kept = [
      [10, 1],
      [19, 1],
      [28, 1],
      [37, 1],
      [46, 1],
      [55, 23],
    ];
    expect(back.lines.slice(0, -1).map(({ formula }: Line) => formula)).toEqual(
      kept.map(([seats, days]) => `-(${seats} x 17.00 x ${days}/28)`),
    );
  });

  test.each`
    what                        | wish
    ${'the seats that it has'}  | ${{ quantity: 10 }}
    ${'the status that it has'} | ${{ status: 'active' }}
    ${'the cycle that it has'}  | ${{ billingCycle: 'monthly' }}
  `('BIL-9: $what cost nothing', async ({ wish }) => {
    const { status, body } = await quote(wish);
    expect([status, body.total, body.lines]).toEqual([200, 0, []]);
  });

  test('BIL-9: metered use is charged as it is used, so a quote has no lines of it', async () => {
    await buy([{ offerId: offers.azure, quantity: 1 }]);
    const usage = (await subscriptions()).find(({ billingType }: { billingType: string }) => billingType === 'usage');
    const { status, body } = await quote({ status: 'suspended' }, usage);
    expect([status, body.total, body.lines]).toEqual([200, 0, []]);
  });
});

describe('prices that change', () => {
  const publish = async (month: string, wholesalePrice: string) => {
    const as = shop.operator;
    const prices = [{ offerId: offers.e3, country: 'US', currency: 'USD', listPrice: '40.00', wholesalePrice }];
    await shop.send({ as, method: 'POST', path: '/v1/operator/pricelists', body: { month } });
    await shop.send({ as, method: 'PUT', path: `/v1/operator/pricelists/${month}/prices`, body: { prices } });
    const done = await shop.send({ as, method: 'POST', path: `/v1/operator/pricelists/${month}/publish` });
    expect(done.status, done.text).toBe(200);
  };
  const formulas = async (wish: Wish) =>
    (await quote(wish)).body.lines.map(({ formula, nextFormula }: Line) => `${formula} | ${nextFormula ?? ''}`);

  test('ORD-4, BIL-9: seats keep the price of their term, a new term takes that of its day', async () => {
    await open('2026-02-10T09:00:00Z', 'monthly', [e3()]);
    await publish('202604', '27.00');
    shop.setClock('2026-04-20T12:00:00Z');
    expect((await formulas({ quantity: 12 })).at(-1)).toBe('12 x 17.00 x 20/30 | 12 x 17.00 x 31/31');
    expect(await formulas({ billingCycle: 'annual' })).toEqual([
      '-(10 x 17.00 x 20/30) | ',
      '10 x 324.00 x 365/365 | 10 x 324.00 x 366/366',
    ]);
  });

  test('CAT-4, BIL-9: a renewal is priced by the lists that partners may see: 30 days ahead, not a moment before', async () => {
    await open('2026-02-10T09:00:00Z', 'annual', [e3()]);
    await publish('202702', '27.00');
    const following = async (now: string) => {
      shop.setClock(now);
      return (await formulas({ quantity: 12 })).at(-1).split(' | ')[1];
    };
    expect(await following('2027-01-01T23:59:59.999Z')).toBe('12 x 204.00 x 365/365');
    expect(await following('2027-01-02T00:00:00Z')).toBe('12 x 324.00 x 365/365');
  });
});

describe('who asks is refused as who does it', () => {
  const suspend = () => change({ status: 'suspended' });
  const stand = (facts: object) => shop.table.write([{ put: { ...standingKey(ids.partner), ...facts } }]);
  const limit = (facts: object) =>
    shop.send({ as: shop.operator, method: 'PUT', path: `/v1/operator/offers/${offers.e3}`, body: facts });
  const usage = async () => {
    await buy([{ offerId: offers.azure, quantity: 1 }]);
    return (await subscriptions()).find(({ billingType }: { billingType: string }) => billingType === 'usage');
  };
  /** A base with an add-on that another order bought. */
  const foreignAddOn = async () => {
    await buy([{ offerId: offers.audioConferencing, quantity: 1, parentSubscriptionId: base.id }]);
    return (await subscriptions()).find(({ orderId }: { orderId: string }) => orderId !== base.orderId);
  };
  const nobody = { id: '00000000-0000-4000-8000-00000000dead', orderId: 'none' };
  const gone = async () => {
    await suspend();
    shop.setClock('2026-04-11T09:00:00Z');
  };
  const retire = () =>
    shop.send({
      as: shop.operator,
      method: 'POST',
      path: `/v1/operator/offers/${offers.e3}/retire`,
      body: { renewable: false },
    });
  const expire = async () => {
    await change({ autoRenewEnabled: false });
    shop.setClock('2027-02-11T00:00:00Z');
  };

  type Sold = Pick<typeof base, 'id' | 'orderId'>;
  /** What is refused, with status and code; what happens before; and of which subscription, but for the base. */
  type Refused = [string, number, number, Wish, (() => Promise<unknown> | undefined)?, (() => Promise<Sold> | Sold)?];
  const nothing = () => undefined;

  test.each<Refused>([
    ['a subscription that is not there', 404, 20003, { quantity: 11 }, nothing, () => nobody],
    ['one that is gone after 60 days', 400, 2011, { status: 'active' }, gone],
    ['to delete it', 400, 800040, { status: 'deleted' }],
    ['an unknown status', 400, 3000, { status: 'pending' }],
    ['no seats', 400, 2002, { quantity: 0 }],
    ['half a seat', 400, 3000, { quantity: 2.5 }],
    ['more seats than the offer allows', 400, 2002, { quantity: 99_999_999 }],
    ['a cycle that the offer has not', 400, 6001, { billingCycle: 'one_time' }],
    ['seats while suspended', 400, 2001, { quantity: 11 }, suspend],
    ['a cycle while suspended', 400, 6000, { billingCycle: 'annual' }, suspend],
    [
      'a cycle of an add-on whose base another order bought',
      400,
      800085,
      { billingCycle: 'annual' },
      nothing,
      foreignAddOn,
    ],
    ['seats of metered use', 400, 800095, { quantity: 2 }, nothing, usage],
    ['the cycle of metered use', 400, 800097, { billingCycle: 'annual' }, nothing, usage],
    ['an add-on alone, while its base is suspended', 409, 27009, { status: 'active' }, suspend, () => addOn],
    [
      'more seats after the agreement has ended',
      403,
      800039,
      { quantity: 11 },
      () => storeSeller(shop.table, { agreementEndedOn: day('2026-02-01') }),
    ],
    [
      'a cycle after the agreement has ended',
      403,
      800039,
      { billingCycle: 'annual' },
      () => storeSeller(shop.table, { agreementEndedOn: day('2026-02-01') }),
    ],
    [
      'more seats for a customer that is not approved',
      403,
      800075,
      { quantity: 11 },
      () => storeBuyer(shop.table, { customer: { validation: 'notAllowed' } }),
    ],
    [
      'more seats without the customer’s agreement',
      403,
      13605,
      { quantity: 11 },
      () => storeBuyer(shop.table, { relationship: { agreements: [] } }),
    ],
    [
      'more seats while ordering is suspended',
      403,
      800069,
      { quantity: 11 },
      () => stand({ isOrderingSuspended: true }),
    ],
    [
      'more seats than the credit covers',
      403,
      900121,
      { quantity: 11 },
      () => stand({ creditAvailable: { amount: '16.99', currency: 'USD' } }),
    ],
    [
      'more seats than the cap leaves',
      403,
      800088,
      { quantity: 11 },
      () => limit({ tenantSeatCap: 1 }).then(() => buy([e3(1)])),
    ],
    ['more seats of what is no longer sold', 403, 2091, { quantity: 11 }, retire],
    ['a new term of what is no longer sold', 403, 2091, { status: 'active' }, () => retire().then(expire)],
    ['a new term of the cycle of what has no price any more', 400, 800070, { billingCycle: 'annual' }, retire],
  ])('BIL-9, ORD-2: %s: %i %i', async (_, status, code, wish, arrange, of) => {
    await arrange?.();
    const whom = (await of?.()) ?? base;
    const asked = await quote(wish, whom);
    const done = whom === nobody ? asked : await change(wish, whom);
    const told = ({ body }: typeof asked) => [body.code, body.description, body.data];
    expect([asked.status, asked.body.code], asked.text).toEqual([status, code]);
    expect([done.status, ...told(done)]).toEqual([asked.status, ...told(asked)]);
  });

  test('ORD-1, ORD-3: no cycle is priced while the order is still being made, nor in the middle of a change; after it, it is', async () => {
    const stored = [...shop.table.items.values()].find(({ sk }) => sk === `ORDER#${base.orderId.toLowerCase()}`)!;
    const pending = { ...stored, status: 'pending' };
    const cycleChange = { at: shop.now(), billingCycle: 'annual' };
    for (const order of [pending, { ...pending, billingCycle: 'annual', cycleChange }]) {
      await shop.table.write([{ put: order }]);
      const asked = await quote({ billingCycle: order === pending ? 'annual' : 'monthly' });
      expect([asked.status, asked.body.code]).toEqual([400, 800072]);
      expect((await quote({ quantity: 11 })).status).toBe(200);
    }
    await shop.table.write([{ put: pending }]);
    expect((await change({ billingCycle: 'annual' })).status).toBe(200);
    expect((await quote({ billingCycle: 'monthly' })).status).toBe(200);
  });

  test('API-1: a stale If-Match is refused, also where it is stale only after what has fallen due', async () => {
    const headers = { 'if-match': `"${base.attributes.etag}"` };
    expect((await quote({ quantity: 11 }, base, headers)).status).toBe(200);
    shop.setClock('2027-02-10T00:01:00Z');
    const asked = await quote({ quantity: 11 }, base, headers);
    expect([asked.status, asked.body.code]).toEqual([400, 2055]);
    expect((await change({ quantity: 11 }, base, headers)).body.code).toBe(2055);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['two things at once', { quantity: 11, status: 'active' }],
    ['a cycle that nobody has', { billingCycle: 'weekly' }],
    ['what a change of the name would be', { friendlyName: 'Staff' }],
  ])('BIL-9: %s is not priced', async (_, wish) => {
    const asked = await quote(wish as Wish);
    expect([asked.status, asked.body.code]).toEqual([400, 3000]);
  });

  test('ROL-2: helpdesk asks for no price', async () => {
    const as = await shop.user(['HelpdeskAgent']);
    const path = `${customerPath}/subscriptions/${base.id}/quote`;
    expect((await shop.send({ as, method: 'POST', path, body: { quantity: 11 } })).body.code).toBe(900150);
  });
});

describe('what is still to be bought', () => {
  const lines = [
    { offerId: offers.e3, quantity: 5 },
    { offerId: offers.audioConferencing, quantity: 2 },
  ];
  const rows = [
    '85 = 5 x 17.00 x 28/28, 2026-02-10 to 2026-03-09, on 2026-03-05; then 85 = 5 x 17.00 x 31/31 on 2026-03-10, on 2026-04-05',
    '6.8 = 2 x 3.40 x 28/28, 2026-02-10 to 2026-03-09, on 2026-03-05; then 6.8 = 2 x 3.40 x 31/31 on 2026-03-10, on 2026-04-05',
  ];

  test('BIL-9, ORD-3: a dry run of an order tells of each line what it is charged', async () => {
    const dry = await shop.send({
      method: 'POST',
      path: `${customerPath}/orders?dryRun=true`,
      body: { lineItems: lines },
    });
    expect([dry.status, dry.body.totalPrice]).toEqual([200, 91.8]);
    expect(dry.body.lineItems.map(row)).toEqual(rows);
  });

  test('BIL-9, SUB-2: an add-on is charged the rest of its base’s cycle, and then with it', async () => {
    shop.setClock('2026-02-20T12:00:00Z');
    const lineItems = [{ offerId: offers.audioConferencing, quantity: 4, parentSubscriptionId: base.id }];
    const { body } = await shop.send({
      method: 'POST',
      path: `${customerPath}/orders?dryRun=true`,
      body: { lineItems },
    });
    expect(body.lineItems.map(row)).toEqual([
      '8.74 = 4 x 3.40 x 18/28, 2026-02-20 to 2026-03-09, on 2026-03-05; then 13.6 = 4 x 3.40 x 31/31 on 2026-03-10, on 2026-04-05',
    ]);
  });

  test('SUB-2, BIL-9: a base whose renewal no job has recorded is renewed for the dry run, as for the order', async () => {
    shop.setClock('2027-02-10T00:01:00Z');
    const lineItems = [{ offerId: offers.audioConferencing, quantity: 4, parentSubscriptionId: base.id }];
    const ask = (query: string) =>
      shop.send({ method: 'POST', path: `${customerPath}/orders${query}`, body: { lineItems } });
    const told = shop.events.length;
    const dry = await ask('?dryRun=true');
    expect([dry.status, dry.body.lineItems?.map(row), shop.events.length]).toEqual([
      200,
      [
        '13.6 = 4 x 3.40 x 28/28, 2027-02-10 to 2027-03-09, on 2027-03-05; then 13.6 = 4 x 3.40 x 31/31 on 2027-03-10, on 2027-04-05',
      ],
      told,
    ]);
    expect((await ask('')).status).toBe(201);
  });

  test('BIL-9, ORD-2: a validated cart prices the lines that can be ordered, and says of the others what is wrong', async () => {
    const [first, second] = lines;
    const body = {
      lineItems: [
        { catalogItemId: first!.offerId, quantity: 5, addonItems: [{ catalogItemId: second!.offerId, quantity: 2 }] },
        { catalogItemId: offers.e3, quantity: 99_999_999 },
      ],
    };
    const cart = (await shop.send({ method: 'POST', path: `${customerPath}/carts`, body })).body;
    expect(cart.lineItems[0].firstCharge).toBeUndefined();
    const { body: valid } = await shop.send({ method: 'POST', path: `${customerPath}/carts/${cart.id}/validate` });
    const [good, bad] = valid.lineItems;
    expect([row(good), row(good.addonItems[0]), valid.total]).toEqual([...rows, 91.8]);
    expect([bad.firstCharge, bad.error.additionalInformation.code]).toEqual([undefined, 2002]);
  });
});
