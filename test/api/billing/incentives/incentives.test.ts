import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { accrueAll, accruedState } from '../../../support/billing/accrued.ts';
import { booksFault } from '../../../support/billing/books.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
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
  PARTNER,
  runDay,
  runJob,
  SALES_AGENT,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/**
 * P11: 22 seats of CRM at 48.75 from 13 January, 10 % tax; beside it one seat of EMS at 4.00, and a customer in Germany with
 * a seat of CRM. Invoices of 15 January and of 15 February.
 */
let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
let back: () => void;
let [january, february] = ['', ''];
const CRM = idOf('0ffe', 2);
const GERMAN = idOf('c0', 2);
const SEATS = idOf('5ab', 1);
const AT = '2018-02-20T12:00:00.000Z';
const RULES = '/v1/operator/incentives/rules';
const PAYOUTS = '/v1/operator/incentives/payouts';
const MPN = '4390001';

beforeAll(async () => {
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(CRM, 'CRM Professional', 'CRM Online', 'crm'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
  const german = aRelationship(GERMAN, 'Tailspin');
  await deliver(world, { ...german, detail: { ...(german.detail as object), customerCountry: 'DE' } } as never);
  const crm = { offerId: CRM, wholesale: '48.75', startOn: '2018-01-13' };
  const [bought, resized] = subscriptionEvents({ ...crm, subscriptionId: SEATS, quantity: 22 }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 20 } },
  ]);
  await deliver(world, bought!);
  await deliver(world, subscriptionEvents({ subscriptionId: idOf('5ab', 2), startOn: '2018-01-13' })[0]!);
  await deliver(world, subscriptionEvents({ ...crm, subscriptionId: idOf('5ab', 3), customerId: GERMAN })[0]!);
  await runDay(world, '2018-01-15');
  await deliver(world, resized!);
  await runDay(world, '2018-02-15');
  [february, january] = (await invoicesOf(world)).map(({ invoiceId }) => invoiceId) as [string, string];
  await accrueAll(world);
  await ask(world, '/v1/invoices/summary');
  back = mark(world);
});
beforeEach(() => {
  hooks = {};
  back();
});
afterEach(async () => {
  hooks = {};
  await drain(world);
  expect(await booksFault(world.table, PARTNER, { settled: true })).toBeUndefined();
});

const earned = async (query = '', as: typeof ADMIN_AGENT = ADMIN_AGENT) =>
  (await ask(world, `/v1/partner/incentives/earnings${query}`, as)).body.items;
const amounts = (items: readonly { earningAmount: number }[]) => items.map(({ earningAmount }) => earningAmount);
const cents = (items: readonly Record<string, number>[], member: string) =>
  items.reduce((sum, each) => sum + Math.round(each[member]! * 100), 0);
const operator = (method: 'PUT' | 'POST', path: string, body: unknown, at = AT) =>
  send(world, { method, path, body, as: OPERATOR } as never, at);
const amend = async (invoiceId: string, what: 'void' | 'adjustments', body: object) => {
  const answer = await operator('POST', `/v1/operator/invoices/${invoiceId}/${what}`, { reason: 'Agreed', ...body });
  expect(answer.status).toBe(201);
  await drain(world);
  await accrueAll(world);
  return answer.body;
};
const pay = async (amount: string, paymentReference = 'TRF', over: object = {}) => {
  const { status, body } = await operator('POST', `/v1/operator/partners/${PARTNER}/payments`, {
    ...{ paymentReference, amount, currencyCode: 'USD', receivedDate: '2018-02-20', autoAllocate: true },
    ...over,
  });
  expect(status).toBe(201);
  await drain(world);
  return body;
};
const payOut = (body: object) =>
  operator('POST', PAYOUTS, { mpnId: MPN, currencyCode: 'USD', reference: 'PO 1', ...body });
const owed = async () => ((await accruedState(world)) as { owed: bigint }).owed;

describe('PRG-11: earnings', () => {
  test('PRG-11: P11: 1072.50 of CRM earn 64.35; EMS earns nothing', async () => {
    const items = await earned('?period=2018-01');
    expect(amounts(items).sort()).toEqual([2.93, 64.35]);
    expect(items.find((each: { earningAmount: number }) => each.earningAmount === 64.35)).toEqual({
      id: expect.stringMatching(new RegExp(`^${january}\\|${SEATS}\\|.*\\|crm$`)),
      mpnId: MPN,
      partnerId: PARTNER,
      invoiceId: january,
      lineId: expect.stringMatching(new RegExp(`^${SEATS}\\|`)),
      ruleId: 'crm',
      transactionAmount: 1072.5,
      earningRate: 6,
      earningAmount: 64.35,
      currencyCode: 'USD',
      earningDate: '2018-01-15T00:00:00Z',
      status: 'accrued',
      attributes: { objectType: 'IncentiveEarning' },
    });
  });

  test('PRG-11: each line has an earning of its own, negative ones take back; all of them are the sum of 6 % of each line', async () => {
    const lines = (await ask(world, `/v1/invoices/${february}/lineitems/Office/BillingLineItems`)).body.items;
    const crm = lines.filter((line: { offerId: string }) => line.offerId === CRM);
    const items = await earned('?period=2018-02');
    expect(items.map((each: Record<string, unknown>) => [each.lineId, each.transactionAmount])).toEqual(
      crm.map((line: Record<string, unknown>) => [line.lineId, line.subtotal]),
    );
    for (const [index, { subtotal }] of crm.entries())
      expect(items[index].earningAmount).toBe(Math.sign(subtotal) * (Math.round(Math.abs(subtotal) * 6 + 1e-9) / 100));
    expect(amounts(items).some((amount) => amount < 0)).toBe(true);
    expect(await owed()).toBe(-BigInt(cents(await earned(), 'earningAmount')));
  });

  test('PRG-11: newest first, in pages of any size there and back, by network id, month and state', async () => {
    const all = await earned();
    expect(all.length).toBeGreaterThan(5);
    expect(all[0].invoiceId).toBe(february);
    for (const size of [1, 2, 3]) {
      const pages: unknown[][] = [];
      let link: string | undefined = `/v1/partner/incentives/earnings?size=${size}`;
      let headers: Record<string, string> = {};
      const back: (readonly [string, Record<string, string>])[] = [];
      while (link) {
        const { status, body } = await send(world, { path: link, as: ADMIN_AGENT, headers }, AT);
        expect(status).toBe(200);
        pages.push(body.items);
        if (body.links.previous)
          back.push([
            `/v1${body.links.previous.uri}`,
            Object.fromEntries(
              body.links.previous.headers.map((each: { key: string; value: string }) => [each.key, each.value]),
            ),
          ]);
        link = body.links.next && `/v1${body.links.next.uri}`;
        headers = Object.fromEntries(
          (body.links.next?.headers ?? []).map((each: { key: string; value: string }) => [each.key, each.value]),
        );
      }
      expect(pages.flat()).toEqual(all);
      for (const [index, [path, of]] of back.entries())
        expect((await send(world, { path, as: ADMIN_AGENT, headers: of }, AT)).body.items).toEqual(pages[index]);
    }
    expect(await earned(`?mpnId=${MPN}`)).toEqual(all);
    expect(await earned('?mpnId=1')).toEqual([]);
    expect(await earned('?status=accrued')).toEqual(all);
    expect(await earned('?status=payable')).toEqual([]);
    expect(await earned('?period=201712')).toEqual([]);
    expect([...(await earned('?period=2018-02')), ...(await earned('?period=201801'))]).toEqual(all);
  });

  test('PRG-11: they are the own ones: of its agents and the operator, of nobody else', async () => {
    const operators = await ask(world, `/v1/operator/partners/${PARTNER}/incentives/earnings`, OPERATOR);
    expect(operators.body.items).toEqual(await earned());
    expect((await ask(world, '/v1/partner/incentives/earnings', APPLICATION)).body.items).toEqual(await earned());
    expect((await ask(world, '/v1/partner/incentives/earnings', SALES_AGENT)).status).toBe(403);
    expect((await ask(world, `/v1/operator/partners/${PARTNER}/incentives/earnings`)).status).toBe(403);
    expect((await ask(world, '/v1/partner/incentives/earnings', OTHER_ADMIN)).status).toBe(404);
    expect((await ask(world, `/v1/operator/partners/${idOf('99', 9)}/incentives/earnings`, OPERATOR)).status).toBe(404);
  });

  test.each`
    query               | field       | because
    ${'period=2018'}    | ${'period'} | ${'no month'}
    ${'period=2018-13'} | ${'period'} | ${'no month of the year'}
    ${'mpnId=abc'}      | ${'mpnId'}  | ${'no digits'}
    ${'status=lost'}    | ${'status'} | ${'no state'}
    ${'size=0'}         | ${'size'}   | ${'no page'}
  `('PRG-11: $query is refused, because $because', async ({ query, field }) => {
    const { status, body } = await ask(world, `/v1/partner/incentives/earnings?${query}`);
    expect([status, JSON.stringify(body).includes(field)]).toEqual([400, true]);
  });
});

describe('PRG-11: what is taken back', () => {
  test('PRG-11: a void takes back to the cent what the invoice earned, and both are settled together', async () => {
    const before = await earned(`?period=2018-02`);
    await amend(february, 'void', {});
    const items = await earned('?period=2018-02');
    const [notes, invoices] = [
      items.filter((each: { invoiceId: string }) => each.invoiceId !== february),
      items.filter((each: { invoiceId: string }) => each.invoiceId === february),
    ];
    expect(amounts(notes)).toEqual(amounts(before).map((amount) => -amount));
    expect(new Set(items.map(({ status }: { status: string }) => status))).toEqual(new Set(['payable']));
    expect(invoices).toHaveLength(before.length);
    expect(await owed()).toBe(-BigInt(cents(await earned('?period=2018-01'), 'earningAmount')));
  });

  test('PRG-11: with a rebill the same is earned again, under the number of the other invoice', async () => {
    const before = await earned();
    await amend(february, 'void', { rebill: true });
    const after = await earned();
    expect(cents(after, 'earningAmount')).toBe(cents(before, 'earningAmount'));
    expect(new Set(after.map(({ id }: { id: string }) => id)).size).toBe(after.length);
    const again = after.filter(
      ({ invoiceId, earningAmount }: { invoiceId: string; earningAmount: number }) =>
        invoiceId !== february && invoiceId !== january && earningAmount > 0,
    );
    expect(again[0].earningDate).toBe('2018-02-20T00:00:00Z');
    expect(again[0].status).toBe('accrued');
  });

  test('PRG-11: an adjustment lowers the base, by the rate that the invoice had', async () => {
    await operator(
      'PUT',
      `${RULES}/crm`,
      { name: 'More', productFamily: 'crm', ratePercent: 50, effectiveFrom: '2018-02-17' },
      '2018-02-16T00:00:00.000Z',
    );
    await amend(january, 'adjustments', { lines: [{ subscriptionId: SEATS, amount: '-100.00' }] });
    const [credit] = await earned('?period=2018-02&status=accrued');
    expect(credit).toMatchObject({
      transactionAmount: -100,
      earningAmount: -6,
      earningRate: 6,
      earningDate: '2018-02-20T00:00:00Z',
    });
  });

  test('PRG-11: a void after an adjustment takes both back', async () => {
    await amend(january, 'adjustments', { lines: [{ subscriptionId: SEATS, amount: '-100.01' }] });
    await amend(january, 'void', {});
    const gone = (await earned()).filter(({ invoiceId }: { invoiceId: string }) => invoiceId !== february);
    expect(cents(gone, 'earningAmount')).toBe(0);
  });
});

describe('PRG-11: rules', () => {
  const rule = { name: 'CRM launch', productFamily: 'CRM', ratePercent: '8.5' };
  test('PRG-11: the program has one of its own', async () => {
    const { status, body } = await ask(world, `${RULES}/CRM`, OPERATOR);
    expect([status, body]).toEqual([
      200,
      {
        ...{ id: 'crm', name: 'Rebate on CRM Online', productFamily: 'crm', ratePercent: 6 },
        ...{ effectiveFrom: '2015-01-01T00:00:00Z', attributes: { objectType: 'IncentiveRule' } },
      },
    ]);
    expect((await ask(world, `${RULES}/none`, OPERATOR)).status).toBe(404);
  });

  test('PRG-11: set today it counts from tomorrow on; set again for that day it is replaced', async () => {
    const { status, body } = await operator('PUT', `${RULES}/crm`, rule);
    expect([status, body.ratePercent, body.effectiveFrom, body.effectiveTo]).toEqual([
      200,
      8.5,
      '2018-02-21T00:00:00Z',
      undefined,
    ]);
    expect((await ask(world, `${RULES}/crm`, OPERATOR)).body).toMatchObject({
      ratePercent: 6,
      effectiveTo: '2018-02-20T00:00:00Z',
    });
    await operator('PUT', `${RULES}/crm`, { ...rule, ratePercent: 9 });
    const then = await ask(world, `${RULES}/crm`, OPERATOR, '2018-02-21T00:00:00.000Z');
    expect(then.body).toMatchObject({ ratePercent: 9, effectiveFrom: '2018-02-21T00:00:00Z' });
  });

  test('PRG-11: one that has not begun is shown as it will be, one that has ended as it was', async () => {
    const dates = { effectiveFrom: '2018-03-01', effectiveTo: '2018-03-31' };
    await operator('PUT', `${RULES}/spring`, { name: 'Spring', offerIds: [OFFER], ratePercent: 1, ...dates });
    const shown = { id: 'spring', offerIds: [OFFER], effectiveTo: '2018-03-31T00:00:00Z' };
    for (const at of ['2018-02-20', '2018-03-10', '2018-05-01'])
      expect((await ask(world, `${RULES}/spring`, OPERATOR, `${at}T00:00:00.000Z`)).body).toMatchObject(shown);
  });

  test('PRG-11: later lines earn by it, and by each rule that is about them; earlier ones stay as they were', async () => {
    const before = await earned();
    await operator('PUT', `${RULES}/crm`, rule);
    await operator('PUT', `${RULES}/seats`, { name: 'By offer', offerIds: [CRM.toUpperCase()], ratePercent: 1 });
    await runDay(world, '2018-03-15');
    await accrueAll(world);
    expect(await earned('?period=2018-02')).toEqual(
      before.filter((each: { invoiceId: string }) => each.invoiceId === february),
    );
    const march = await earned('?period=2018-03');
    expect(
      march.map((each: Record<string, unknown>) => [each.transactionAmount, each.ruleId, each.earningAmount]),
    ).toEqual([
      [975, 'crm', 82.88],
      [975, 'seats', 9.75],
      [48.75, 'crm', 4.14],
      [48.75, 'seats', 0.49],
    ]);
  });

  test('PRG-11: a document that is counted late earns by the rules of its days', async () => {
    const late = await ask(world, '/v1/partner/incentives/earnings?period=2018-02');
    await runDay(world, '2018-03-15');
    const march = { name: 'No more', productFamily: 'crm', ratePercent: 0 };
    await operator('PUT', `${RULES}/crm`, march, '2018-03-20T00:00:00.000Z');
    await accrueAll(world);
    expect(late.status).toBe(200);
    expect(amounts(await earned('?period=2018-03'))).toEqual([58.5, 2.93]);
  });

  test.each`
    over                               | code      | field              | because
    ${{ ratePercent: -1 }}             | ${950010} | ${'ratePercent'}   | ${'below 0'}
    ${{ ratePercent: '100.0001' }}     | ${950010} | ${'ratePercent'}   | ${'above 100'}
    ${{ ratePercent: '1.00001' }}      | ${3000}   | ${'ratePercent'}   | ${'five decimals'}
    ${{ productFamily: undefined }}    | ${3000}   | ${'productFamily'} | ${'about nothing'}
    ${{ offerIds: ['x'] }}             | ${3000}   | ${'offerIds'}      | ${'about two things'}
    ${{ productFamily: 'azure' }}      | ${3000}   | ${'productFamily'} | ${'usage earns nothing'}
    ${{ effectiveFrom: '2018-02-20' }} | ${3000}   | ${'effectiveFrom'} | ${'today has begun'}
    ${{ effectiveTo: '2018-02-20' }}   | ${3000}   | ${'effectiveTo'}   | ${'it ends before it begins'}
    ${{ name: ' ' }}                   | ${3000}   | ${'name'}          | ${'no name'}
  `('PRG-11: $over is refused, because $because', async ({ over, code, field }) => {
    const { status, body } = await operator('PUT', `${RULES}/crm`, { ...rule, ...over });
    expect([status, body.code, JSON.stringify(body).includes(field)]).toEqual([400, code, true]);
    expect((await ask(world, `${RULES}/crm`, OPERATOR)).body.effectiveTo).toBeUndefined();
  });
});

describe('PRG-11: payouts', () => {
  const ids = async (query: string) => (await earned(query)).map(({ id }: { id: string }) => id);
  const JANUARY = 67.28;

  test('PRG-11: an earning is payable once its invoice is paid in full, and waits again when the money bounces', async () => {
    await pay('1100.00');
    expect(await earned('?status=payable')).toEqual([]);
    const rest = await pay('137.78', 'TRF 2');
    expect(amounts(await earned('?status=payable')).sort()).toEqual([2.93, 64.35]);
    await send(
      world,
      { method: 'DELETE', path: `/v1/operator/partners/${PARTNER}/payments/${rest.id}`, as: OPERATOR },
      AT,
    );
    await drain(world);
    expect(await earned('?status=payable')).toEqual([]);
  });

  test('PRG-11: some earnings, and then the rest of the invoice', async () => {
    await pay('1237.78');
    const [first, second] = await ids('?period=2018-01');
    const one = await payOut({ earningIds: [first] });
    expect([one.status, one.body]).toEqual([
      201,
      {
        id: expect.any(String),
        ...{ reference: 'PO 1', partnerId: PARTNER, mpnId: MPN, amount: expect.any(Number), currencyCode: 'USD' },
        ...{ earningCount: 1, payoutDate: '2018-02-20T00:00:00Z', attributes: { objectType: 'IncentivePayout' } },
      },
    ]);
    expect(await ids('?status=paid')).toEqual([first]);
    expect(await ids('?status=payable')).toEqual([second]);
    const rest = await payOut({ invoiceIds: [january], reference: 'PO 2' });
    expect(one.body.amount + rest.body.amount).toBeCloseTo(JANUARY, 5);
    const paid = await earned('?status=paid');
    expect(paid.map(({ payoutId }: { payoutId: string }) => payoutId)).toEqual([one.body.id, rest.body.id]);
    expect((await payOut({ earningIds: [second], reference: 'PO 3' })).body.code).toBe(950005);
    expect(await owed()).toBe(-BigInt(cents(await earned('?period=2018-02'), 'earningAmount')));
  });

  test('PRG-11: the same reference pays once; with another content it is a conflict', async () => {
    await pay('1237.78');
    const first = await payOut({ invoiceIds: [january] });
    expect((await payOut({ invoiceIds: [january] })).body).toEqual(first.body);
    const other = await payOut({ invoiceIds: [february] });
    expect([other.status, other.body.code]).toEqual([409, 950001]);
    expect(first.body.amount).toBe(JANUARY);
  });

  test('PRG-11: of two at once one pays: the same reference both answers, another one is refused', async () => {
    await pay('1237.78');
    const both = await Promise.all([payOut({ invoiceIds: [january] }), payOut({ invoiceIds: [january] })]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0].body).toEqual(both[1].body);
    back();
    await pay('1237.78');
    const [first] = await ids('?period=2018-01');
    const two = await Promise.all([
      payOut({ invoiceIds: [january] }),
      payOut({ earningIds: [first], reference: 'PO 2' }),
    ]);
    const [paid] = two.filter(({ status }) => status === 201);
    expect(two.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    const sum = two.reduce(
      (total, { status, body }) => total + (status === 201 ? Math.round(body.amount * 100) : 0),
      0,
    );
    expect(sum).toBeLessThanOrEqual(6728);
    expect(paid).toBeDefined();
    expect(((await accruedState(world)) as { paid: bigint }).paid).toBe(-BigInt(sum));
  });

  test('PRG-11: killed at every write and sent again, it pays once', async () => {
    await pay('1237.78');
    const again = mark(world);
    const whole = await payOut({ invoiceIds: [january] });
    const after = await accruedState(world);
    for (let kill = 1; ; kill += 1) {
      again();
      let writes = 0;
      let isKilled = false;
      const die = () => {
        writes += 1;
        if (writes === kill) {
          isKilled = true;
          throw new Error('killed');
        }
      };
      hooks = { beforeWrite: die, afterWrite: die };
      await payOut({ invoiceIds: [january] }).catch(() => undefined);
      hooks = {};
      const repeated = await payOut({ invoiceIds: [january] });
      expect(repeated.body).toEqual(whole.body);
      expect(await accruedState(world)).toEqual(after);
      if (!isKilled) break;
    }
  });

  test('PRG-11: what was taken back after it was paid is set off against what is paid next', async () => {
    await pay('1237.78');
    await payOut({ invoiceIds: [january] });
    await amend(january, 'void', {});
    await pay('5000.00', 'TRF 2');
    const taken = (await earned('?status=payable')).filter(
      (each: { earningAmount: number; invoiceId: string }) => each.invoiceId !== february,
    );
    expect(cents(taken, 'earningAmount')).toBe(-6728);
    const note = taken[0].invoiceId;
    const alone = await payOut({ invoiceIds: [note], reference: 'PO 2' });
    expect([alone.status, alone.body.code]).toEqual([409, 950005]);
    const too = await payOut({ invoiceIds: [february], reference: 'PO 2' });
    expect([too.status, too.body.code]).toEqual([409, 950005]);
  });

  test.each`
    over                              | status | code      | because
    ${{ invoiceIds: ['D000000000'] }} | ${404} | ${1000}   | ${'no such invoice'}
    ${{ earningIds: ['nothing'] }}    | ${404} | ${1000}   | ${'no id of an earning'}
    ${{ invoiceIds: [] }}             | ${400} | ${3000}   | ${'nothing is named'}
    ${{ currencyCode: 'EUR' }}        | ${400} | ${950007} | ${'another currency'}
    ${{ mpnId: '1' }}                 | ${400} | ${3000}   | ${'another network id'}
    ${{ mpnId: 'x' }}                 | ${400} | ${3000}   | ${'no network id'}
    ${{ reference: '' }}              | ${400} | ${3000}   | ${'no reference'}
    ${{}}                             | ${409} | ${950005} | ${'nobody paid the invoice yet'}
  `('PRG-11: a payout is refused, because $because', async ({ over, status, code }) => {
    const before = await accruedState(world);
    const answer = await payOut({ invoiceIds: [january], ...over });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await accruedState(world)).toEqual(before);
  });

  test('PRG-11: an earning that is none of its invoice is not found, and nothing is paid', async () => {
    await pay('1237.78');
    const [first] = await ids('?period=2018-01');
    const before = await accruedState(world);
    const { status, body } = await payOut({ earningIds: [first, `${january}|x|crm`] });
    expect([status, JSON.stringify(body).includes('earningIds[1]')]).toEqual([404, true]);
    expect(await accruedState(world)).toEqual(before);
  });

  test('PRG-11: without a network id earnings wait; they are tied to it once the partner has one', async () => {
    const other = billingWorld();
    await deliver(other, aPartnerChanged({ mpnId: undefined }));
    await deliver(other, anOffer(CRM, 'CRM Professional', 'CRM Online', 'crm'));
    await deliver(other, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
    await deliver(
      other,
      subscriptionEvents({ offerId: CRM, wholesale: '48.75', quantity: 22, startOn: '2018-01-13' })[0]!,
    );
    await runDay(other, '2018-01-15');
    await accrueAll(other);
    const list = async (query = '') => (await ask(other, `/v1/partner/incentives/earnings${query}`)).body.items;
    expect(await list()).toMatchObject([{ earningAmount: 64.35 }]);
    expect((await list())[0].mpnId).toBeUndefined();
    expect(await list(`?mpnId=${MPN}`)).toEqual([]);
    await deliver(other, aPartnerChanged({}, 2));
    expect(await list(`?mpnId=${MPN}`)).toMatchObject([{ earningAmount: 64.35, mpnId: MPN }]);
  });
});

describe('BIL-12: revenue', () => {
  const revenue = async (query = 'from=2018-01-01&to=2018-12-31', as: typeof OPERATOR = OPERATOR) =>
    ask(world, `/v1/operator/revenue?${query}`, as);

  test('BIL-12: by month, country of the customer and family; it sums to what invoices and notes say', async () => {
    await amend(february, 'void', { rebill: true });
    await amend(january, 'adjustments', { lines: [{ subscriptionId: SEATS, amount: '-10.00' }] });
    const { items } = (await revenue()).body;
    expect(items.slice(0, 3)).toEqual(
      [
        ['DE', 'crm', 48.75, 4.88],
        ['US', 'crm', 1072.5, 107.25],
        ['US', 'ems', 4, 0.4],
      ].map(([customerCountry, productFamily, subtotal, tax]) => ({
        ...{ month: '2018-01', customerCountry, partnerId: PARTNER, productFamily, currencyCode: 'USD', subtotal, tax },
        attributes: { objectType: 'RevenueRow' },
      })),
    );
    const totals = (await invoicesOf(world)).map(({ totals: of }) => of);
    const { invoiceStore } = await import('../../../../functions/billing/invoices/store/invoice-store.ts');
    const notes = [...(await invoiceStore(world.table).notesOnEach(await invoicesOf(world))).values()].flat();
    const all = [...totals, ...notes.map(({ totals: of }) => of)];
    expect(cents(items, 'subtotal')).toBe(Number(all.reduce((sum, each) => sum + each.subtotal, 0n)));
    expect(cents(items, 'tax')).toBe(Number(all.reduce((sum, each) => sum + each.tax, 0n)));
  });

  test('BIL-12: days of a month, pages, and who may see it', async () => {
    const all = (await revenue()).body.items;
    expect((await revenue('from=2018-01-16&to=2018-12-31')).body.items).toEqual(
      all.filter(({ month }: { month: string }) => month !== '2018-01'),
    );
    expect((await revenue('from=2018-01-15&to=2018-01-15')).body.items).toEqual(
      all.filter(({ month }: { month: string }) => month === '2018-01'),
    );
    const { body } = await revenue('from=2018-01-01&to=2018-12-31&size=2');
    expect(body.items).toEqual(all.slice(0, 2));
    const token = { 'MS-ContinuationToken': body.continuationToken };
    const next = await send(
      world,
      {
        path: '/v1/operator/revenue?from=2018-01-01&to=2018-12-31&size=2&seekOperation=Next',
        as: OPERATOR,
        headers: token,
      },
      AT,
    );
    expect(next.body.items).toEqual(all.slice(2, 4));
    expect((await revenue('from=2018-01-01&to=2018-12-31', ADMIN_AGENT as never)).status).toBe(403);
  });

  test.each`
    query                              | because
    ${'from=2018-01-01'}               | ${'no end'}
    ${'to=2018-01-01'}                 | ${'no beginning'}
    ${'from=2018-02-01&to=2018-01-31'} | ${'it ends before it begins'}
    ${'from=2016-01-01&to=2018-01-01'} | ${'more than 24 months'}
    ${'from=2018-02-30&to=2018-03-01'} | ${'no day'}
  `('BIL-12: $query is 800002, because $because', async ({ query }) => {
    const { status, body } = await revenue(query);
    expect([status, body.code]).toEqual([400, 800002]);
  });
});

test('PRG-11: a job goes on with documents whose message was lost', async () => {
  await runDay(world, '2018-03-15');
  const { issuedEvents } = await import('../../../support/billing/accrued.ts');
  const [march] = issuedEvents(world).slice(-1);
  await deliver(world, march!);
  world.queue.splice(0);
  await runJob(world, '2018-03-15', 'resumeAccruals');
  await drain(world);
  expect(amounts(await earned('?period=2018-03'))).toEqual([58.5, 2.93]);
  world.queue.splice(0);
  await runJob(world, '2018-03-15', 'resumeAccruals');
  expect(world.queue).toEqual([]);
});
