import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { invoiceStore } from '../../../../functions/billing/invoices/store/invoice-store.ts';
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
  licenseRows,
  mark,
  OFFER,
  OPERATOR,
  type OTHER_ADMIN,
  PARTNER,
  runDay,
  send,
  subscriptionEvents,
  usageRows,
} from '../../../support/billing-world.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aRecord, foldAll, report } from '../../../support/usage/records.ts';
import { METER, METERED, meteredEvents } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const SEATS = idOf('5ab', 1);
const AT = '2018-02-20T12:00:00.000Z';

/** An invoice of 20 units of metered use at 1 each, and of a seat at 4; 10 percent tax. */
let world: BillingWorld;
let back: () => void;
let number: string;
beforeAll(async () => {
  const rates = { meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '1' }, included: '0' }] } };
  world = billingWorld({ rates: () => aRateBook(rates) });
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await putCard(world.deps, '2017-12-01', [aMeter(METER, { '0': '1' })]);
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, Inc.'));
  for (const event of meteredEvents({ startOn: '2018-01-16', offerId: AZURE })) await deliver(world, event);
  for (const event of subscriptionEvents({ startOn: '2018-01-16' })) await deliver(world, event);
  const used = aRecord({
    recordId: 'r',
    subscriptionId: METERED,
    quantity: '20',
    usageStartTime: '2018-02-10T10:00:00Z',
  });
  await report(world, [used], '2018-02-10T12:00:00.000Z');
  await foldAll(world);
  await runDay(world, '2018-02-15');
  number = (await invoicesOf(world))[0]!.invoiceId;
  back = mark(world);
});
beforeEach(() => back());

const amend = (path: string, body: unknown, as: typeof OPERATOR | typeof OTHER_ADMIN = OPERATOR) =>
  send(world, { method: 'POST', path: `/v1/operator/invoices/${number}/${path}`, body, as }, AT);
const adjusted = (lines: readonly { subscriptionId: string; amount: unknown }[]) =>
  amend('adjustments', { reason: 'Agreed by phone', lines });
const recordOf = async (invoiceId: string) => (await invoiceStore(world.table).ofProgram(invoiceId))!;
const lines = async (invoiceId: string, provider = 'azure') =>
  (await ask(world, `/v1/invoices/${invoiceId}/lineitems/${provider}/billinglineitems`)).body.items;
const balance = async () => (await ask(world, '/v1/invoices/summary')).body.balanceAmount;

describe('an adjustment of metered use', () => {
  test('BIL-2: is a line of the usage file, before tax, which the note adds (M4)', async () => {
    expect(await balance()).toBe(26.4);
    const { status, body } = await adjusted([{ subscriptionId: METERED.toUpperCase(), amount: -2.05 }]);
    expect(status).toBe(201);
    const [note] = body.amendments;
    expect(note).toMatchObject({
      documentType: 'adjustment_note',
      totalCharges: -2.26,
      charges: [{ family: 'azure', product: 'Microsoft Azure', amount: -2.05 }],
    });
    expect(note.invoiceDetails.map(({ billingProvider }: { billingProvider: string }) => billingProvider)).toEqual([
      'azure',
    ]);
    expect(await balance()).toBe(24.14);
    const [line, ...others] = await lines(note.id);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      chargeType: 'Offset a line item',
      customerCompanyName: '=Fabrikam, Inc.',
      invoiceNumber: note.id,
      resourceGuid: '',
      chargeStartDate: '2018-02-20T00:00:00Z',
      chargeEndDate: '2018-02-20T00:00:00Z',
      ...{ consumedQuantity: 0, includedQuantity: 0, overageQuantity: 0, listPrice: 0 },
      ...{ consumptionPrice: -2.05, consumptionDiscount: 0 },
      ...{ pretaxCharges: -2.05, taxAmount: -0.21, postTaxTotal: -2.26 },
      explanation: { event: 'InvoiceAdjusted', rule: 'L7 adjustment', formula: '-2.05', taxRatePercent: 10 },
    });
    expect(await lines(note.id, 'office')).toEqual([]);
    const explained = await ask(world, `/v1/invoices/${note.id}/lineitems/${encodeURIComponent(line.lineId)}`);
    expect(explained.body.text).toContain('Offset a line item: Azure for =Fabrikam, Inc.');
    expect(explained.body.text).not.toContain('meter');
  });

  test('BIL-3: its files add up to it, and its statement says so', async () => {
    const [note] = (await adjusted([{ subscriptionId: METERED, amount: '-2.05' }])).body.amendments;
    await drain(world);
    const record = await recordOf(note.id);
    expect(usageRows(world, record, 'usage').map((row) => row.PostTaxTotal)).toEqual(['-2.26']);
    expect(usageRows(world, record, 'dailyrated')).toEqual([]);
    expect(licenseRows(world, record)).toEqual([]);
    const pdf = await ask(world, `/v1/invoices/${note.id}/documents/statement`);
    expect((await pdfTexts(Buffer.from(pdf.text, 'latin1'))).join(' ')).toContain('Credits');
  });

  test('BIL-1: seats and use are corrected by one note, each in its file, in the order of the lines', async () => {
    const [note] = (
      await adjusted([
        { subscriptionId: METERED, amount: 1 },
        { subscriptionId: SEATS, amount: -3 },
        { subscriptionId: METERED, amount: -5 },
      ])
    ).body.amendments;
    expect(note.totalCharges).toBe(-7.7);
    const [used, seats] = [await lines(note.id), await lines(note.id, 'office')];
    expect(used.map(({ postTaxTotal }: { postTaxTotal: number }) => postTaxTotal)).toEqual([1.1, -5.5]);
    expect(seats.map(({ totalForCustomer }: { totalForCustomer: number }) => totalForCustomer)).toEqual([-3.3]);
    expect([...used, ...seats].map(({ lineId }) => lineId.split('|').at(-1)).sort()).toEqual(['1', '2', '3']);
  });

  test('BIL-1: a void takes such a note back too, in the usage file', async () => {
    await adjusted([{ subscriptionId: METERED, amount: -2.05 }]);
    const { body } = await amend('void', { reason: 'Wrong address', rebill: false });
    await drain(world);
    const [, note] = body.amendments;
    expect(note.totalCharges).toBe(-24.14);
    expect(await balance()).toBe(0);
    const record = await recordOf(note.id);
    expect(usageRows(world, record, 'usage').map((row) => row.PostTaxTotal)).toEqual(['-22.00', '2.26']);
    expect(record.usage).toMatchObject({ lineCount: 2, totals: { total: -1974n } });
    const all = [...licenseRows(world, record), ...usageRows(world, record, 'usage')];
    const sum = all.reduce(
      (cents, row) => cents + Math.round(Number(row.PostTaxTotal ?? row.TotalForCustomer) * 100),
      0,
    );
    expect(sum).toBe(-2414);
  });

  test('BIL-1: a void with `rebill` after a correction of seats leaves the use as it was', async () => {
    await adjusted([{ subscriptionId: SEATS, amount: -1 }]);
    const { body } = await amend('void', { reason: 'Wrong address', rebill: true });
    expect(body.amendments.at(-1).totalCharges).toBe(-25.3);
    expect(await balance()).toBe(26.4);
  });

  test.each`
    subscriptionId    | amount   | status | code     | because
    ${idOf('a2e', 9)} | ${-1}    | ${404} | ${20003} | ${'no line of the invoice is about it'}
    ${METER}          | ${-1}    | ${404} | ${20003} | ${'a meter is no subscription'}
    ${METERED}        | ${0}     | ${400} | ${3000}  | ${'nothing is no correction'}
    ${METERED}        | ${0.001} | ${400} | ${3000}  | ${'a dollar has cents'}
  `('is refused with $status/$code, because $because', async ({ subscriptionId, amount, status, code }) => {
    const answer = await adjusted([{ subscriptionId, amount }]);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await balance()).toBe(26.4);
  });

  test('BIL-11: two at once are both there, each with its own line', async () => {
    const both = await Promise.all([-1, -2].map((amount) => adjusted([{ subscriptionId: METERED, amount }])));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    await drain(world);
    const { body } = await ask(world, `/v1/invoices/${number}`);
    const amounts = await Promise.all(
      body.amendments.map(async ({ id }: { id: string }) => (await lines(id))[0].pretaxCharges),
    );
    expect(amounts.sort()).toEqual([-1, -2]);
    expect(await balance()).toBe(23.1);
  });
});
