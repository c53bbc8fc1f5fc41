import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountKey } from '../../../../functions/billing/accounts/store/keys.ts';
import { caseStore } from '../../../../functions/billing/history/store/case-store.ts';
import type { InvoiceRecord } from '../../../../functions/billing/invoices/store/invoice-item.ts';
import { invoiceKey } from '../../../../functions/billing/invoices/store/keys.ts';
import { batchIdOf } from '../../../../functions/billing/usage/store/batch-item.ts';
import { batchStore } from '../../../../functions/billing/usage/store/batch-store.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
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
  idOf,
  invoicesOf,
  licenseRows,
  OFFER,
  PARTNER,
  runDay,
  send,
  subscriptionEvents,
  usageRows,
} from '../../../support/billing-world.ts';
import { pdfTexts } from '../../../support/pdf-text.ts';
import { aRateBook, type BookParts } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const SECOND = idOf('a2e', 2);
const UNKNOWN_METER = idOf('3e7e', 9);
const FULL_PRICE = idOf('3e7e', 2);

/** P10: two tiers, 100 units included, 15 percent off. */
const RATES: BookParts = {
  meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.105' }, included: '100' }] },
  terms: [{ name: 'Wholesale', from: '2017-12-01', discount: '0.15' }],
};

/** A partner of day 15 with a metered subscription; with `seats` also one of seats. 10 percent tax. */
async function metered({ seats = false, rates = RATES }: { seats?: boolean; rates?: BookParts } = {}) {
  const world = billingWorld({ rates: () => aRateBook(rates) });
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent: '10' } }]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, Inc.'));
  const [bought] = meteredEvents({ startOn: '2018-01-16', offerId: AZURE });
  await deliver(world, bought!);
  if (seats) for (const event of subscriptionEvents({ startOn: '2018-01-16' })) await deliver(world, event);
  return world;
}

const use = (world: BillingWorld, on: string, quantity: string, more: Parameters<typeof aSheetRow>[0] = {}) =>
  putSheets(world.deps, [
    aDaySheet({ usageOn: day(on), rows: [aSheetRow({ reportedOn: day(on), quantity, ...more })] }),
  ]);

const cents = (text: string | undefined): number => Math.round(Number(text) * 100);
const sumOf = (rows: readonly Record<string, string>[], column: string): number =>
  rows.reduce((sum, row) => sum + cents(row[column]), 0);
const total = ({ totals }: InvoiceRecord): number => Number(totals.total);

describe('an invoice with usage', () => {
  let world: BillingWorld;
  let invoice: InvoiceRecord;
  beforeAll(async () => {
    world = await metered({ seats: true });
    const facts = { tags: { team: 'a' }, additionalInfo: { size: 'D2, "big"' }, project: 'Apollo', serviceInfo: 'x' };
    await use(world, '2018-01-20', '1500.5', { facts });
    await use(world, '2018-02-10', '1250');
    await runDay(world, '2018-02-15');
    [invoice] = (await invoicesOf(world)) as [InvoiceRecord];
  });

  test('BIL-1, BIL-3: seats, usage, tax and the files add up to the invoice to the cent', () => {
    const [license, usage] = [licenseRows(world, invoice), usageRows(world, invoice, 'usage')];
    expect(usage.map((row) => row.PretaxCharges)).toEqual(['102.00', '147.31']);
    expect(usage.map((row) => row.TaxAmount)).toEqual(['10.20', '14.73']);
    expect(sumOf(license, 'TotalForCustomer') + sumOf(usage, 'PostTaxTotal')).toBe(total(invoice));
    expect(invoice.totals).toEqual({
      amount: 400n + 12000n + 17330n,
      discount: 1800n + 2599n,
      subtotal: 400n + 10200n + 14731n,
      tax: 40n + 1020n + 1473n,
      total: 440n + 11220n + 16204n,
    });
    expect(invoice.usage).toMatchObject({ lineCount: 2, dayCount: 2, ratedCount: 2, totals: { total: 27424n } });
  });

  test('BIL-2: charges by program and product have metered services too', () => {
    expect(invoice.charges).toEqual([
      { family: 'azure', product: 'Microsoft Azure', amount: 24931n },
      { family: 'ems', product: 'Enterprise Mobility Suite', amount: 400n },
    ]);
  });

  test('BIL-3: rows of the usage file say what the contract says', () => {
    const [row] = usageRows(world, invoice, 'usage');
    expect(row).toEqual({
      PartnerId: PARTNER,
      PartnerName: 'Northlight Resellers',
      PartnerBillableAccountId: PARTNER,
      CustomerCompanyName: "'=Fabrikam, Inc.",
      MPNID: '4390001',
      ResellerMPNID: '0',
      InvoiceNumber: invoice.invoiceId,
      ChargeStartDate: '1/15/2018 0:00',
      ChargeEndDate: '2/14/2018 23:59',
      SubscriptionId: METERED.toUpperCase(),
      SubscriptionName: 'Azure',
      SubscriptionDescription: 'Azure',
      OrderID: idOf('0d', 1),
      ServiceName: 'Compute',
      ServiceType: '',
      ResourceGuid: METER,
      ResourceName: `Meter ${METER}`,
      Region: '',
      Sku: AZURE,
      DetailLineItemId: '1',
      ConsumedQuantity: '1100',
      IncludedQuantity: '100',
      OverageQuantity: '1000',
      ListPrice: '0.12',
      PretaxCharges: '102.00',
      TaxAmount: '10.20',
      PostTaxTotal: '112.20',
      Currency: 'USD',
      PretaxEffectiveRate: '0.102',
      PostTaxEffectiveRate: '0.1122',
      ChargeType: 'Assess usage fee for current cycle',
      CustomerId: CUSTOMER,
      DomainName: 'fabrikaminc.example',
      BillingCycleType: 'Monthly',
      Unit: '1 Hour',
      CustomerBillableAccount: '',
      UsageDate: '',
      MeteredRegion: '',
      MeteredService: '',
      MeteredServiceType: '',
      Project: '',
      ServiceInfo: '',
      LineId: `${METERED}|${METER}|2018-01-15|1`,
    });
  });

  test('BIL-3: the daily file has a row of every day, and no money', () => {
    const [row, other] = usageRows(world, invoice, 'usagedaily');
    expect(row).toMatchObject({
      ConsumedQuantity: '1500.5',
      PretaxCharges: '',
      ChargeType: '',
      CustomerId: CUSTOMER,
      Unit: '1 Hour',
      CustomerBillableAccount: CUSTOMER,
      UsageDate: '1/20/2018 0:00',
      MeteredRegion: 'westeurope',
      MeteredService: 'Compute',
      Project: 'Apollo',
      ServiceInfo: 'x',
      LineId: '',
    });
    expect(other).toMatchObject({ ConsumedQuantity: '1250', UsageDate: '2/10/2018 0:00', Project: '' });
  });

  test('BIL-3: the daily rated file adds up to the usage file before rounding', () => {
    const rows = usageRows(world, invoice, 'dailyrated');
    expect(rows[0]).toMatchObject({
      CustomerCountry: 'US',
      InvoiceNumber: invoice.invoiceId,
      ProductId: AZURE,
      UsageDate: '1/20/2018 0:00',
      MeterCategory: 'Compute',
      MeterId: METER,
      ResourceGroup: 'web',
      Tags: '{"team":"a"}',
      AdditionalInfo: '{"size":"D2, \\"big\\""}',
      Quantity: '1500.5',
      BillingCurrency: 'USD',
      PCToBCExchangeRate: '1',
      RateOfPartnerEarnedCredit: '0.15',
      HasPartnerEarnedCredit: 'True',
      PartnerEarnedCreditPercentage: '15',
      CreditType: '',
    });
    const exact = rows.reduce((sum, row) => sum + Math.round(Number(row.BillingPreTaxTotal) * 1e6), 0);
    expect(exact).toBe(102_000000 + 147_307125);
  });

  test('BIL-2: the statement tells charges of licences and of usage apart', async () => {
    const texts = await pdfTexts(Buffer.from(world.files.stored.get(invoice.statementKey)!));
    const rowOf = (term: string): string => texts.slice(texts.indexOf(term)).slice(0, 3).join(' ');
    expect(rowOf('License-based charges')).toContain('USD\u00a04.00');
    expect(rowOf('Usage-based charges')).toContain('USD\u00a0293.30');
    expect(rowOf('Discounts')).toContain('-USD\u00a043.99');
  });
});

describe('lines of usage', () => {
  let world: BillingWorld;
  let number: string;
  beforeAll(async () => {
    const terms = [{ name: 'Wholesale', from: '2017-12-01', discount: '0.15', excludes: [FULL_PRICE] }];
    const meters = { ...RATES.meters, [FULL_PRICE]: [{ from: '2017-12-01', rates: { 0: '1' } }] };
    world = await metered({ seats: true, rates: { meters, terms } });
    await use(world, '2018-01-20', '1500.5', { facts: { tags: { team: 'a' } } });
    await use(world, '2018-02-10', '1250');
    await putSheets(world.deps, [
      aDaySheet({
        usageOn: day('2018-02-11'),
        rows: [aSheetRow({ reportedOn: day('2018-02-11'), meterId: FULL_PRICE, quantity: '2.5' })],
      }),
    ]);
    await runDay(world, '2018-02-15');
    number = (await invoicesOf(world))[0]!.invoiceId;
  });

  const lines = async (path: string) => (await ask(world, `/v1/invoices/${number}/lineitems/${path}`)).body;

  test('BIL-1: the invoice leads to them, and to them alone', async () => {
    const { body } = await ask(world, `/v1/invoices/${number}`);
    const details = body.invoiceDetails.map(({ billingProvider, invoiceLineItemType, links }: never) => [
      billingProvider,
      invoiceLineItemType,
      (links as { self: { uri: string } }).self.uri,
    ]);
    expect(details).toEqual([
      ['office', 'billing_line_items', `/invoices/${number}/lineitems/Office/BillingLineItems`],
      ['azure', 'billing_line_items', `/invoices/${number}/lineitems/Azure/BillingLineItems`],
      ['azure', 'usage_line_items', `/invoices/${number}/lineitems/Azure/UsageLineItems`],
    ]);
    for (const [, , uri] of details) expect((await ask(world, `/v1${uri}`)).body.items).not.toEqual([]);
  });

  test('BIL-3, BIL-9: billed usage, as clients read it, explains every cent', async () => {
    const { items } = await lines('azure/billinglineitems');
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({
      billingProvider: 'azure',
      invoiceLineItemType: 'billing_line_items',
      customerCompanyName: '=Fabrikam, Inc.',
      mpnId: 4390001,
      tier2MpnId: -1,
      invoiceNumber: number,
      subscriptionId: METERED.toUpperCase(),
      resourceGuid: METER,
      detailLineItemId: 1,
      consumedQuantity: 1100,
      includedQuantity: 100,
      overageQuantity: 1000,
      listPrice: 0.12,
      consumptionPrice: 120,
      consumptionDiscount: 18,
      pretaxCharges: 102,
      taxAmount: 10.2,
      postTaxTotal: 112.2,
      pretaxEffectiveRate: 0.102,
      chargeStartDate: '2018-01-15T00:00:00Z',
      chargeEndDate: '2018-02-14T00:00:00Z',
      lineId: `${METERED}|${METER}|2018-01-15|1`,
      explanation: {
        priceList: 'azure/USD/US/2017-12-01',
        rule: 'U4 usage',
        formula: '1000 x 0.12 x (1 - 0.15)',
        includedQuantity: 100,
        positionFrom: 0,
        positionTo: 1000,
        discountTerms: ['Wholesale'],
        taxRatePercent: 10,
        days: [{ date: '2018-01-20T00:00:00Z', quantity: 1100 }],
      },
    });
  });

  test('BIL-3: usage by day has no money', async () => {
    const { items } = await lines('azure/usagelineitems');
    expect(items.map(({ usageDate, consumedQuantity }: never) => [usageDate, consumedQuantity]).sort()).toEqual([
      ['2018-01-20T00:00:00Z', 1500.5],
      ['2018-02-10T00:00:00Z', 1250],
      ['2018-02-11T00:00:00Z', 2.5],
    ]);
    expect(items[0]).toMatchObject({ billingProvider: 'azure', invoiceLineItemType: 'usage_line_items' });
    expect(items[0]).not.toHaveProperty('pretaxCharges');
  });

  test.each(['onetime', 'all', 'marketplace'])('BIL-3: rated usage of %s is marketplace', async (provider) => {
    const { items } = await lines(`${provider}/usagelineitems`);
    const rated = items.find(({ usageDate }: { usageDate: string }) => usageDate === '2018-01-20T00:00:00Z');
    expect(rated).toMatchObject({
      billingProvider: 'marketplace',
      invoiceLineItemType: 'usage_line_items',
      customerCountry: 'US',
      tags: '{"team":"a"}',
      additionalInfo: '',
      quantity: 1500.5,
      billingPreTaxTotal: 137.744625,
      rateOfPartnerEarnedCredit: 0.15,
      hasPartnerEarnedCredit: true,
    });
    expect((await lines(`${provider}/billinglineitems`)).items).toEqual([]);
  });

  test('BIL-3: in another currency there are none', async () => {
    expect((await lines('all/usagelineitems?currencycode=usd')).items).toHaveLength(3);
    expect((await lines('all/usagelineitems?currencycode=eur')).items).toEqual([]);
  });

  test('BIL-3: pages by offset and by token are the same lines in the same order', async () => {
    for (const path of ['azure/billinglineitems', 'azure/usagelineitems', 'all/usagelineitems']) {
      const all = (await lines(path)).items;
      const byOffset = [];
      for (let offset = 0; offset < all.length; offset += 2)
        byOffset.push(...(await lines(`${path}?size=2&offset=${offset}`)).items);
      expect(byOffset).toEqual(all);
      const first = await lines(`${path}?size=2&seekOperation=First`);
      const second = await send(
        world,
        {
          path: `/v1/invoices/${number}/lineitems/${path}?seekOperation=Next`,
          as: ADMIN_AGENT,
          headers: { 'MS-ContinuationToken': first.continuationToken },
        },
        '2018-02-20T12:00:00.000Z',
      );
      expect([...first.items, ...second.body.items]).toEqual(all);
    }
  });

  test('BIL-9: a usage line explains itself by its id, in members and sentences', async () => {
    const { items } = await lines('azure/billinglineitems');
    for (const line of items) {
      const { status, body } = await ask(world, `/v1/invoices/${number}/lineitems/${encodeURIComponent(line.lineId)}`);
      expect([status, body.lineItem]).toEqual([200, line]);
    }
    const { body } = await ask(
      world,
      `/v1/invoices/${number}/lineitems/${METERED.toUpperCase()}|${METER}|2018-01-15|1`,
    );
    expect(body.text).toBe(
      `Assess usage fee for current cycle: Meter ${METER} (meter ${METER}) of Azure for =Fabrikam, Inc., 2018-01-15 to 2018-02-14 ` +
        `(subscription ${METERED.toUpperCase()}). Used were 1100 x 1 Hour: 1100 on 2018-01-20. Of these 100 are included, 1000 are charged. ` +
        'By the rate card azure/USD/US/2017-12-01 a unit costs 0.12 USD in the tier from 0; in its period these are the billable units from 0 to 1000. ' +
        'Wholesale takes off 0.15 of the list price. By rule U4 usage: 1000 x 0.12 x (1 - 0.15) = 102 USD ' +
        '(exact, rounded once to the minor unit, half away from zero); with tax of 10.2 (10 percent) it is 112.2 USD.',
    );
    const strange = await ask(world, `/v1/invoices/${number}/lineitems/${METERED}|${METER}|2018-01-15|9`);
    expect(strange.body.code).toBe(1000);
  });

  test('BIL-3: the files of usage are downloaded like that of seats, with a mark, compressed or by a link', async () => {
    const [invoice] = (await invoicesOf(world)) as [InvoiceRecord];
    const key = invoiceKey(PARTNER, day('2018-02-15'));
    for (const type of ['usage', 'usagedaily', 'dailyrated'] as const) {
      const path = `/v1/invoices/${number}/reconciliationfiles/${type}`;
      const text = gunzipSync(world.files.stored.get(invoice.usageFiles![type].key)!).toString('utf8');
      expect((await ask(world, path)).text).toBe(text);
      expect((await ask(world, `${path}?bom=true`)).text).toBe(`\uFEFF${text}`);
      const file = { ...invoice.usageFiles![type], textBytes: 5_000_000 };
      await world.table.write([{ update: key, set: { usageFiles: { ...invoice.usageFiles, [type]: file } } }]);
      const { status, headers } = await ask(world, path);
      expect([status, headers.location]).toEqual([302, expect.stringContaining(type)]);
      await world.table.write([{ update: key, set: { usageFiles: invoice.usageFiles } }]);
    }
  });
});

describe('USG-1: what is billed when', () => {
  test('an invoice of usage alone has a license file of its header alone', async () => {
    const world = await metered();
    await use(world, '2018-01-20', '200');
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    expect(invoice).toMatchObject({ lineCount: 0, totals: { subtotal: 1020n, tax: 102n } });
    expect(licenseRows(world, invoice!)).toEqual([]);
  });

  test('a subscription that used nothing is on no invoice, and has no file', async () => {
    const world = await metered({ seats: true });
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    expect(invoice!.usage).toBeUndefined();
    expect(invoice!.usageFiles).toBeUndefined();
  });

  test('USG-1: late usage is on the next invoice, with its own period, at the position that was reached', async () => {
    const world = await metered();
    await use(world, '2018-01-20', '600');
    await runDay(world, '2018-02-15');
    await use(world, '2018-01-21', '600', { reportedOn: day('2018-02-20') });
    await use(world, '2018-02-18', '50');
    await runDay(world, '2018-03-15');
    const [second, first] = (await invoicesOf(world)) as [InvoiceRecord, InvoiceRecord];
    expect(usageRows(world, first, 'usage')).toMatchObject([
      { IncludedQuantity: '100', OverageQuantity: '500', DetailLineItemId: '1' },
    ]);
    expect(usageRows(world, second, 'usage')).toMatchObject([
      { ChargeStartDate: '1/15/2018 0:00', OverageQuantity: '500', ListPrice: '0.12', DetailLineItemId: '2' },
      { ChargeStartDate: '1/15/2018 0:00', OverageQuantity: '100', ListPrice: '0.105', DetailLineItemId: '3' },
      { ChargeStartDate: '2/15/2018 0:00', IncludedQuantity: '50', OverageQuantity: '0', DetailLineItemId: '1' },
    ]);
    expect(sumOf(usageRows(world, second, 'usage'), 'PostTaxTotal')).toBe(total(second));
  });

  test('USG-3, PRG-3: use of a period that was invoiced in another region is rated, and corrected, by that one’s card', async () => {
    const priced = (rate: string) => aRateBook({ meters: { [METER]: [{ from: '2017-12-01', rates: { 0: rate } }] } });
    const world = billingWorld({ rates: (region) => priced(region === 'US' ? '1' : '2') });
    await deliver(world, aPartnerChanged());
    await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!);
    await use(world, '2018-01-20', '100');
    await runDay(world, '2018-02-15');
    await deliver(world, aPartnerChanged({ region: 'EU' }, 2));
    await use(world, '2018-01-21', '10', { reportedOn: day('2018-02-20') });
    await use(world, '2018-02-18', '5');
    const charges = async () => {
      const [newest] = await invoicesOf(world);
      return usageRows(world, newest!, 'usage').map((row) => [row.ChargeStartDate, row.ListPrice, row.PretaxCharges]);
    };
    const expected = [
      ['1/15/2018 0:00', '1', '10.00'],
      ['2/15/2018 0:00', '2', '10.00'],
    ];
    const estimate = await ask(world, '/v1/invoices/unbilled?asOf=2018-03-14', ADMIN_AGENT, '2018-03-14T12:00:00.000Z');
    expect(estimate.body.totalCharges).toBe(20);
    await runDay(world, '2018-03-15');
    expect(await charges()).toEqual(expected);
    await use(world, '2018-01-22', '-20', { reportedOn: day('2018-03-20'), corrections: '-20' });
    await runDay(world, '2018-04-15');
    expect(await charges()).toEqual([['1/15/2018 0:00', '0', '-20.00']]);
  });

  test('USG-1: what is reported on the billing date is on the next invoice', async () => {
    const world = await metered();
    await use(world, '2018-02-14', '300', { reportedOn: day('2018-02-15') });
    await runDay(world, '2018-02-15');
    expect(await invoicesOf(world)).toEqual([]);
    await runDay(world, '2018-03-15');
    const [invoice] = await invoicesOf(world);
    expect(usageRows(world, invoice!, 'usage')).toMatchObject([
      { ChargeStartDate: '1/15/2018 0:00', OverageQuantity: '200' },
    ]);
  });

  test('USG-3: usage of a subscription that was suspended in the period says so', async () => {
    const world = await metered();
    const [, suspended] = meteredEvents({ startOn: '2018-01-16', offerId: AZURE }, [
      { type: 'SubscriptionSuspended', on: '2018-02-01', change: { status: 'suspended' } },
    ]);
    await deliver(world, suspended!);
    await use(world, '2018-01-20', '200');
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    expect(usageRows(world, invoice!, 'usage')).toMatchObject([{ ChargeType: 'Assess usage fee when cancel' }]);
  });
});

test.each`
  reportedAt                    | runs                            | issued | because
  ${'2018-02-14T23:59:59.000Z'} | ${['2018-02-15']}               | ${0}   | ${'it was reported within the period'}
  ${'2018-02-14T23:59:59.000Z'} | ${['2018-02-15', '2018-02-16']} | ${1}   | ${'a run waits for a day at most'}
  ${'2018-02-15T00:00:00.000Z'} | ${['2018-02-15']}               | ${1}   | ${'what is reported later is of the next invoice'}
`(
  'X4: usage of $reportedAt that is not counted leaves $issued invoices: $because',
  async ({ reportedAt, runs, issued }) => {
    const world = await metered();
    await use(world, '2018-01-20', '200');
    const batch = { reportedAt: instant(reportedAt), accepted: 1, duplicates: 0, rejected: [] };
    await world.table.write([batchStore(world.table).pendingWrite(batchIdOf(batch.reportedAt, 'a call'), batch)]);
    for (const on of runs) await runDay(world, on);
    expect(await invoicesOf(world)).toHaveLength(issued);
  },
);

describe('X3: usage that cannot be rated', () => {
  test('is left out with all of its subscription, and stands on the next invoice once it can', async () => {
    const parts: { -readonly [Name in keyof BookParts]: BookParts[Name] } = { ...RATES };
    const world = await metered({ seats: true, rates: parts });
    await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE, subscriptionId: SECOND })[0]!);
    const rows = [aSheetRow({ reportedOn: day('2018-01-20'), meterId: UNKNOWN_METER, quantity: '10' })];
    await putSheets(world.deps, [aDaySheet({ subscriptionId: SECOND, usageOn: day('2018-01-20'), rows })]);
    await use(world, '2018-01-20', '200');
    await runDay(world, '2018-02-15');
    const [first] = (await invoicesOf(world)) as [InvoiceRecord];
    expect(usageRows(world, first, 'usage').map((row) => row.SubscriptionId)).toEqual([METERED.toUpperCase()]);
    expect(usageRows(world, first, 'usagedaily')).toHaveLength(1);
    const cases = await caseStore(world.table).list(PARTNER).page({ size: 10 });
    expect(cases.items).toMatchObject([
      { subscriptionId: SECOND, reason: 'usageUnrated', detail: expect.stringContaining(UNKNOWN_METER) },
    ]);
    expect(world.counts.SubscriptionsSetAside).toBe(1);
    parts.meters = { ...RATES.meters, [UNKNOWN_METER]: [{ from: '2017-12-01', rates: { 0: '1' } }] };
    await runDay(world, '2018-03-15');
    const [second] = (await invoicesOf(world)) as [InvoiceRecord];
    expect(usageRows(world, second, 'usage')).toMatchObject([
      { SubscriptionId: SECOND.toUpperCase(), ChargeStartDate: '1/15/2018 0:00', PretaxCharges: '8.50' },
    ]);
    expect((await caseStore(world.table).list(PARTNER).page({ size: 10 })).items).toEqual([]);
    const late = aSheetRow({ reportedOn: day('2018-03-20'), meterId: UNKNOWN_METER, quantity: '1' });
    await putSheets(world.deps, [aDaySheet({ subscriptionId: SECOND, usageOn: day('2018-01-21'), rows: [late] })]);
    await runDay(world, '2018-04-15');
    const [third] = (await invoicesOf(world)) as [InvoiceRecord];
    expect(usageRows(world, third, 'usage')).toMatchObject([
      { SubscriptionId: SECOND.toUpperCase(), PretaxCharges: '0.85', DetailLineItemId: '2' },
    ]);
  });
});
