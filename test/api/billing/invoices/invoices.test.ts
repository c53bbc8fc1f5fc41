import { beforeAll, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { licenseWriter } from '../../../../functions/billing/invoices/operations/documents/license-file.ts';
import { ROWS_FORM } from '../../../../functions/billing/invoices/operations/documents/rows-form.ts';
import type { RunMessage } from '../../../../functions/billing/invoices/operations/run-message.ts';
import {
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
  licenseFile,
  licenseRows,
  OFFER,
  OTHER_ADMIN,
  PARTNER,
  runDay,
  runJob,
  SALES_AGENT,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { memoryFiles } from '../../../support/memory-ports.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';

const SECOND_CUSTOMER = idOf('c0', 2);
const CRM = idOf('0ffe', 2);

/** Two customers, two programs, a discount, a reseller and 10% tax: two invoices. */
async function invoiced({
  asLocked,
}: {
  asLocked?: (world: BillingWorld) => Promise<void>;
} = {}): Promise<BillingWorld> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ purchaseOrderNumber: 'PO-7781' }));
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(CRM, 'CRM Online, "Professional"', 'Dynamics CRM Online', 'crm'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, Inc.'));
  await deliver(world, aRelationship(SECOND_CUSTOMER, 'Contoso'));
  const [created, grown] = subscriptionEvents({ startOn: '2018-01-13' }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
  ]);
  const [crm] = subscriptionEvents({
    subscriptionId: idOf('5ab', 2),
    customerId: SECOND_CUSTOMER,
    offerId: CRM,
    quantity: 22,
    startOn: '2018-01-20',
    more: {
      friendlyName: 'Sales team',
      partnerIdOnRecord: '4390777',
      priceLock: {
        priceList: '2018-01',
        currency: 'USD',
        wholesale: '48.75',
        list: '65.00',
        discountPercent: '5',
        lockedAt: '2018-01-20T10:00:00Z',
      },
    },
  });
  await deliver(world, created!);
  await runDay(world, '2018-01-15');
  await deliver(world, crm!);
  await deliver(world, grown!);
  await runJob(world, '2018-02-15');
  await asLocked?.(world);
  await drain(world);
  return world;
}

let world: BillingWorld;
let number: string;
beforeAll(async () => {
  world = await invoiced();
  number = (await invoicesOf(world))[0]!.invoiceId;
});

describe('invoices', () => {
  test('BIL-1: are listed newest first, as the contract shapes them', async () => {
    const { status, body } = await ask(world, '/v1/invoices');
    expect(status).toBe(200);
    expect(body.totalCount).toBe(2);
    expect(body.items[0]).toMatchObject({
      id: number,
      invoiceDate: '2018-02-15T00:00:00Z',
      billingPeriodStartDate: '2018-01-15T00:00:00Z',
      billingPeriodEndDate: '2018-02-14T00:00:00Z',
      dueDate: '2018-04-16T00:00:00Z',
      currencyCode: 'USD',
      currencySymbol: '$',
      totalCharges: 1131.27,
      paidAmount: 0,
      previousBalance: 4.4,
      amountDue: 1135.67,
      documentType: 'invoice',
      invoiceType: 'Recurring',
      status: 'active',
      pdfDownloadLink: `/invoices/${number}/documents/statement`,
      attributes: { objectType: 'Invoice' },
    });
    expect(number).toMatch(/^D[0-9A-Z]{9}$/);
    expect(body.items[1].invoiceDate).toBe('2018-01-15T00:00:00Z');
    expect(body.links.next).toBeUndefined();
  });

  test('BIL-2: show charges by program and product, and no customer', async () => {
    const { body, text } = await ask(world, `/v1/invoices/${number}`);
    expect(body.charges).toEqual([
      { family: 'crm', product: 'Dynamics CRM Online', amount: 1018.87 },
      { family: 'ems', product: 'Enterprise Mobility Suite', amount: 9.55 },
    ]);
    expect(text).not.toMatch(/Fabrikam|Contoso|Sales team/);
    expect(text).not.toContain(CUSTOMER);
  });

  test.each`
    path                                                                                         | dates                           | because
    ${'?size=1'}                                                                                 | ${['2018-02-15']}               | ${'the first page'}
    ${'?size=1&offset=1'}                                                                        | ${['2018-01-15']}               | ${'the second'}
    ${'?offset=2'}                                                                               | ${[]}                           | ${'behind the last'}
    ${'?filter={"field":"invoice_date","operator":"equals","value":"2018-01-15"}'}               | ${['2018-01-15']}               | ${'that date'}
    ${'?filter={"Value":"2018-01-15T00:00:00Z","Operator":"GreaterThan","Field":"InvoiceDate"}'} | ${['2018-02-15']}               | ${'names and operators come in any case'}
    ${'?filter={"field":"invoice_date","operator":"less_than_or_equals","value":"2018-02-15"}'}  | ${['2018-02-15', '2018-01-15']} | ${'both'}
    ${'?filter={"field":"invoice_date","operator":"not_equals","value":"2018-02-15"}'}           | ${['2018-01-15']}               | ${'the other'}
  `('pages and filters: $path gives $because', async ({ path, dates }) => {
    const { body } = await ask(world, `/v1//invoices${path.replace(/\{.*\}/, encodeURIComponent)}`);
    expect(body.items.map(({ invoiceDate }: { invoiceDate: string }) => invoiceDate.slice(0, 10))).toEqual(dates);
  });

  test.each`
    path                                                                      | status | code      | because
    ${'/v1/invoices?size=0'}                                                  | ${400} | ${800002} | ${'a page has at least one invoice'}
    ${'/v1/invoices?size=201'}                                                | ${400} | ${800002} | ${'and at most 200'}
    ${'/v1/invoices?offset=-1'}                                               | ${400} | ${800002} | ${'an offset is not negative'}
    ${'/v1/invoices?filter=%7B%22field%22%3A%22total%22%7D'}                  | ${400} | ${800002} | ${'only the invoice date is filtered'}
    ${'/v1/invoices?filter=nonsense'}                                         | ${400} | ${800002} | ${'a filter is JSON'}
    ${'/v1/invoices/D000000000'}                                              | ${404} | ${1000}   | ${'nobody has this number'}
    ${'/v1/invoices/unbilled/documents/statement'}                            | ${404} | ${1000}   | ${'what is not invoiced has no statement'}
    ${'/v1/invoices/D000000000/lineitems/office/billinglineitems'}            | ${404} | ${1000}   | ${'nobody has this number'}
    ${'/v1/invoices/{id}/lineitems?provider=office'}                          | ${400} | ${3000}   | ${'the type is missing'}
    ${'/v1/invoices/{id}/lineitems?invoicelineitemtype=billinglineitems'}     | ${400} | ${3000}   | ${'the provider is missing'}
    ${'/v1/invoices/{id}/lineitems/office/usagelineitems'}                    | ${400} | ${800002} | ${'seats have no usage lines'}
    ${'/v1/invoices/{id}/lineitems/office/billinglineitems?size=2001'}        | ${400} | ${800002} | ${'a page has at most 2000 lines'}
    ${'/v1/invoices/{id}/lineitems?provider=office&invoicelineitemtype=none'} | ${400} | ${800002} | ${'there is no such type'}
    ${'/v1/invoices/{id}/reconciliationfiles/everything'}                     | ${400} | ${900126} | ${'there is no such file'}
    ${'/v1/invoices/unbilled?asOf=2018-01-01'}                                | ${400} | ${800002} | ${'that period is closed'}
    ${'/v1/invoices/unbilled?asOf=2018-02-30'}                                | ${400} | ${800002} | ${'there is no such day'}
    ${'/v1/invoices/unbilled?asOf=9999-12-31'}                                | ${400} | ${800002} | ${'what follows of that day has no year of four digits'}
  `('$path answers $status/$code: $because', async ({ path, status, code }) => {
    const answer = await ask(world, path.replace('{id}', number));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('PRG-12: another partner’s invoice is not found, nor its lines and documents', async () => {
    for (const path of [
      '',
      '/lineitems/office/billinglineitems',
      '/documents/statement',
      '/reconciliationfiles/license',
    ])
      expect((await ask(world, `/v1/invoices/${number}${path}`, OTHER_ADMIN)).body.code).toBe(1000);
    expect((await ask(world, '/v1/invoices', OTHER_ADMIN)).body.items).toEqual([]);
  });

  test.each(['Recurring-', 'OneTime-', 'recurring-'])('the number is found behind %s', async (prefix) => {
    expect((await ask(world, `/v1/invoices/${prefix}${number.toLowerCase()}`)).body.id).toBe(number);
  });

  test('ROL-2: sales agents see no money of the partner; an application sees lists, not documents', async () => {
    expect((await ask(world, '/v1/invoices', SALES_AGENT)).body.code).toBe(900150);
    expect((await ask(world, '/v1/invoices', APPLICATION)).status).toBe(200);
    expect((await ask(world, `/v1/invoices/${number}`, APPLICATION)).body.code).toBe(2032);
    expect((await ask(world, `/v1/invoices/${number}/documents/statement`, APPLICATION)).body.code).toBe(2032);
  });
});

describe('balances', () => {
  test('add up the issued invoices', async () => {
    const { body } = await ask(world, '/v1/invoices/summary');
    expect(body).toMatchObject({
      balanceAmount: 1135.67,
      currencyCode: 'USD',
      accountingDate: '2018-02-15T00:00:00Z',
      firstInvoiceCreationDate: '2018-01-15T00:00:00Z',
      latestInvoiceDate: '2018-02-15T00:00:00Z',
      lastPaymentDate: '0001-01-01T00:00:00Z',
      details: [{ invoiceType: 'Recurring', summary: { balanceAmount: 1135.67 } }],
    });
    expect((await ask(world, '/v1/invoices/summaries')).body.items).toEqual([body]);
  });

  test('are zero, with dates that say never, before the first invoice', async () => {
    const { body } = await ask(world, '/v1/invoices/summary', OTHER_ADMIN);
    expect(body).toMatchObject({
      balanceAmount: 0,
      currencyCode: 'EUR',
      firstInvoiceCreationDate: '0001-01-01T00:00:00Z',
    });
  });

  test('PRG-2, PRG-10: the billing account tells day, currency and open period', async () => {
    expect((await ask(world, '/v1/partner/billingaccount')).body).toMatchObject({
      partnerId: PARTNER,
      currencyCode: 'USD',
      billingDay: 15,
      signedDate: '2017-12-15T00:00:00Z',
      nextBillingDate: '2018-03-15T00:00:00Z',
      openPeriodStart: '2018-02-15T00:00:00Z',
      openPeriodEnd: '2018-03-14T00:00:00Z',
      paymentTermDays: 60,
      taxRatePercent: 10,
      balanceAmount: 1135.67,
    });
    expect((await ask(world, '/v1/partner/billingaccount', OTHER_ADMIN)).status).toBe(404);
  });
});

describe('lines', () => {
  const lines = async (query = '') =>
    (await ask(world, `/v1/invoices/${number}/lineitems/Office/BILLING_LINE_ITEMS${query}`)).body;

  test('BIL-3: add up to the invoice to the cent, and are those of the file', async () => {
    const { items } = await lines();
    const total = items.reduce(
      (sum: number, line: { totalForCustomer: number }) => sum + Math.round(line.totalForCustomer * 100),
      0,
    );
    expect(total).toBe(113_127);
    const [invoice] = await invoicesOf(world);
    const rows = licenseRows(world, invoice!);
    expect(items.map((line: { totalForCustomer: number }) => line.totalForCustomer.toFixed(2))).toEqual(
      rows.map((row) => row.TotalForCustomer),
    );
    expect(rows.reduce((sum, row) => sum + Math.round(Number(row.TotalForCustomer) * 100), 0)).toBe(113_127);
  });

  test('BIL-3: a name that begins like a formula is itself in JSON, and text in the file', async () => {
    const { items } = await lines();
    expect(items[0]).toMatchObject({ customerName: '=Fabrikam, Inc.', amount: expect.any(Number) });
    const [invoice] = await invoicesOf(world);
    expect(licenseRows(world, invoice!)[0]).toMatchObject({ CustomerName: "'=Fabrikam, Inc." });
  });

  test('have the shape that clients read', async () => {
    const { items } = await lines();
    expect(items.at(-1)).toMatchObject({
      partnerId: PARTNER,
      customerId: SECOND_CUSTOMER,
      customerName: 'Contoso',
      domainName: 'contoso.example',
      mpnId: 4390001,
      tier2MpnId: 4390777,
      orderId: idOf('0d', 1),
      syndicationPartnerSubscriptionNumber: idOf('5ab', 2).toUpperCase(),
      durableOfferId: CRM,
      offerName: 'CRM Online, "Professional"',
      billingCycleType: 'Monthly',
      subscriptionName: 'Sales team',
      subscriptionDescription: 'CRM Online, "Professional"',
      subscriptionStartDate: '2018-01-20T00:00:00Z',
      subscriptionEndDate: '2019-01-19T00:00:00Z',
      chargeStartDate: '2018-01-20T00:00:00Z',
      chargeEndDate: '2018-02-19T00:00:00Z',
      chargeType: 'Prorate fees when purchase',
      unitPrice: 48.75,
      quantity: 22,
      amount: 1072.5,
      totalOtherDiscount: 53.63,
      subtotal: 1018.87,
      tax: 101.89,
      totalForCustomer: 1120.76,
      currency: 'USD',
      invoiceLineItemType: 'billing_line_items',
      billingProvider: 'office',
    });
    expect(items[0]).toMatchObject({ customerName: '=Fabrikam, Inc.', tier2MpnId: -1, subscriptionName: 'Intune' });
  });

  test('BIL-9: every cent explains itself', async () => {
    const { items } = await lines();
    const subscription = idOf('5ab', 1);
    const [reversal, used, rest, cycle] = items;
    const changed = `${subscription.slice(0, 24)}${subscription.slice(-4)}00000002`;
    expect(reversal).toMatchObject({
      lineId: `${subscription}|1|evt:${changed}|0`,
      totalForCustomer: -4.4,
      explanation: {
        event: 'SubscriptionUpdated',
        eventId: changed,
        priceList: '2018-01',
        rule: 'R7 quantity',
        formula: '-(1 x 4.00 x 31/31)',
        taxRatePercent: 10,
        reversesLineId: `${subscription}|1|evt:${changed.slice(0, -1)}1|0`,
      },
    });
    expect(used.explanation.formula).toBe('1 x 4.00 x 19/31');
    expect(rest.explanation).toMatchObject({ formula: '2 x 4.00 x 12/31', cyclePrice: 4, cycleDays: 31, days: 12 });
    expect(cycle).toMatchObject({
      lineId: `${subscription}|1|cycle:2018-02-13|0`,
      explanation: { event: 'cycle start', rule: 'R7 monthly cycle start', formula: '2 x 4.00 x 28/28' },
    });
    for (const line of items)
      expect(line.explanation.roundingPolicy).toBe('exact, rounded once to the minor unit, half away from zero');
  });

  test('come page by page in a stable order', async () => {
    const all = (await lines()).items;
    const first = await lines('?size=2');
    expect(first.items).toEqual(all.slice(0, 2));
    expect(first.links.next.uri).toBe(`/invoices/${number}/lineitems/Office/BILLING_LINE_ITEMS?size=2&offset=2`);
    const last = await lines('?size=2&offset=4');
    expect(last.items).toEqual(all.slice(4));
    expect(last.links.next).toBeUndefined();
    expect((await lines('?offset=99')).items).toEqual([]);
  });

  test('the query form answers the same, its names and values in any case', async () => {
    const { body } = await ask(
      world,
      `/v1/invoices/${number}/lineitems?Provider=Office&InvoiceLineItemType=BillingLineItems`,
    );
    expect(body.items).toEqual((await lines()).items);
  });

  test.each([
    'azure/billinglineitems',
    'azure/usagelineitems',
    'onetime/billinglineitems',
    'all/billinglineitems',
    'marketplace/billinglineitems',
    'one_time/usagelineitems',
  ])('an invoice of seats has no lines of %s', async (kind) => {
    const { status, body } = await ask(world, `/v1/invoices/${number}/lineitems/${kind}`);
    expect([status, body.items]).toEqual([200, []]);
  });

  test('in another currency there are none', async () => {
    expect((await lines('?currencycode=EUR')).items).toEqual([]);
    expect((await lines('?currencycode=usd')).items).toHaveLength(5);
  });
});

describe('documents', () => {
  test('BIL-2: what is issued is kept apart from the parts; invoices of before are found where they were', async () => {
    const [record] = await invoicesOf(world);
    const issued = memoryFiles();
    for (const key of [record!.statementKey, record!.licenseFileKey])
      await issued.putOnce(key, world.files.stored.get(key)!, { contentType: 'x' });
    const nothing = memoryFiles();
    const paths = ['documents/statement', 'reconciliationfiles/license'];
    const statuses = async (deps: object, stored: object) => {
      const key = [...world.table.items].find(([, item]) => item.statementKey === record!.statementKey)![1];
      await world.table.write([{ put: { ...key, ...stored } }]);
      const elsewhere = { ...world, deps: { ...world.deps, ...deps } };
      return Promise.all(
        paths.map((path) =>
          ask(elsewhere, `/v1/invoices/${number}/${path}`).then(
            ({ status }) => status,
            () => 500,
          ),
        ),
      );
    };
    expect(record!.areIssuedApart).toBe(true);
    expect(await statuses({ issued, files: nothing }, {})).toEqual([200, 200]);
    expect(await statuses({ issued: nothing, files: issued }, {})).toEqual([500, 500]);
    expect(await statuses({ issued: nothing, files: issued }, { areIssuedApart: undefined })).toEqual([200, 200]);
    await statuses({}, { areIssuedApart: true });
  });

  test('BIL-9: a row of the file ends with the id that its line has in answers', async () => {
    const { body } = await ask(world, `/v1/invoices/${number}/lineitems/office/billinglineitems`);
    const rows = licenseRows(world, (await invoicesOf(world))[0]!);
    expect(rows.map(({ LineId }) => LineId)).toEqual(body.items.map(({ lineId }: { lineId: string }) => lineId));
  });

  test('BIL-3, BIL-9: a run that began before rows had ids writes none, and its lines are read', async () => {
    const before = await invoiced({
      async asLocked({ table, queue }) {
        const [{ billingOn }] = queue as [RunMessage];
        const period = [...table.items.values()].find(({ pk, sk }) => pk.endsWith('#PERIODS') && sk === billingOn)!;
        const { shape: _, kind: __, plan, ...rest } = period;
        const { rowsForm: ___, ...old } = plan as { rowsForm: number };
        await table.write([{ put: { ...rest, plan: old } }]);
      },
    });
    const [invoice] = await invoicesOf(before);
    expect(licenseFile(before, invoice!).split('\r\n')[0]).toMatch(/,BillingCycleType$/);
    const read = async (of: BillingWorld) =>
      (await ask(of, `/v1/invoices/${number}/lineitems/office/billinglineitems`)).body.items;
    const told = (await read(world)).map((line: { explanation: object }) => ({
      ...line,
      explanation: { ...line.explanation, taxRatePercent: undefined },
    }));
    expect(await read(before)).toEqual(told);
  });

  test('BIL-3: the license file has the contract’s columns and dates', async () => {
    const { status, text, headers } = await ask(world, `/v1/invoices/${number}/reconciliationfiles/License`);
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const [header, first] = text.split('\r\n');
    expect(header).toBe(
      'PartnerId,CustomerId,CustomerName,MPNID,ResellerMPNID,OrderId,SubscriptionId,SyndicationPartnerSubscriptionNumber,OfferId,DurableOfferId,OfferName,SubscriptionStartDate,SubscriptionEndDate,ChargeStartDate,ChargeEndDate,ChargeType,UnitPrice,Quantity,Amount,TotalOtherDiscount,Subtotal,Tax,TotalForCustomer,Currency,DomainName,SubscriptionName,SubscriptionDescription,BillingCycleType,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,LineId',
    );
    expect(first).toContain(`,"'=Fabrikam, Inc.",4390001,0,`);
    expect(first).toContain(
      ',1/13/2018 0:00,1/12/2019 23:59,1/13/2018 0:00,2/12/2018 23:59,Cycle instance prorate,-4.00,1,-4.00,0.00,-4.00,-0.40,-4.40,USD,',
    );
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text).toBe(licenseFile(world, (await invoicesOf(world))[0]!));
  });

  test.each`
    fileType        | first          | columns
    ${'usage'}      | ${'PartnerId'} | ${43}
    ${'usagedaily'} | ${'PartnerId'} | ${43}
    ${'onetime'}    | ${'PartnerId'} | ${47}
    ${'dailyrated'} | ${'PartnerId'} | ${57}
  `('the $fileType file of an invoice of seats is its header row', async ({ fileType, first, columns }) => {
    const { text } = await ask(world, `/v1/invoices/${number}/reconciliationfiles/${fileType}`);
    const [header, rest] = text.split('\r\n');
    expect([header!.split(',')[0], header!.split(',').length, rest]).toEqual([first, columns, '']);
  });

  test('BIL-2: the statement is a PDF with what a payer needs, and no customer', async () => {
    const answer = await ask(world, `/v1/invoices/${number}/documents/statement`);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename=Invoice_${number}.pdf`,
    });
    const text = pdfTexts(Buffer.from(answer.text, 'latin1')).join(' ').replaceAll('\u00a0', ' ');
    for (const part of [
      `Invoice number ${number}`,
      'Invoice date 15 February 2018',
      '15 January – 14 February 2018',
      'Due date 16 April 2018',
      'PO number PO-7781',
      'Northlight Resellers Inc.',
      'Portland, OR 97201',
      'Dynamics CRM Online Dynamics CRM Online 1,018.87',
      'License-based charges USD 1,082.05',
      'Discounts -USD 53.63',
      'Subtotal USD 1,028.42',
      'Tax (10%) USD 102.85',
      'Total current charges USD 1,131.27',
      'Previous balance USD 4.40',
      'Amount due USD 1,135.67',
      'Net 60 days.',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/Fabrikam|Contoso|Sales team/);
  });

  test('a file too large for one answer comes compressed, or as a link that lives minutes', async () => {
    const [invoice] = await invoicesOf(world);
    const key = { pk: `BILLING#${PARTNER}#INVOICES`, sk: invoice!.invoiceOn };
    await world.table.write([{ update: key, set: { licenseTextBytes: 5_000_000 } }]);
    const linked = await ask(world, `/v1/invoices/${number}/reconciliationfiles/license`);
    expect([linked.status, linked.text]).toEqual([302, '']);
    expect(linked.headers.location).toContain('https://');
    await world.table.write([{ update: key, set: { licenseTextBytes: invoice!.licenseTextBytes } }]);
  });
});

describe('BIL-10: the dry run', () => {
  const preview = async (asOf?: string) =>
    (await ask(world, `/v1/invoices/unbilled${asOf === undefined ? '' : `?asOf=${asOf}`}`)).body;

  test.each`
    asOf            | period                          | total      | because
    ${undefined}    | ${['2018-02-15', '2018-03-14']} | ${1120.76} | ${'by today, the 20th, the second CRM cycle was charged'}
    ${'2018-02-19'} | ${['2018-02-15', '2018-03-14']} | ${0}       | ${'the day before nothing was'}
    ${'2018-03-13'} | ${['2018-02-15', '2018-03-14']} | ${1129.56} | ${'with the cycle that begins that day'}
    ${'2018-03-15'} | ${['2018-02-15', '2018-03-14']} | ${1129.56} | ${'as of the billing date its whole invoice'}
    ${'2018-04-01'} | ${['2018-03-15', '2018-04-14']} | ${1120.76} | ${'a later day shows its own period so far'}
  `('as of $asOf: $total, $because', async ({ asOf, period, total }) => {
    const invoice = await preview(asOf);
    expect(invoice).toMatchObject({
      id: 'unbilled',
      documentType: 'none',
      totalCharges: total,
      previousBalance: 1135.67,
    });
    expect(
      [invoice.billingPeriodStartDate, invoice.billingPeriodEndDate].map((date: string) => date.slice(0, 10)),
    ).toEqual(period);
  });

  test('BIL-10, API-1: the last day that is computed with has an answer, and every spelling means its day', async () => {
    const { billingPeriodEndDate } = await preview('9998-12-31');
    expect(billingPeriodEndDate).toBe('9999-01-14T00:00:00Z');
    const plain = await preview('2018-03-13');
    for (const asOf of ['2018-03-13T12:00:00Z', '2018-03-14T01:00:00%2B02:00', '3/13/2018', '2018-03-72'])
      expect(await preview(asOf), asOf).toEqual(plain);
  });

  test('writes nothing, and the run gives the same', async () => {
    const before = JSON.stringify([...world.table.items]);
    const { totalCharges } = await preview('2018-03-15');
    expect(JSON.stringify([...world.table.items])).toBe(before);
    const copy = await invoiced();
    await runDay(copy, '2018-03-15');
    const [invoice] = await invoicesOf(copy);
    expect(Number(invoice!.totals.total) / 100).toBe(totalCharges);
  });
});

test('PRG-10: a line in another currency than the partner’s is not written, nor any of its subscription', () => {
  const writer = licenseWriter({
    partnerId: PARTNER,
    mpnId: '',
    currency: 'EUR',
    taxRates: [],
    rowsForm: ROWS_FORM,
    offerName: () => '',
  });
  const line = { amount: 1n, term: { lock: { currency: 'USD', discountPercent: '0' } } };
  const subscription = { customerId: CUSTOMER, subscriptionId: idOf('5ab', 1), orderId: idOf('0d', 1), offerId: OFFER };
  const about = { subscription, ledger: { friendlyName: '' }, customer: { name: '', domain: '' }, lines: [line] };
  expect(() => writer.add(about as never)).toThrow('one currency');
});
