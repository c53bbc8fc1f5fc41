import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
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
  invoicesOf,
  mark,
  OFFER,
  OPERATOR,
  OTHER_ADMIN,
  runDay,
  SALES_AGENT,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { exampleReceipt } from '../../../support/seller.ts';

const AT = '2018-02-20T12:00:00.000Z';

/** A partner of a country with one invoice of 40.00 and 5 percent tax. */
async function invoiced(country: string): Promise<BillingWorld> {
  const world = billingWorld();
  const address = { country, city: '台北市', addressLine1: '信義路五段7號', postalCode: '110' };
  await deliver(
    world,
    aPartnerChanged({ country, taxId: '12345675', billTo: { companyName: '北光股份有限公司', address } }),
  );
  await world.table.write([{ update: accountKey(aPartnerChanged().tenantId), set: { taxRatePercent: '5' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const event of subscriptionEvents({ startOn: '2018-01-20', quantity: 10 })) await deliver(world, event);
  await runDay(world, '2018-02-15');
  return world;
}
const numberOf = async (world: BillingWorld) => (await invoicesOf(world))[0]!.invoiceId;
const receiptOf = (invoiceId: string, receiptId = `E${invoiceId.slice(1)}`) =>
  `/v1/invoices/${invoiceId}/receipts/${receiptId}/documents/statement`;

describe('a tax receipt', () => {
  let world: BillingWorld;
  let back: () => void;
  let number: string;
  beforeAll(async () => {
    world = await invoiced('TW');
    number = await numberOf(world);
    back = mark(world);
  });
  beforeEach(() => back());

  test('BIL-2: is named by the invoice, in a market that has them, and handed out as PDF', async () => {
    const { body } = await ask(world, `/v1/invoices/${number}`);
    const [receipt, ...others] = body.taxReceipts;
    expect(others).toEqual([]);
    expect(receipt.id).toBe(`E${number.slice(1)}`);
    const answer = await ask(world, `/v1${receipt.taxReceiptPdfDownloadLink}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename=E-Tax-${receipt.id}.pdf`);
    const text = (await pdfTexts(Buffer.from(answer.text, 'latin1'))).join('\n');
    for (const shown of ['Tax receipt', receipt.id, number, '40.00', '2.00', '42.00', 'Tax id 12345675'])
      expect(text).toContain(shown);
    expect(text).not.toContain('Fabrikam');
    const [listed] = (await ask(world, '/v1/invoices')).body.items;
    expect(listed.taxReceipts).toEqual(body.taxReceipts);
    expect((await ask(world, receiptOf(number, receipt.id.toLowerCase()))).status).toBe(200);
  });

  test('BIL-11: is the same bytes for the same invoice', async () => {
    const [invoice] = await invoicesOf(world);
    const profile = aPartnerChanged({ country: 'TW' }).detail as never;
    const [first, again] = [
      await exampleReceipt({ invoice: invoice!, profile }),
      await exampleReceipt({ invoice: invoice!, profile }),
    ];
    expect(Buffer.compare(Buffer.from(first), Buffer.from(again))).toBe(0);
  });

  test.each`
    as             | path                                    | status | code      | because
    ${ADMIN_AGENT} | ${() => receiptOf(number, 'E00000000')} | ${404} | ${1000}   | ${'the invoice has no such receipt'}
    ${ADMIN_AGENT} | ${() => receiptOf(number, number)}      | ${404} | ${1000}   | ${'its own number is none'}
    ${ADMIN_AGENT} | ${() => receiptOf('D000000000')}        | ${404} | ${1000}   | ${'there is no such invoice'}
    ${OTHER_ADMIN} | ${() => receiptOf(number)}              | ${404} | ${1000}   | ${'it is another partner’s'}
    ${SALES_AGENT} | ${() => receiptOf(number)}              | ${403} | ${900150} | ${'a sales agent sees no invoices'}
    ${APPLICATION} | ${() => receiptOf(number)}              | ${403} | ${2032}   | ${'an application alone gets no documents'}
  `('is refused with $status/$code, because $because', async ({ as, path, status, code }) => {
    const { status: found, body } = await ask(world, path(), as);
    expect([found, body.code]).toEqual([status, code]);
  });

  test('L7: a note has none, and the invoice in the place of another has its own once that is written', async () => {
    const path = `/v1/operator/invoices/${number}/void`;
    const body = { reason: 'Wrong address', rebill: true };
    const { body: voided } = await send(world, { method: 'POST', path, body, as: OPERATOR }, AT);
    const [note] = voided.amendments;
    expect(note.taxReceipts).toBeUndefined();
    expect((await ask(world, receiptOf(note.id))).status).toBe(404);
    const before = await ask(world, receiptOf(note.replacedBy));
    expect([before.status, before.headers['retry-after']]).toEqual([202, '5']);
    expect((await ask(world, `/v1/invoices/${note.replacedBy}`)).body.taxReceipts).toBeUndefined();
    await drain(world);
    expect((await ask(world, receiptOf(note.replacedBy))).status).toBe(200);
    const [receipt] = (await ask(world, `/v1/invoices/${note.replacedBy}`)).body.taxReceipts;
    expect(receipt.id).toBe(`E${note.replacedBy.slice(1)}`);
    expect((await ask(world, receiptOf(note.id))).status).toBe(404);
    expect((await ask(world, receiptOf(number))).status).toBe(200);
  });
});

test('BIL-2: markets without receipts have none', async () => {
  const world = await invoiced('US');
  const number = await numberOf(world);
  expect((await ask(world, `/v1/invoices/${number}`)).body).not.toHaveProperty('taxReceipts');
  const { status, body } = await ask(world, receiptOf(number));
  expect([status, body.code]).toEqual([404, 1000]);
});
