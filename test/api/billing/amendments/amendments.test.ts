import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import {
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
  licenseFile,
  licenseRows,
  mark,
  OFFER,
  OPERATOR,
  OTHER_ADMIN,
  PARTNER,
  runDay,
  runJob,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';

/** Two invoices of one partner, 10% tax: 4.40 of January, 10.51 of February with a change of seats. */
let world: BillingWorld;
let back: () => void;
let number: string;
const SUBSCRIPTION = idOf('5ab', 1);
const AT = '2018-02-20T12:00:00.000Z';

beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, Inc.'));
  const events = subscriptionEvents({ startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
  ]);
  await deliver(world, events[0]!);
  await runDay(world, '2018-01-15');
  await deliver(world, events[1]!);
  await runDay(world, '2018-02-15');
  number = (await invoicesOf(world))[0]!.invoiceId;
  back = mark(world);
});
beforeEach(() => back());

const amend = (path: string, body: unknown, as: typeof OPERATOR | typeof OTHER_ADMIN = OPERATOR) =>
  send(world, { method: 'POST', path: `/v1/operator/invoices/${path}`, body, as }, AT);
const voided = (body: object = {}, of = number) => amend(`${of}/void`, { reason: 'Wrong address', ...body });
const adjusted = (amount: unknown, of = number, subscriptionId = SUBSCRIPTION) =>
  amend(`${of}/adjustments`, { reason: 'Agreed by phone', lines: [{ subscriptionId, amount }] });
const balance = async () => (await ask(world, '/v1/invoices/summary')).body.balanceAmount;
const cents = (rows: readonly Record<string, string>[], column: string) =>
  rows.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
const recordOf = async (invoiceId: string) => {
  const { invoiceStore } = await import('../../../../functions/billing/invoices/store/invoice-store.ts');
  return (await invoiceStore(world.table).ofProgram(invoiceId))!;
};
const lines = async (invoiceId: string) =>
  (await ask(world, `/v1/invoices/${invoiceId}/lineitems/Office/BillingLineItems`)).body.items;

describe('an invoice that is voided', () => {
  test('BIL-1: is taken back by a note inside it, and nothing is owed for it', async () => {
    expect(await balance()).toBe(14.91);
    const { status, body } = await voided();
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: number, status: 'void', documentType: 'invoice', totalCharges: 10.51 });
    expect(body.amendments).toHaveLength(1);
    expect(body.amendments[0]).toMatchObject({
      documentType: 'void_note',
      amendsOf: number,
      invoiceDate: '2018-02-20T00:00:00Z',
      billingPeriodStartDate: '2018-01-15T00:00:00Z',
      totalCharges: -10.51,
      previousBalance: 14.91,
      amountDue: 4.4,
      reason: 'Wrong address',
      charges: [{ family: 'ems', product: 'Enterprise Mobility Suite', amount: -9.55 }],
    });
    expect(body.amendments[0].id).toMatch(/^D[0-9A-Z]{9}$/);
    expect(await balance()).toBe(4.4);
    const { body: listed } = await ask(world, '/v1/invoices');
    expect(listed.items.map(({ id, status: of }: { id: string; status: string }) => [id, of])).toEqual([
      [number, 'void'],
      [expect.any(String), 'active'],
    ]);
    expect(listed.items[0].amendments).toEqual(body.amendments);
  });

  test('BIL-3: every line is taken back as it was posted; Σ lines = note = Σ file', async () => {
    const { body } = await voided();
    const noteId = body.amendments[0].id;
    const [posted, taken] = [await lines(number), await lines(noteId)];
    expect(taken).toHaveLength(posted.length);
    for (const [index, line] of posted.entries()) {
      const { amount, tax, totalForCustomer, unitPrice, quantity, chargeStartDate, chargeType } = line;
      expect(taken[index]).toMatchObject({
        ...{ quantity, chargeStartDate, chargeType, customerName: '=Fabrikam, Inc.' },
        ...{
          amount: -amount || 0,
          tax: -tax || 0,
          totalForCustomer: -totalForCustomer || 0,
          unitPrice: -unitPrice || 0,
        },
        lineId: `${line.lineId}|${noteId}`,
        explanation: {
          ...{ event: 'InvoiceVoided', rule: 'L7 void', reversesLineId: line.lineId },
          formula: `-(${line.explanation.formula})`,
        },
      });
    }
    expect((await ask(world, `/v1/invoices/${noteId}/documents/statement`)).status).toBe(202);
    await drain(world);
    const rows = licenseRows(world, await recordOf(noteId));
    expect(cents(rows, 'TotalForCustomer')).toBe(-1051);
    expect(rows.map(({ CustomerName }) => CustomerName)).toContain("'=Fabrikam, Inc.");
    const { status, text } = await ask(world, `/v1/invoices/${noteId}/reconciliationfiles/license`);
    expect(status).toBe(200);
    expect(text).toContain(noteId);
    const pdf = await ask(world, `/v1/invoices/${noteId}/documents/statement`);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect((await pdfTexts(Buffer.from(pdf.text, 'latin1'))).join(' ')).toMatch(/Void note/);
  });

  test('BIL-1: with `rebill` another one of the same lines stands in its place, and it nets to what is right', async () => {
    await deliver(world, aPartnerChanged({ purchaseOrderNumber: 'PO-9' }, 2));
    const { body } = await voided({ rebill: true });
    const replacedBy = body.amendments[0].replacedBy;
    expect(await balance()).toBe(14.91);
    const issued = await ask(world, `/v1/invoices/${replacedBy}`);
    expect(issued.body).toMatchObject({
      id: replacedBy,
      replaces: number,
      status: 'active',
      invoiceDate: '2018-02-15T00:00:00Z',
      totalCharges: 10.51,
      previousBalance: 4.4,
      amountDue: 14.91,
      amendments: [],
    });
    await drain(world);
    expect(await lines(replacedBy)).toEqual(await lines(number));
    expect(licenseFile(world, await recordOf(replacedBy))).toBe(licenseFile(world, await recordOf(number)));
    const { body: list } = await ask(world, '/v1/invoices');
    expect(list.items.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual([replacedBy, number]);
    const onDate = encodeURIComponent('{"field":"invoice_date","operator":"equals","value":"2018-02-15"}');
    expect((await ask(world, `/v1/invoices?filter=${onDate}`)).body.totalCount).toBe(2);
    // The next invoice begins where this period ends: it neither loses nor repeats a line.
    await runDay(world, '2018-03-15');
    const next = (await invoicesOf(world))[0]!;
    expect(licenseRows(world, next).map(({ ChargeStartDate, Amount }) => [ChargeStartDate, Amount])).toEqual([
      ['3/13/2018 0:00', '8.00'],
    ]);
    expect(next.previousBalance).toBe(1491n);
    // And that one can be voided like any other.
    const again = await voided({ rebill: true }, replacedBy);
    expect(again.status).toBe(201);
    expect(again.body.amendments[0].replacedBy).not.toBe(replacedBy);
    expect(await balance()).toBe(23.71);
  });

  test.each`
    change                                     | status | code     | because
    ${() => voided({}, 'D00000000X')}          | ${404} | ${1000}  | ${'nobody has it'}
    ${() => voided({ reason: '' })}            | ${400} | ${3000}  | ${'a reason is due'}
    ${() => adjusted(0)}                       | ${400} | ${3000}  | ${'nothing is no correction'}
    ${() => adjusted(0.001)}                   | ${400} | ${3000}  | ${'a dollar has cents'}
    ${() => adjusted('a lot')}                 | ${400} | ${3000}  | ${'no amount'}
    ${() => adjusted(1, number, idOf('5', 9))} | ${404} | ${20003} | ${'no line of the invoice is about it'}
  `('is refused with $status/$code, because $because', async ({ change, status, code }) => {
    const answer = await change();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await balance()).toBe(14.91);
  });

  test('BIL-1: once: a second void, an adjustment of it, and amendments of notes are refused', async () => {
    const { body } = await voided();
    for (const again of [
      voided(),
      adjusted(-1),
      voided({}, body.amendments[0].id),
      adjusted(1, body.amendments[0].id),
    ]) {
      const { status, body: refusal } = await again;
      expect([status, refusal.code]).toEqual([409, 950005]);
    }
    expect(await balance()).toBe(4.4);
  });

  test('another partner has neither invoice nor note', async () => {
    const { body } = await voided();
    await drain(world);
    const noteId = body.amendments[0].id;
    for (const path of [number, noteId, `${noteId}/documents/statement`, `${noteId}/lineitems/Office/BillingLineItems`])
      expect((await ask(world, `/v1/invoices/${path}`, OTHER_ADMIN)).status).toBe(404);
    expect((await amend(`${number}/void`, { reason: 'x' }, OTHER_ADMIN)).status).toBe(403);
  });
});

describe('an invoice that is adjusted', () => {
  test('BIL-2: by a note with lines of its own, before tax, which it adds (M4)', async () => {
    const { status, body } = await adjusted(-2.05);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: number, status: 'active', totalCharges: 10.51 });
    expect(body.amendments[0]).toMatchObject({
      documentType: 'adjustment_note',
      amendsOf: number,
      totalCharges: -2.26,
      charges: [{ family: 'ems', product: 'Enterprise Mobility Suite', amount: -2.05 }],
    });
    expect(await balance()).toBe(12.65);
    const noteId = body.amendments[0].id;
    const [line] = await lines(noteId);
    expect(line).toMatchObject({
      chargeType: 'Offset a line item',
      customerName: '=Fabrikam, Inc.',
      chargeStartDate: '2018-02-20T00:00:00Z',
      chargeEndDate: '2018-02-20T00:00:00Z',
      ...{ quantity: 1, unitPrice: -2.05, amount: -2.05, tax: -0.21, totalForCustomer: -2.26 },
      explanation: { event: 'InvoiceAdjusted', rule: 'L7 adjustment', formula: '-2.05', taxRatePercent: 10 },
    });
    await drain(world);
    expect(cents(licenseRows(world, await recordOf(noteId)), 'TotalForCustomer')).toBe(-226);
    const pdf = await ask(world, `/v1/invoices/${noteId}/documents/statement`);
    expect((await pdfTexts(Buffer.from(pdf.text, 'latin1'))).join(' ')).toContain('Agreed by phone');
  });

  test('BIL-1: never below zero, with all of its notes together', async () => {
    expect((await adjusted(-9.55)).status, 'all of it').toBe(201);
    expect(await balance()).toBe(4.4);
    const { status, body } = await adjusted(-0.01);
    expect([status, body.code, body.description]).toEqual([400, 3000, expect.stringContaining('lines')]);
    expect((await adjusted(2)).status, 'what raises it').toBe(201);
    expect((await adjusted(-2)).status).toBe(201);
    expect(await balance()).toBe(4.4);
  });

  test('BIL-1: a void takes its notes back, too', async () => {
    await adjusted(-2.05);
    await adjusted('1.00');
    const { body } = await voided({ rebill: true });
    expect(body.amendments.map(({ totalCharges }: { totalCharges: number }) => totalCharges)).toEqual([
      -2.26, 1.1, -9.35,
    ]);
    expect(await balance()).toBe(14.91);
    const taken = await lines(body.amendments[2].id);
    expect(taken.map(({ totalForCustomer }: { totalForCustomer: number }) => totalForCustomer)).toEqual([
      ...(await lines(number)).map(({ totalForCustomer: total }: { totalForCustomer: number }) => -total || 0),
      ...[2.26, -1.1],
    ]);
  });
});

describe('BIL-11: amendments happen once', () => {
  test('two at once: one void, or both corrections', async () => {
    const both = await Promise.all([voided(), voided()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await balance()).toBe(4.4);
    back();
    const corrected = await Promise.all([adjusted(-1), adjusted(-2)]);
    expect(corrected.map(({ status }) => status)).toEqual([201, 201]);
    expect(await balance()).toBe(11.61);
    const { body } = await ask(world, `/v1/invoices/${number}`);
    const ids = body.amendments.map(({ id }: { id: string }) => id);
    const amounts = await Promise.all(ids.map(async (id: string) => (await lines(id))[0].amount));
    const totals = body.amendments.map(({ totalCharges }: { totalCharges: number }) => totalCharges);
    expect(new Set(ids).size).toBe(2);
    expect(totals).toEqual(amounts.map((amount) => Math.round(amount * 110) / 100));
  });

  test('during the run of the next period: its invoice says what is owed when it is issued', async () => {
    await runJob(world, '2018-03-15');
    await Promise.all([voided({ rebill: true }), drain(world)]);
    await drain(world);
    expect(await balance()).toBe(23.71);
    const [next] = await invoicesOf(world);
    expect(next).toMatchObject({ previousBalance: 1491n, lineCount: 1 });
  });

  test('a message that was lost is sent again by the job, and what is written stays', async () => {
    const { body } = await voided({ rebill: true });
    const [noteId, replacedBy] = [body.amendments[0].id, body.amendments[0].replacedBy];
    world.queue.length = 0;
    await runJob(world, '2018-02-20', 'resumeDocuments');
    const messages = [...world.queue];
    expect(messages).toHaveLength(2);
    world.queue.push(...messages);
    await drain(world);
    for (const id of [noteId, replacedBy])
      expect((await ask(world, `/v1/invoices/${id}/documents/statement`)).status).toBe(200);
    await runJob(world, '2018-02-21', 'resumeDocuments');
    expect(world.queue).toEqual([]);
  });
});
