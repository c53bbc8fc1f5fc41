import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { invoiceIssued } from '../../../../functions/billing/accounts/domain/books.ts';
import { accountStore, movementWrites } from '../../../../functions/billing/accounts/store/account-store.ts';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { headerWrite } from '../../../../functions/billing/invoices/store/invoice-store.ts';
import { openOf } from '../../../../functions/billing/receivables/domain/receivable.ts';
import type { TestRequest } from '../../../support/api.ts';
import { allReceivables, booksFault } from '../../../support/billing/books.ts';
import {
  ADMIN_AGENT,
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  idOf,
  invoicesOf,
  mark,
  OFFER,
  OPERATOR,
  OTHER_ADMIN,
  OTHER_PARTNER,
  PARTNER,
  runDay,
  runJob,
  SALES_AGENT,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { anInvoice } from '../../../support/scale/many-invoices.ts';

/** Two invoices of one partner, 10% tax: 4.40 of January, 10.51 of February. */
let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
let back: () => void;
/** Numbers of the two, older first. */
let [january, february] = ['', ''];
const AT = '2018-02-20T12:00:00.000Z';
const PAYMENTS = `/v1/operator/partners/${PARTNER}/payments`;

beforeAll(async () => {
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
  const events = subscriptionEvents({ startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
    { type: 'SubscriptionSuspended', on: '2018-02-16', change: { status: 'suspended' } },
  ]);
  await deliver(world, events[0]!);
  await runDay(world, '2018-01-15');
  await deliver(world, events[1]!);
  await runDay(world, '2018-02-15');
  await deliver(world, events[2]!);
  [february, january] = (await invoicesOf(world)).map(({ invoiceId }) => invoiceId) as [string, string];
  await ask(world, '/v1/invoices/summary');
  back = mark(world);
});
beforeEach(() => {
  hooks = {};
  back();
});
afterEach(async () => {
  hooks = {};
  expect(await booksFault(world.table, PARTNER, { settled: false })).toBeUndefined();
  await drain(world);
  expect(await booksFault(world.table, PARTNER, { settled: true })).toBeUndefined();
});

const paid = (over: object = {}, more: Partial<TestRequest> = {}) =>
  send(
    world,
    {
      method: 'POST',
      path: PAYMENTS,
      as: OPERATOR,
      body: { paymentReference: 'TRF 1', receivedDate: '2018-02-19', amount: '6', currencyCode: 'USD', ...over },
      ...more,
    },
    AT,
  );
const auto = (amount: unknown, paymentReference = 'TRF 1') => paid({ amount, paymentReference, autoAllocate: true });
const assigned = (id: string, allocations: object[], over: Partial<TestRequest> = {}) =>
  send(
    world,
    { method: 'POST', path: `${PAYMENTS}/${id}/allocations`, as: OPERATOR, body: { allocations }, ...over },
    AT,
  );
const takenBack = (id: string) => send(world, { method: 'DELETE', path: `${PAYMENTS}/${id}`, as: OPERATOR }, AT);
const voided = (invoiceId: string, rebill: boolean) =>
  send(
    world,
    {
      method: 'POST',
      path: `/v1/operator/invoices/${invoiceId}/void`,
      as: OPERATOR,
      body: { reason: 'Wrong', rebill },
    },
    AT,
  );
/** What is owed for each invoice, oldest first. */
const owed = async () => (await allReceivables(world.table, PARTNER)).map((each) => Number(openOf(each)) / 100);
const account = async () => (await ask(world, '/v1/partner/billingaccount')).body;

describe('a payment', () => {
  test('BIL-2: is set against the invoice that is due longest; the rest of that is still owed', async () => {
    const { status, body } = await auto(3.15);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ paymentReference: 'TRF 1', receivedDate: '2018-02-19T00:00:00Z', amount: 3.15, currencyCode: 'USD' },
      ...{ autoAllocate: true, status: 'recorded', unallocatedAmount: 0 },
      allocations: [{ invoiceId: january, amount: 3.15 }],
    });
    expect(await owed()).toEqual([1.25, 10.51]);
    const { body: invoice } = await ask(world, `/v1/invoices/${january}`);
    expect(invoice).toMatchObject({ totalCharges: 4.4, paidAmount: 3.15, balance: 1.25, status: 'active' });
    const { body: listed } = await ask(world, `/v1/operator/partners/${PARTNER}/invoices`, OPERATOR);
    expect(listed.items.map((each: Record<string, unknown>) => [each.paymentStatus, each.balance])).toEqual([
      ['unpaid', 10.51],
      ['partiallyPaid', 1.25],
    ]);
  });

  test('BIL-2: one after the other pays all; what is too much waits, and is assigned by hand to the next invoice', async () => {
    await auto('3.15');
    const { body: second } = await auto('12.00', 'TRF 2');
    expect(second).toMatchObject({
      allocations: [
        { invoiceId: january, amount: 1.25 },
        { invoiceId: february, amount: 10.51 },
      ],
      unallocatedAmount: 0.24,
    });
    await drain(world);
    expect(await account()).toMatchObject({ balanceAmount: 0, unallocatedAmount: 0.24, creditBalance: 0 });
    const { body: again } = await voided(february, true);
    await drain(world);
    // What had been paid is credit, and pays the invoice in its place; what waits is not touched (L5).
    expect(await owed()).toEqual([0, 0, 0]);
    expect(await account()).toMatchObject({ unallocatedAmount: 0.24, creditBalance: 0 });
    const { body: full } = await assigned(second.id, [{ invoiceId: again.amendments[0].replacedBy, amount: '0.24' }]);
    expect(full.code).toBe(950006);
  });

  test('BIL-2: goes to the invoices that are named before all others', async () => {
    const { body } = await paid({
      amount: '12',
      autoAllocate: true,
      allocations: [{ invoiceId: february, amount: '10' }],
    });
    expect(body).toMatchObject({
      allocations: [
        { invoiceId: february, amount: 10 },
        { invoiceId: january, amount: 2 },
      ],
      unallocatedAmount: 0,
    });
    expect(await owed()).toEqual([2.4, 0.51]);
  });

  test('BIL-2: an invoice that is named gets more where that is owed longest', async () => {
    const { body } = await paid({
      amount: '12',
      autoAllocate: true,
      allocations: [{ invoiceId: january, amount: '1' }],
    });
    expect(body.allocations).toEqual([
      { invoiceId: january, amount: 4.4 },
      { invoiceId: february, amount: 7.6 },
    ]);
  });

  test('L5: waits where nobody says whose it is, and does not lower what is owed', async () => {
    const { body } = await paid();
    expect(body).toMatchObject({ autoAllocate: false, allocations: [], unallocatedAmount: 6 });
    expect(await account()).toMatchObject({ balanceAmount: 14.91, unallocatedAmount: 6 });
    const { body: summary } = await ask(world, '/v1/invoices/summary');
    expect(summary).toMatchObject({
      balanceAmount: 14.91,
      lastPaymentDate: '2018-02-19T00:00:00Z',
      lastPaymentAmount: 6,
    });
    await drain(world);
    expect(await owed()).toEqual([4.4, 10.51]);
  });

  test('BIL-11: is recorded once for its reference, whoever sends it again', async () => {
    const first = await auto('6');
    const again = await auto('6');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(await owed()).toEqual([0, 8.91]);
    const { body: list } = await ask(world, PAYMENTS, OPERATOR);
    expect(list.items).toHaveLength(1);
  });

  test('API-1: a repeat of the request is the first answer, whatever came between', async () => {
    const headers = { 'MS-RequestId': '5d3b0a7e-2f41-4c6d-9a10-7b8c9d0e1f2a' };
    const first = await paid({}, { headers });
    await assigned(first.body.id, [{ invoiceId: january, amount: '1' }]);
    expect((await paid({}, { headers })).body).toEqual(first.body);
    // By its reference alone it is answered as it is now.
    expect((await paid()).body).toMatchObject({
      allocations: [{ invoiceId: january, amount: 1 }],
      unallocatedAmount: 5,
    });
  });

  test.each<[string, object]>([
    ['another amount', { amount: '6.01' }],
    ['another day', { receivedDate: '2018-02-18' }],
    ['another way', { method: 'cheque' }],
    ['set against invoices', { autoAllocate: true }],
  ])('BIL-11: the same reference with %s is a conflict', async (_, over) => {
    await paid();
    const { status, body } = await paid(over);
    expect([status, body.code]).toEqual([409, 950001]);
    expect((await account()).unallocatedAmount).toBe(6);
  });

  test.each<[string, object, number, number, string]>([
    ['a tenth of a cent', { amount: '6.001' }, 400, 3000, 'amount'],
    ['nothing', { amount: 0 }, 400, 3000, 'amount'],
    ['less than nothing', { amount: '-6' }, 400, 3000, 'amount'],
    ['no number', { amount: 'six' }, 400, 3000, 'amount'],
    ['too much to be told', { amount: '10000000000.01' }, 400, 3000, 'amount'],
    ['another currency', { currencyCode: 'EUR' }, 400, 950007, 'currencyCode'],
    ['tomorrow', { receivedDate: '2018-02-21' }, 400, 3000, 'receivedDate'],
    ['no day', { receivedDate: '2018-02-30' }, 400, 3000, 'receivedDate'],
    ['no reference', { paymentReference: ' ' }, 400, 3000, 'paymentReference'],
    [
      'an invoice that is not there',
      { allocations: [{ invoiceId: 'D999999999', amount: '1' }] },
      404,
      1000,
      'allocations[0].invoiceId',
    ],
    [
      'more than an invoice owes',
      { allocations: [{ invoiceId: 'JANUARY', amount: '4.41' }] },
      400,
      950006,
      'allocations[0].amount',
    ],
    [
      'more than there is',
      { allocations: [{ invoiceId: 'FEBRUARY', amount: '6.01' }] },
      400,
      950006,
      'allocations[0].amount',
    ],
    [
      'more than an invoice owes, in two',
      {
        allocations: [
          { invoiceId: 'JANUARY', amount: '2.40' },
          { invoiceId: 'JANUARY', amount: '2.01' },
        ],
      },
      400,
      950006,
      'allocations[1].amount',
    ],
    [
      'half a cent for an invoice',
      { allocations: [{ invoiceId: 'JANUARY', amount: '0.005' }] },
      400,
      3000,
      'allocations[0].amount',
    ],
  ])('BIL-2: %s is refused, and changes nothing', async (_, over, status, code, field) => {
    const sent = JSON.parse(JSON.stringify(over).replaceAll('JANUARY', january).replaceAll('FEBRUARY', february));
    const { status: answered, body } = await paid(sent);
    expect([answered, body.code]).toEqual([status, code]);
    expect(body.parameters.field ?? body.description).toContain(field);
    expect(await account()).toMatchObject({ balanceAmount: 14.91, unallocatedAmount: 0 });
  });

  test('BIL-2: no note gets any of it', async () => {
    const { body } = await voided(january, false);
    const { body: refused } = await paid({ allocations: [{ invoiceId: body.amendments[0].id, amount: '1' }] });
    expect(refused).toMatchObject({ code: 950006 });
    expect(refused.description).toContain(january);
  });

  test('SUB-7: payments and invoices of another partner do not exist', async () => {
    await deliver(world, aPartnerChanged({ partnerId: OTHER_PARTNER }));
    const { body } = await paid();
    const other = PAYMENTS.replace(PARTNER, OTHER_PARTNER);
    const toOther = await send(world, {
      method: 'POST',
      path: other,
      as: OPERATOR,
      body: {
        ...{ paymentReference: 'TRF 1', receivedDate: '2018-02-19', amount: '6', currencyCode: 'USD' },
        allocations: [{ invoiceId: january, amount: '1' }],
      },
    });
    expect([toOther.status, toOther.body.code]).toEqual([404, 1000]);
    const asIf = await send(world, { method: 'DELETE', path: `${other}/${body.id}`, as: OPERATOR });
    expect([asIf.status, asIf.body.code]).toEqual([404, 1000]);
    expect((await ask(world, '/v1/partner/payments', OTHER_ADMIN)).body.items).toEqual([]);
    expect((await ask(world, '/v1/partner/payments')).body.items.map(({ id }: { id: string }) => id)).toEqual([
      body.id,
    ]);
    const nobody = await ask(world, PAYMENTS.replace(PARTNER, idOf('none', 1)), OPERATOR);
    expect([nobody.status, nobody.body.code]).toEqual([404, 1000]);
  });

  test.each<[string, TestRequest]>([
    ['a partner records none', { method: 'POST', path: PAYMENTS, as: ADMIN_AGENT, body: {} }],
    ['a partner does not look by the operator’s way', { path: PAYMENTS, as: ADMIN_AGENT }],
    ['a sales agent sees none', { path: '/v1/partner/payments', as: SALES_AGENT }],
    ['a sales agent sees no account', { path: '/v1/partner/billingaccount', as: SALES_AGENT }],
  ])('ROL-4: %s', async (_, request) => {
    expect((await send(world, request)).status).toBe(403);
  });

  test('API-1: are listed newest first, by pages', async () => {
    for (const [n, receivedDate] of ['2018-02-01', '2018-02-19', '2018-02-10'].entries())
      await paid({ paymentReference: `TRF ${n}`, receivedDate });
    const days = async (path: string) =>
      (await ask(world, path, OPERATOR)).body.items.map((each: { receivedDate: string }) =>
        each.receivedDate.slice(8, 10),
      );
    expect(await days(PAYMENTS)).toEqual(['19', '10', '01']);
    expect(await days(`${PAYMENTS}?size=1&offset=1`)).toEqual(['10']);
  });
});

describe('what is left of a payment', () => {
  test('BIL-2: is assigned by hand, all that is asked for or nothing', async () => {
    const { body } = await paid();
    const refused = await assigned(body.id, [
      { invoiceId: january, amount: '4.40' },
      { invoiceId: february, amount: '1.61' },
    ]);
    expect([refused.status, refused.body.code]).toEqual([400, 950006]);
    expect(await owed()).toEqual([4.4, 10.51]);
    const { status, body: done } = await assigned(body.id, [
      { invoiceId: january, amount: '4.40' },
      { invoiceId: february, amount: '1.60' },
    ]);
    expect(status).toBe(201);
    expect(done).toMatchObject({ unallocatedAmount: 0, allocations: [{ amount: 4.4 }, { amount: 1.6 }] });
    expect(await owed()).toEqual([0, 8.91]);
  });

  test('BIL-11: two at once do not give it twice, nor an invoice more than it owes', async () => {
    const { body: one } = await paid({ paymentReference: 'A', amount: '5' });
    const { body: two } = await paid({ paymentReference: 'B', amount: '5' });
    const start = mark(world);
    for (const [first, second] of [
      [one.id, one.id],
      [one.id, two.id],
    ]) {
      for (let before = 0; before < 3; before += 1) {
        start();
        let met: Promise<{ status: number }> | undefined;
        let count = 0;
        hooks = {
          async beforeWrite() {
            if (count++ !== before || met) return;
            met = assigned(second!, [{ invoiceId: january, amount: '4.40' }]);
            await met;
          },
        };
        const answers = [await assigned(first!, [{ invoiceId: january, amount: '4.40' }])];
        hooks = {};
        if (met) answers.push((await met) as never);
        expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
        expect(await owed()).toEqual([0, 10.51]);
        expect(await booksFault(world.table, PARTNER, { settled: false })).toBeUndefined();
      }
    }
  });

  test('BIL-2: of a payment that was taken back nothing is left', async () => {
    const { body } = await paid();
    await takenBack(body.id);
    const { status, body: refused } = await assigned(body.id, [{ invoiceId: january, amount: '1' }]);
    expect([status, refused.code]).toEqual([409, 950005]);
  });
});

describe('a payment that did not hold', () => {
  test('BIL-4: is taken back, and what invoices had of it is owed again', async () => {
    await paid({ paymentReference: 'TRF 0', receivedDate: '2018-02-10', amount: '1' });
    const { body } = await auto('6');
    const { status, body: gone } = await takenBack(body.id);
    expect(status).toBe(200);
    expect(gone).toMatchObject({ id: body.id, status: 'takenBack', allocations: [], unallocatedAmount: 0, amount: 6 });
    expect(await owed()).toEqual([4.4, 10.51]);
    expect((await takenBack(body.id)).body).toEqual(gone);
    const { body: summary } = await ask(world, '/v1/invoices/summary');
    expect(summary).toMatchObject({
      balanceAmount: 14.91,
      lastPaymentDate: '2018-02-10T00:00:00Z',
      lastPaymentAmount: 1,
    });
    expect((await auto('6')).body).toEqual(gone);
  });

  test('BIL-4: also where its money went on to another invoice', async () => {
    const { body } = await auto('4.40');
    await voided(january, false);
    await drain(world);
    expect(await owed()).toEqual([0, 6.11]);
    await takenBack(body.id);
    await drain(world);
    expect(await owed()).toEqual([0, 10.51]);
    expect(await account()).toMatchObject({ balanceAmount: 10.51, unallocatedAmount: 0, creditBalance: 0 });
  });
});

describe('what an invoice has too much', () => {
  test('BIL-2: of a partly paid invoice goes to the one in its place', async () => {
    await auto('6');
    await voided(february, true);
    await drain(world);
    expect(await owed()).toEqual([0, 0, 8.91]);
    const [, before] = await invoicesOf(world);
    expect((await ask(world, `/v1/invoices/${february}`)).body).toMatchObject({
      paidAmount: 0,
      balance: 0,
      status: 'void',
    });
    expect(before!.invoiceId).toBe(february);
  });

  test('BIL-2: stays as credit where nothing else is owed, and pays later invoices', async () => {
    await auto('14.91');
    await voided(january, false);
    await drain(world);
    expect(await account()).toMatchObject({ balanceAmount: 0, creditBalance: 4.4, unallocatedAmount: 0 });
    await runDay(world, '2018-03-15');
    // The subscription was suspended within 30 days: all that is left of its charges comes back.
    const [march] = await invoicesOf(world);
    expect(march!.totals.total).toBeLessThan(0n);
    expect(await account()).toMatchObject({ balanceAmount: 0, creditBalance: 4.4 - Number(march!.totals.total) / 100 });
  });

  test('BIL-2: an invoice below zero pays those that are due longest; it needs no payment (L6, D15)', async () => {
    await runDay(world, '2018-03-15');
    const [march] = await invoicesOf(world);
    const credit = -Number(march!.totals.total) / 100;
    expect(credit).toBeGreaterThan(4.4);
    expect(await owed()).toEqual([0, expect.closeTo(14.91 - credit, 2), 0]);
    const { body } = await ask(world, `/v1/invoices/${march!.invoiceId}`);
    expect(body).toMatchObject({ totalCharges: -credit, paidAmount: -credit, balance: 0 });
    const { body: listed } = await ask(world, `/v1/operator/partners/${PARTNER}/invoices`, OPERATOR);
    expect(listed.items[0].paymentStatus).toBe('paid');
  });

  test('BIL-11: is found by the hourly job when the message about it was lost', async () => {
    await auto('4.40');
    await voided(january, false);
    world.queue.length = 0;
    expect(await booksFault(world.table, PARTNER, { settled: true })).toBe('the account is not settled');
    await runJob(world, '2018-02-20', 'resumeSettling');
    await drain(world);
    expect(await owed()).toEqual([0, 6.11]);
    await runJob(world, '2018-02-20', 'resumeSettling');
    expect(world.queue).toEqual([]);
  });
});

describe('payments that are interrupted', () => {
  const crash = new Error('the machine stopped');

  test.each(['beforeWrite', 'afterWrite'] as const)(
    'BIL-11: %s, wherever, and sent again: the same books',
    async (when) => {
      const story = async () => {
        const { body } = await auto('4.40');
        await voided(january, false);
        await drain(world);
        if (body.id) await takenBack(body.id);
        await drain(world);
      };
      let isWhole = false;
      for (let at = 0; !isWhole; at += 1) {
        back();
        let count = 0;
        hooks = {
          [when]: () => {
            if (count++ === at) throw crash;
          },
        };
        isWhole = await story().then(
          () => count <= at,
          () => false,
        );
        hooks = {};
        expect(await booksFault(world.table, PARTNER, { settled: false }), `${when} ${at}`).toBeUndefined();
        await story();
        await runJob(world, '2018-02-20', 'resumeSettling');
        await drain(world);
        expect(await booksFault(world.table, PARTNER, { settled: true }), `${when} ${at}`).toBeUndefined();
        expect(await owed(), `${when} ${at}`).toEqual([0, 10.51]);
        expect((await ask(world, PAYMENTS, OPERATOR)).body.items).toHaveLength(1);
      }
    },
  );
});

describe('a payment for more invoices than one transaction holds', () => {
  const COUNT = 25;
  const many = async () => {
    for (let n = 0; n < COUNT; n += 1) {
      const invoice = anInvoice(PARTNER, 100 + n);
      const before = await accountStore(world.table).balance(PARTNER, 'USD');
      const movements = [invoiceIssued(invoice, invoice.invoiceOn)];
      await world.table.write([headerWrite(invoice), ...movementWrites(PARTNER, before, movements)]);
    }
  };
  const all = 14.91 + COUNT * 16;

  test('BIL-2: pays the oldest with the call, and the others a moment later', async () => {
    await many();
    const { body } = await auto(all.toFixed(2));
    expect(body.allocations).toHaveLength(10);
    expect(new Set(await owed()).size).toBe(2);
    await drain(world);
    expect(new Set(await owed())).toEqual(new Set([0]));
    const { body: gone } = await takenBack(body.id);
    expect(gone).toMatchObject({ status: 'takenBack', allocations: [] });
    expect((await owed()).reduce((sum, each) => sum + each, 0)).toBeCloseTo(all, 2);
  });

  test('BIL-11: what is broken off goes on, whether it is given or taken back', async () => {
    await many();
    const { body } = await auto(all.toFixed(2));
    await drain(world);
    let count = 0;
    hooks = {
      beforeWrite: () => {
        if (count++ === 1) throw new Error('the machine stopped');
      },
    };
    expect((await takenBack(body.id)).status).toBe(500);
    hooks = {};
    expect((await ask(world, PAYMENTS, OPERATOR)).body.items[0]).toMatchObject({ status: 'takenBack' });
    await runJob(world, '2018-02-20', 'resumeSettling');
    await drain(world);
    expect((await account()).unallocatedAmount).toBe(0);
    expect((await owed()).reduce((sum, each) => sum + each, 0)).toBeCloseTo(all, 2);
  });
});
