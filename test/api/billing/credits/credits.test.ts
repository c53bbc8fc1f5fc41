import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  CREDITS,
  creditsWorld,
  GOODWILL,
  grant,
  SEATS,
  SLA,
  USAGE_SLA,
  withdraw,
} from '../../../support/billing/credits-world.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
  ask,
  type BillingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  licenseRows,
  mark,
  OPERATOR,
  OTHER_ADMIN,
  OTHER_PARTNER,
  runDay,
  SALES_AGENT,
  send,
  subscriptionEvents,
  usageRows,
} from '../../../support/billing-world.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { METER, METERED } from '../../../support/usage/sheets.ts';

/** One world in which the invoice of the incidents' period is out: granted on 20 February, invoiced on 15 March. */
let world: BillingWorld;
let back: () => void;
beforeAll(async () => {
  world = await creditsWorld();
  await runDay(world, '2018-02-15');
  await relate(world);
  back = mark(world);
});
beforeEach(() => back());

const offsets = (rows: readonly Record<string, string>[]) =>
  rows.filter(({ ChargeType }) => ChargeType === 'Offset a line item');
const MARCH = '2018-03-15';
const amounts = (lines: readonly { pretaxTotal: number }[]) =>
  lines.map(({ pretaxTotal }) => pretaxTotal).sort((a, b) => a - b);

describe('an SLA credit for seats', () => {
  test('BIL-6: P11 gives back 357.50 of the list price, not 268.13 of what the partner pays, before tax', async () => {
    const { status, body } = await grant(world);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ creditReference: 'SLA 1', reason: 'sla', amount: 357.5, currencyCode: 'USD', status: 'granted' },
      ...{ formula: '-(65.00 x 22 x 0.25 x 1)', affectedQuantity: 22, creditPercent: 25, servicePortionPercent: 100 },
      ...{ subscriptionId: SEATS.toUpperCase(), incidentDate: '2018-01-25T00:00:00Z' },
      lineId: `${SEATS}|0|credit:${body.id}|1`,
    });
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const [line, ...more] = offsets(licenseRows(world, invoice!));
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      ...{ ChargeStartDate: '1/15/2018 0:00', ChargeEndDate: '2/14/2018 23:59', UnitPrice: '-16.25', Quantity: '22' },
      ...{ Amount: '-357.50', TotalOtherDiscount: '0.00', Subtotal: '-357.50', Tax: '-35.75' },
      ...{ TotalForCustomer: '-393.25', LineId: body.lineId, CustomerName: 'Fabrikam, Inc.', OfferName: 'CRM Online' },
      ...{ SubscriptionStartDate: '1/20/2018 0:00', SubscriptionEndDate: '1/19/2019 23:59' },
    });
    const { body: listed } = await ask(world, CREDITS, OPERATOR);
    expect(listed.items).toEqual([{ ...body, status: 'invoiced', invoiceId: invoice!.invoiceId }]);
  });

  test('BIL-9: its line explains itself by the formula and the list price, before it is invoiced and after', async () => {
    const { body } = await grant(world);
    const id = encodeURIComponent(body.lineId);
    const { body: open } = await ask(world, `/v1/invoices/unbilled/lineitems/${id}`);
    const { body: lines } = await ask(
      world,
      '/v1/invoices/unbilled/lineitems?provider=all&invoicelineitemtype=billinglineitems',
    );
    const listed = lines.items.filter(({ chargeType }: { chargeType: string }) => chargeType === 'CustomerCredit');
    expect(listed).toEqual([open.lineItem]);
    expect(open.lineItem).toMatchObject({
      ...{ unitPrice: 65, effectiveUnitPrice: -16.25, quantity: 22, subtotal: -357.5, totalForCustomer: -393.25 },
      ...{ creditReasonCode: 'sla', lineId: body.lineId },
      explanation: { rule: 'M5 SLA credit', formula: '-(65.00 x 22 x 0.25 x 1)', priceList: '2018-01' },
    });
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const { body: issued } = await ask(world, `/v1/invoices/${invoice!.invoiceId}/lineitems/${id}`);
    expect(issued.lineItem.explanation).toMatchObject({
      ...{ event: 'CreditGranted', eventId: body.id, rule: 'M5 SLA credit', priceList: '2018-01', cyclePrice: 65 },
      ...{ formula: '-(65.00 x 22 x 0.25 x 1)', taxRatePercent: 10 },
    });
    for (const { text } of [open, issued]) {
      expect(text).toContain('the list price of one seat is 65.00 USD a month.');
      expect(text).toContain('-(65.00 x 22 x 0.25 x 1) = -357.50 USD');
    }
  });

  test.each`
    change                                                | status | code      | field                      | because
    ${{ incidentDate: '2018-02-21' }}                     | ${400} | ${3000}   | ${'incidentDate'}          | ${'it is still to come'}
    ${{ incidentDate: '2018-01-19' }}                     | ${400} | ${3000}   | ${'incidentDate'}          | ${'nothing was bought yet'}
    ${{ incidentDate: '2017-12-01' }}                     | ${400} | ${3000}   | ${'incidentDate'}          | ${'the partner had not signed'}
    ${{ affectedQuantity: 23 }}                           | ${400} | ${3000}   | ${'affectedQuantity'}      | ${'22 seats were charged'}
    ${{ affectedQuantity: undefined }}                    | ${400} | ${3000}   | ${'affectedQuantity'}      | ${'seats are needed'}
    ${{ affectedQuantity: 0 }}                            | ${400} | ${3000}   | ${'affectedQuantity'}      | ${'no seat is no incident'}
    ${{ affectedQuantity: undefined, meterIds: [METER] }} | ${400} | ${3000}   | ${'meterIds'}              | ${'seats have no meters'}
    ${{ creditPercent: '0' }}                             | ${400} | ${950010} | ${'creditPercent'}         | ${'it gives nothing'}
    ${{ creditPercent: '100.0001' }}                      | ${400} | ${950010} | ${'creditPercent'}         | ${'it is more than all'}
    ${{ creditPercent: '-5' }}                            | ${400} | ${950010} | ${'creditPercent'}         | ${'it takes'}
    ${{ servicePortionPercent: 101 }}                     | ${400} | ${950010} | ${'servicePortionPercent'} | ${'it is more than all'}
    ${{ creditPercent: '0.0001', affectedQuantity: 1 }}   | ${400} | ${3000}   | ${'creditPercent'}         | ${'it rounds to nothing'}
    ${{ creditPercent: undefined }}                       | ${400} | ${3000}   | ${'creditPercent'}         | ${'no claim has decided it'}
    ${{ serviceRequestId: undefined }}                    | ${400} | ${3000}   | ${'serviceRequestId'}      | ${'nobody asked for it'}
    ${{ incidentId: undefined }}                          | ${400} | ${3000}   | ${'incidentId'}            | ${'it is for no incident'}
    ${{ incidentDate: undefined }}                        | ${400} | ${3000}   | ${'incidentDate'}          | ${'it is for no day'}
    ${{ amount: '5' }}                                    | ${400} | ${3000}   | ${'amount'}                | ${'it is computed'}
    ${{ amount: '5', slaClaimId: 'C1' }}                  | ${400} | ${3000}   | ${'affectedQuantity'}      | ${'the claim has decided'}
    ${{ subscriptionId: idOf('5ab', 9) }}                 | ${404} | ${20003}  | ${'subscriptionId'}        | ${'there is none'}
    ${{ customerId: idOf('c0', 9) }}                      | ${404} | ${20003}  | ${'subscriptionId'}        | ${'it is another customer’s'}
  `('BIL-6: is refused $code for $field, because $because', async ({ change, status, code, field }) => {
    const refused = await grant(world, { ...SLA, ...change });
    expect(refused).toMatchObject({ status, body: { code } });
    expect(JSON.stringify(refused.body)).toContain(field);
    expect((await ask(world, CREDITS, OPERATOR)).body.items).toEqual([]);
  });

  test.each`
    at              | incidentDate    | body         | status | because
    ${'2018-03-14'} | ${'2018-02-14'} | ${SLA}       | ${201} | ${'seats: the last day of the month after 14 February'}
    ${'2018-03-15'} | ${'2018-02-14'} | ${SLA}       | ${400} | ${'seats: a day late'}
    ${'2018-03-15'} | ${'2018-02-15'} | ${SLA}       | ${201} | ${'seats: an incident of the next period'}
    ${'2018-04-14'} | ${'2018-02-14'} | ${USAGE_SLA} | ${201} | ${'metered use: the last day of two months'}
    ${'2018-04-15'} | ${'2018-02-14'} | ${USAGE_SLA} | ${400} | ${'metered use: a day late'}
  `('BIL-6: on $at is answered $status, because of $because', async ({ at, incidentDate, body, status }) => {
    const answer = await grant(world, { ...body, incidentDate }, { at: `${at}T12:00:00.000Z` });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.code).toBe(950009);
  });

  test('BIL-6: counts seats that were paid for on the day, though they were suspended since', async () => {
    const [, suspended] = subscriptionEvents({ startOn: '2018-01-20', quantity: 22 }, [
      { type: 'SubscriptionSuspended', on: '2018-02-25', change: { status: 'suspended' } },
    ]);
    await deliver(world, suspended!);
    const at = '2018-03-01T12:00:00.000Z';
    const late = await grant(world, { ...SLA, incidentDate: '2018-02-26' }, { at });
    expect(late.body).toMatchObject({ code: 3000 });
    expect((await grant(world, { ...SLA, incidentDate: '2018-02-24' }, { at })).body.amount).toBe(357.5);
  });

  test('BIL-6: takes an amount as it is that an accepted claim has decided, once for the claim', async () => {
    const { affectedQuantity: _, creditPercent: __, ...about } = SLA;
    const decided = { ...about, amount: '99.99', slaClaimId: 'claim-7' };
    const { status, body } = await grant(world, decided);
    expect([status, body.amount, body.slaClaimId]).toEqual([201, 99.99, 'claim-7']);
    const second = await grant(world, { ...decided, creditReference: 'SLA 9' });
    expect(second).toMatchObject({ status: 409, body: { code: 950001 } });
    expect((await withdraw(world, body.id)).status).toBe(204);
    expect((await grant(world, { ...decided, creditReference: 'SLA 9' })).status).toBe(201);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    expect(offsets(licenseRows(world, invoice!))).toMatchObject([
      { Amount: '-99.99', Quantity: '1', UnitPrice: '-99.99', ChargeStartDate: '1/15/2018 0:00' },
    ]);
  });
});

describe('an SLA credit for metered use', () => {
  test('BIL-6: M5 gives back of the list price of what was charged in the period, without the terms of the offer', async () => {
    const { status, body } = await grant(world, USAGE_SLA);
    expect(status).toBe(201);
    // (120.00 + 173.3025) x 0.05 = 14.665125
    expect(body).toMatchObject({
      ...{ amount: 14.67, formula: '-((1000 x 0.12 + 1650.5 x 0.105) x 0.1 x 0.5)', meterIds: [METER] },
      lineId: `${METERED}|0|credit:${body.id}|1`,
    });
    const unbilled = (provider: string) =>
      ask(world, `/v1/invoices/unbilled/lineitems?provider=${provider}&invoicelineitemtype=billinglineitems`);
    const { body: lines } = await unbilled('azure');
    expect(lines.items).toMatchObject([
      { subtotal: -14.67, taxTotal: -1.47, totalForCustomer: -16.14, quantity: 0, chargeType: 'CustomerCredit' },
    ]);
    expect((await unbilled('all')).body.items).toContainEqual(lines.items[0]);
    expect((await unbilled('office')).body.items).not.toContainEqual(lines.items[0]);
    const id = encodeURIComponent(body.lineId);
    const { body: open } = await ask(world, `/v1/invoices/unbilled/lineitems/${id}`);
    expect(open.lineItem.explanation.formula).toBe(body.formula);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const rows = usageRows(world, invoice!, 'usage');
    expect(offsets(rows)).toHaveLength(1);
    expect(offsets(rows)[0]).toMatchObject({
      ...{
        ChargeStartDate: '1/15/2018 0:00',
        ChargeEndDate: '2/14/2018 23:59',
        ResourceGuid: '',
        ConsumedQuantity: '0',
      },
      ...{
        OverageQuantity: '0',
        PretaxCharges: '-14.67',
        TaxAmount: '-1.47',
        PostTaxTotal: '-16.14',
        LineId: body.lineId,
      },
      ...{ InvoiceNumber: invoice!.invoiceId, SubscriptionId: METERED.toUpperCase() },
    });
    const { body: issued } = await ask(world, `/v1/invoices/${invoice!.invoiceId}/lineitems/${id}`);
    expect(issued.lineItem).toMatchObject({ pretaxCharges: -14.67, chargeType: 'Offset a line item' });
    expect(issued.text).toContain(`By rule M5 SLA credit: ${body.formula} = -14.67 USD`);
    expect((await ask(world, CREDITS, OPERATOR)).body.items[0].status).toBe('invoiced');
  });

  test('BIL-6: names meters of which something was charged', async () => {
    const other = idOf('3e7e', 2);
    for (const [change, field] of [
      [{ meterIds: [METER, other] }, 'meterIds[1]'],
      [{ meterIds: undefined }, 'meterIds'],
      [{ affectedQuantity: 3 }, 'affectedQuantity'],
    ] as const) {
      const { status, body } = await grant(world, { ...USAGE_SLA, ...change });
      expect([status, body.code]).toEqual([400, 3000]);
      expect(JSON.stringify(body)).toContain(field);
    }
  });
});

describe('other credits', () => {
  test('BIL-6: give back the amount that was entered, on the day of the grant, taxed as that day', async () => {
    for (const [n, reason] of ['goodwill', 'correction', 'accidentalPurchase', 'duplicateOrder'].entries()) {
      const { status } = await grant(world, { ...GOODWILL, reason, creditReference: `R ${n}`, amount: `${n + 1}.05` });
      expect(status).toBe(201);
    }
    await grant(world, { ...GOODWILL, creditReference: 'U', subscriptionId: METERED, amount: '7' });
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const rows = offsets(licenseRows(world, invoice!));
    expect(rows.map(({ Amount }) => Amount).sort()).toEqual(['-1.05', '-2.05', '-3.05', '-4.05']);
    for (const row of rows)
      expect(row).toMatchObject({ ChargeStartDate: '2/20/2018 0:00', ChargeEndDate: '2/20/2018 23:59', Quantity: '1' });
    expect(offsets(usageRows(world, invoice!, 'usage'))).toMatchObject([
      { PretaxCharges: '-7.00', TaxAmount: '-0.70', ChargeStartDate: '2/20/2018 0:00' },
    ]);
  });

  test.each`
    reason                  | at              | status | because
    ${'accidentalPurchase'} | ${'2018-04-20'} | ${201} | ${'90 days after the purchase of 20 January'}
    ${'accidentalPurchase'} | ${'2018-04-21'} | ${400} | ${'91 days'}
    ${'duplicateOrder'}     | ${'2018-05-20'} | ${201} | ${'120 days'}
    ${'duplicateOrder'}     | ${'2018-05-21'} | ${400} | ${'121 days'}
    ${'goodwill'}           | ${'2018-05-21'} | ${201} | ${'goodwill has no window'}
  `('BIL-6: $reason on $at is answered $status: $because', async ({ reason, at, status }) => {
    const answer = await grant(world, { ...GOODWILL, reason }, { at: `${at}T12:00:00.000Z` });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.code).toBe(950009);
  });

  test.each`
    change                       | field              | because
    ${{ amount: '0' }}           | ${'amount'}        | ${'nothing is no credit'}
    ${{ amount: '-1' }}          | ${'amount'}        | ${'a credit gives'}
    ${{ amount: '1.005' }}       | ${'amount'}        | ${'there is no half cent'}
    ${{ amount: undefined }}     | ${'amount'}        | ${'it is needed'}
    ${{ amount: '20000000000' }} | ${'amount'}        | ${'numbers of JSON do not tell it exactly'}
    ${{ creditPercent: '5' }}    | ${'creditPercent'} | ${'it would have no effect'}
    ${{ slaClaimId: 'C' }}       | ${'slaClaimId'}    | ${'it would have no effect'}
  `('BIL-6: is refused for $field, because $because', async ({ change, field }) => {
    const { status, body } = await grant(world, { ...GOODWILL, ...change });
    expect([status, body.code]).toEqual([400, 3000]);
    expect(JSON.stringify(body)).toContain(field);
  });
});

describe('credits on the bill', () => {
  test('BIL-10: the estimate, unbilled lines and costs have them as the invoice will', async () => {
    const before = (await ask(world, `/v1/invoices/unbilled?asOf=${MARCH}`)).body.totalCharges;
    for (const body of [SLA, USAGE_SLA, GOODWILL]) await grant(world, body);
    const { body: estimate } = await ask(world, `/v1/invoices/unbilled?asOf=${MARCH}`);
    expect(Math.round((before - estimate.totalCharges) * 100)).toBe(39325 + 1614 + 1357);
    const { body: costs } = await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/current/lineitems`);
    const credited = costs.items.filter(
      ({ chargeType }: { chargeType: string }) => chargeType === 'Offset a line item',
    );
    expect(amounts(credited)).toEqual([-357.5, -14.67, -12.34]);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    expect(Number(invoice!.totals.total) / 100).toBe(estimate.totalCharges);
    const { body: invoiced } = await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/mostrecent/lineitems`);
    const rows = invoiced.items.filter(({ chargeType }: { chargeType: string }) => chargeType === 'Offset a line item');
    expect(amounts(rows)).toEqual([-357.5, -14.67, -12.34]);
  });

  test('BIL-2: the statement has a line for credits, those of seats and of metered use together', async () => {
    for (const body of [SLA, USAGE_SLA]) await grant(world, body);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const texts = await pdfTexts(Buffer.from(world.files.stored.get(invoice!.statementKey)!));
    expect(texts.slice(texts.indexOf('Credits')).slice(0, 3).join(' ')).toContain('-USD\u00a0372.17');
    expect(Number((invoice!.offsets ?? 0n) + (invoice!.usage?.offsets ?? 0n))).toBe(-37217);
  });

  test('BIL-6: what is granted before an invoice is made, in its period, is on it; the day after on the next', async () => {
    const first = await grant(world, GOODWILL, { at: '2018-03-14T23:59:59.999Z' });
    const second = await grant(world, { ...GOODWILL, creditReference: 'GW 2' }, { at: '2018-03-15T00:00:00.000Z' });
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    expect(offsets(licenseRows(world, invoice!)).map(({ LineId }) => LineId)).toEqual([first.body.lineId]);
    await runDay(world, '2018-04-15');
    const [april] = await invoicesOf(world);
    expect(offsets(licenseRows(world, april!)).map(({ LineId }) => LineId)).toEqual([second.body.lineId]);
  });

  test('L7: a void takes a credit back with its invoice, and an invoice in its place has it again', async () => {
    for (const body of [SLA, USAGE_SLA]) await grant(world, body);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    const { status, body } = await send(
      world,
      {
        method: 'POST',
        path: `/v1/operator/invoices/${invoice!.invoiceId}/void`,
        as: OPERATOR,
        body: { reason: 'Wrong address', rebill: true },
      },
      '2018-03-16T12:00:00.000Z',
    );
    expect(status).toBe(201);
    await runDay(world, '2018-03-16');
    const [anew] = await invoicesOf(world);
    expect(anew!.invoiceId).not.toBe(invoice!.invoiceId);
    expect(anew!.totals).toEqual(invoice!.totals);
    expect(offsets(licenseRows(world, anew!))).toMatchObject([{ Amount: '-357.50' }]);
    expect(offsets(usageRows(world, anew!, 'usage'))).toMatchObject([{ PretaxCharges: '-14.67' }]);
    const { noteId } = { noteId: body.amendments[0].id };
    const { body: note } = await ask(
      world,
      `/v1/invoices/${noteId}/lineitems?provider=office&invoicelineitemtype=billinglineitems`,
    );
    expect(note.items).toContainEqual(expect.objectContaining({ amount: 357.5, chargeType: 'Offset a line item' }));
  });

  test('L2: a period that has nothing but credits has an invoice below zero, which is free for others', async () => {
    const [, suspended] = subscriptionEvents({ startOn: '2018-01-20', quantity: 22 }, [
      { type: 'SubscriptionSuspended', on: '2018-02-18', change: { status: 'suspended' } },
    ]);
    await deliver(world, suspended!);
    await runDay(world, MARCH);
    await grant(world, GOODWILL, { at: '2018-03-20T12:00:00.000Z' });
    await runDay(world, '2018-04-15');
    const [april] = await invoicesOf(world);
    expect(april).toMatchObject({ lineCount: 1, totals: { subtotal: -1234n, tax: -123n, total: -1357n } });
  });
});

describe('who and when', () => {
  test('BIL-6: the same credit twice is one; another content under its reference is a conflict', async () => {
    const first = await grant(world);
    expect(await grant(world)).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(await grant(world, { ...SLA, creditPercent: '20' })).toMatchObject({ status: 409, body: { code: 950001 } });
    const both = await Promise.all([grant(world, GOODWILL), grant(world, { ...GOODWILL, amount: '5' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const same = await Promise.all([1, 2, 3].map(() => grant(world, { ...GOODWILL, creditReference: 'GW 2' })));
    expect(new Set(same.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    expect(offsets(licenseRows(world, invoice!))).toHaveLength(3);
    // Long after its window the same request is answered as it is.
    const again = await grant(world, SLA, { at: '2018-09-01T12:00:00.000Z' });
    expect(again).toMatchObject({ status: 201, body: { status: 'invoiced', invoiceId: invoice!.invoiceId } });
  });

  test('BIL-6: is withdrawn as long as its period is open, and keeps its reference', async () => {
    const { body } = await grant(world);
    expect((await withdraw(world, body.id)).status).toBe(204);
    expect((await withdraw(world, body.id)).status).toBe(204);
    expect((await grant(world)).body.status).toBe('withdrawn');
    const other = await grant(world, GOODWILL);
    await runDay(world, MARCH);
    const [invoice] = await invoicesOf(world);
    expect(offsets(licenseRows(world, invoice!))).toMatchObject([{ LineId: other.body.lineId }]);
    expect(await withdraw(world, other.body.id)).toMatchObject({ status: 409, body: { code: 950005 } });
    expect((await withdraw(world, idOf('c4ed', 1))).status).toBe(404);
    const { body: listed } = await ask(world, CREDITS, OPERATOR);
    expect(listed.items.map(({ status }: { status: string }) => status).sort()).toEqual(['invoiced', 'withdrawn']);
  });

  test('BIL-6: the partner sees its own, nobody else does, and only the operator grants', async () => {
    const { body } = await grant(world);
    expect((await ask(world, '/v1/partner/credits')).body.items).toEqual([body]);
    expect((await ask(world, '/v1/partner/credits', OTHER_ADMIN)).body.items).toEqual([]);
    expect((await ask(world, '/v1/partner/credits', SALES_AGENT)).status).toBe(403);
    expect((await ask(world, '/v1/partner/credits', APPLICATION)).status).toBe(200);
    expect((await grant(world, GOODWILL, { as: ADMIN_AGENT })).status).toBe(403);
    expect((await withdraw(world, body.id, { as: ADMIN_AGENT })).status).toBe(403);
    const elsewhere = `/v1/operator/partners/${OTHER_PARTNER}/credits`;
    expect((await grant(world, GOODWILL, { path: elsewhere })).status).toBe(404);
    expect((await withdraw(world, body.id, { path: `${elsewhere}/${body.id}` })).status).toBe(404);
    expect((await ask(world, elsewhere, OPERATOR)).status).toBe(404);
  });

  test('BIL-6: the list goes by pages, newest first', async () => {
    for (const n of [1, 2, 3])
      await grant(world, { ...GOODWILL, creditReference: `P ${n}` }, { at: `2018-02-2${n}T12:00:00.000Z` });
    const { body: first } = await ask(world, `${CREDITS}?size=2`, OPERATOR);
    expect(first.items.map(({ creditReference }: { creditReference: string }) => creditReference)).toEqual([
      'P 3',
      'P 2',
    ]);
    expect(first.links.next).toBeDefined();
  });
});
