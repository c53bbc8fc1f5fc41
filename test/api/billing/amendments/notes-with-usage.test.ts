import { beforeEach, describe, expect, test } from 'vitest';
import { invoiceStore } from '../../../../functions/billing/invoices/store/invoice-store.ts';
import { relate } from '../../../support/billing/costs-world.ts';
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
  OPERATOR,
  runDay,
  send,
  usageRows,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aRecord, foldAll, report } from '../../../support/usage/records.ts';
import { METER, METERED, meteredEvents } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
let world: BillingWorld;
let number: string;

/** A partner of day 15 whose February invoice has 20 units of metered use, at 1 each. */
beforeEach(async () => {
  const rates = { meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '1' }, included: '0' }] } };
  const made = billingWorld({ rates: () => aRateBook(rates) });
  await deliver(made, aPartnerChanged());
  await putCard(made.deps, '2017-12-01', [aMeter(METER, { '0': '1' })]);
  await deliver(made, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(made, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const event of meteredEvents({ startOn: '2018-01-16', offerId: AZURE, subscriptionId: METERED }))
    await deliver(made, event);
  await report(made, [used('20', '2018-02-10')], '2018-02-10T12:00:00.000Z');
  await foldAll(made);
  await runDay(made, '2018-02-15');
  world = made;
  number = (await invoicesOf(made))[0]!.invoiceId;
});

const used = (quantity: string, on: string) =>
  aRecord({ recordId: on, subscriptionId: METERED, quantity, usageStartTime: `${on}T10:00:00Z` });

async function voided(rebill: boolean, at = '2018-02-20T12:00:00.000Z') {
  const path = `/v1/operator/invoices/${number}/void`;
  const body = { reason: 'Wrong address', rebill };
  const answer = await send(world, { method: 'POST', path, body, as: OPERATOR }, at);
  expect(answer.status).toBe(201);
  await drain(world);
  return answer.body.amendments[0];
}
/** A correction of what was used on a day, as the operator sends it (U9). */
const takenBack = (quantity: string, reportedOn: string) =>
  report(
    world,
    [{ ...used(`-${quantity}`, '2018-02-10'), recordId: `correction ${reportedOn}`, correctsRecordId: '2018-02-10' }],
    `${reportedOn}T12:00:00.000Z`,
  );
const balance = async () => (await ask(world, '/v1/invoices/summary')).body.balanceAmount;
const recordOf = async (invoiceId: string) => (await invoiceStore(world.table).ofProgram(invoiceId))!;
const charges = async (invoiceId: string) =>
  usageRows(world, await recordOf(invoiceId), 'usage').map((row) => row.PostTaxTotal);
const listed = async (invoiceId: string) =>
  (await ask(world, `/v1/invoices/${invoiceId}/lineitems/azure/billinglineitems`)).body.items.map(
    ({ postTaxTotal }: { postTaxTotal: number }) => postTaxTotal,
  );

describe('an invoice with metered use that is voided', () => {
  test('BIL-1: its note takes the use back, line by line, and the file adds up to it', async () => {
    const note = await voided(false);
    expect(note.totalCharges).toBe(-20);
    expect(await balance()).toBe(0);
    expect([await charges(note.id), await listed(note.id)]).toEqual([['-20.00'], [-20]]);
    expect((await recordOf(note.id)).usage?.totals.total, 'what its statement shows of metered use').toBe(-2000n);
  });

  test('BIL-9: each line of its note explains itself: what it takes back, negated', async () => {
    const note = await voided(false);
    const { items } = (await ask(world, `/v1/invoices/${note.id}/lineitems/azure/billinglineitems`)).body;
    expect(items).toMatchObject([
      {
        ...{ consumptionPrice: -20, consumptionDiscount: 0, pretaxCharges: -20, postTaxTotal: -20 },
        explanation: { event: 'InvoiceVoided', rule: 'L7 void', formula: '-(20 x 1)' },
      },
    ]);
  });

  test('BIL-1, USG-3: with `rebill` its use stands once more in its place, and never again after it', async () => {
    const { replacedBy } = await voided(true);
    expect(await balance()).toBe(20);
    expect([await charges(replacedBy), await listed(replacedBy)]).toEqual([['20.00'], [20]]);
    await report(world, [used('7', '2018-03-01')], '2018-03-01T12:00:00.000Z');
    await foldAll(world);
    await runDay(world, '2018-03-15');
    const [next] = await invoicesOf(world);
    expect(await charges(next!.invoiceId)).toEqual(['7.00']);
    expect(await balance()).toBe(27);
  });

  test.each`
    rebill   | balanceAfter | because
    ${false} | ${0}         | ${'what was forgiven is not given back once more'}
    ${true}  | ${15}        | ${'the invoice in its place stands, and of that it gives back'}
  `('BIL-1, U9: a correction of its use later leaves $balanceAfter: $because', async ({ rebill, balanceAfter }) => {
    await voided(rebill);
    await takenBack('5', '2018-03-01');
    await foldAll(world);
    await runDay(world, '2018-03-15');
    const [next] = await invoicesOf(world);
    expect(await charges(next!.invoiceId)).toEqual([rebill ? '-5.00' : '0.00']);
    const [line] = (await ask(world, `/v1/invoices/${next!.invoiceId}/lineitems/azure/billinglineitems`)).body.items;
    expect(line.explanation.formula).toBe(rebill ? '15.00 - 20.00' : '15.00 - 0.00 - 15.00');
    expect(await balance()).toBe(balanceAfter);
  });

  test('BIL-1, U6, U9: late usage after it is charged, and a correction gives back no more than that', async () => {
    await voided(false);
    const late = aRecord({
      recordId: 'late',
      subscriptionId: METERED,
      quantity: '4',
      usageStartTime: '2018-02-12T10:00:00Z',
    });
    await report(world, [late], '2018-03-01T12:00:00.000Z');
    await foldAll(world);
    await runDay(world, '2018-03-15');
    expect(await balance()).toBe(4);
    await takenBack('20', '2018-03-20');
    await foldAll(world);
    await runDay(world, '2018-04-15');
    expect(await balance(), 'the wrong use was forgiven before; the late use stays').toBe(4);
  });

  const noonOf = (month: number) => `2018-0${month}-01T12:00:00.000Z`;
  const steps = {
    correct: async (month: number) => {
      await takenBack('5', `2018-0${month}-01`);
      await foldAll(world);
    },
    note: async (month: number) => {
      const lines = [{ subscriptionId: METERED, amount: -3 }];
      const path = `/v1/operator/invoices/${standing()}/adjustments`;
      const body = { reason: 'Agreed', lines };
      const { status } = await send(world, { method: 'POST', path, body, as: OPERATOR }, noonOf(month));
      expect(status).toBe(201);
    },
    void: async (month: number) => void (await voided(false, noonOf(month))),
    rebill: async (month: number) => {
      replacement = (await voided(true, noonOf(month))).replacedBy;
    },
  } as const;
  let replacement: string | undefined;
  const standing = (): string => replacement ?? number;

  test.each`
    order                         | right | because
    ${'correct void'}             | ${0}  | ${'what was corrected was not due, and the rest is forgiven'}
    ${'void correct'}             | ${0}  | ${'what was forgiven is not given back once more'}
    ${'correct note void'}        | ${0}  | ${'the void takes the note back as well'}
    ${'note correct void'}        | ${0}  | ${'the void takes the note back as well'}
    ${'note void correct'}        | ${0}  | ${'the void takes the note back as well'}
    ${'correct rebill'}           | ${15} | ${'the invoice in its place stands, less the correction'}
    ${'rebill correct'}           | ${15} | ${'the invoice in its place stands, less the correction'}
    ${'correct note rebill'}      | ${15} | ${'the note went with the invoice that it was on'}
    ${'note rebill correct'}      | ${15} | ${'the note went with the invoice that it was on'}
    ${'note correct rebill'}      | ${15} | ${'the note went with the invoice that it was on'}
    ${'rebill note correct'}      | ${12} | ${'the note on the invoice in its place stands'}
    ${'rebill correct note'}      | ${12} | ${'the note on the invoice in its place stands'}
    ${'correct rebill note'}      | ${12} | ${'the note on the invoice in its place stands'}
    ${'note correct'}             | ${12} | ${'both are given back'}
    ${'correct note'}             | ${12} | ${'both are given back'}
    ${'rebill correct void'}      | ${0}  | ${'what stood in the place of it is forgiven'}
    ${'correct rebill void'}      | ${0}  | ${'what stood in the place of it is forgiven'}
    ${'rebill void correct'}      | ${0}  | ${'what stood in the place of it is forgiven'}
    ${'rebill note correct void'} | ${0}  | ${'what stood in the place of it is forgiven, with its note'}
  `('BIL-1, L7, U9: all documents of "$order" come to $right: $because', async ({ order, right }) => {
    replacement = undefined;
    let month = 3;
    for (const step of order.split(' ') as (keyof typeof steps)[]) {
      number = standing();
      await steps[step](month);
      await runDay(world, `2018-0${month}-15`);
      month += 1;
    }
    await runDay(world, `2018-0${month}-15`);
    expect(await balance()).toBe(right);
    await runDay(world, `2018-0${month + 1}-15`);
    expect(await balance(), 'and stay so').toBe(right);
  });

  test('BIL-9, L7: the line that takes credit back after a void says so, in the file with its day', async () => {
    await steps.correct(3);
    await runDay(world, '2018-03-15');
    await send(
      world,
      { method: 'POST', path: `/v1/operator/invoices/${number}/void`, body: { reason: 'Agreed' }, as: OPERATOR },
      '2018-03-20T12:00:00.000Z',
    );
    await drain(world);
    await runDay(world, '2018-04-15');
    const [newest] = await invoicesOf(world);
    const { items } = (await ask(world, `/v1/invoices/${newest!.invoiceId}/lineitems/azure/billinglineitems`)).body;
    expect(items).toMatchObject([
      {
        ...{ pretaxCharges: 5, chargeType: 'Offset a line item', consumedQuantity: 0 },
        explanation: { event: 'InvoiceVoided', rule: 'L7 void', formula: '0.00 - -5.00' },
      },
    ]);
    expect(usageRows(world, newest!, 'dailyrated').map(({ BillingPreTaxTotal }) => BillingPreTaxTotal)).toEqual(['5']);
    expect(await balance()).toBe(0);
  });

  test('USG-4: costs of the latest invoice are those that it has with the notes on it', async () => {
    await relate(world);
    const lines = [{ subscriptionId: METERED, amount: -5 }];
    const path = `/v1/operator/invoices/${number}/adjustments`;
    const { status } = await send(world, { method: 'POST', path, body: { reason: 'Agreed', lines }, as: OPERATOR });
    expect(status).toBe(201);
    const { body } = await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/mostrecent`);
    expect(body.pretaxTotal).toBe(15);
    const { items } = (await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/mostrecent/lineitems`)).body;
    expect(
      items.map((line: { chargeType: string; pretaxTotal: number }) => [line.chargeType, line.pretaxTotal]),
    ).toEqual([
      ['Assess usage fee for current cycle', 20],
      ['Offset a line item', -5],
    ]);
  });

  test.each`
    rebill   | shown   | because
    ${false} | ${null} | ${'none stands'}
    ${true}  | ${20}   | ${'the one in its place does'}
  `('USG-4: costs of the latest invoice are $shown after it, because $because', async ({ rebill, shown }) => {
    await relate(world);
    await voided(rebill);
    const { body } = await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/mostrecent`);
    expect(body.pretaxTotal).toBe(shown ?? 0);
    const { items } = (await ask(world, `/v1/customers/${CUSTOMER}/servicecosts/mostrecent/lineitems`)).body;
    const [newest] = await invoicesOf(world);
    const numbers = items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber);
    expect(numbers).toEqual(shown === null ? [] : [newest!.invoiceId]);
  });
});
