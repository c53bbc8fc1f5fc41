import type { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { accountKey } from '../../../functions/billing/accounts/store/keys.ts';
import { accessRecords, accountItem } from '../../../shared/identity/access.ts';
import { Exact } from '../../../shared/kernel/exact.ts';
import { day } from '../../../shared/kernel/time.ts';
import { relate } from '../../support/billing/costs-world.ts';
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
  licenseRows,
  OFFER,
  OPERATOR,
  PARTNER,
  runDay,
  send,
  subscriptionEvents,
  usageRows,
} from '../../support/billing-world.ts';
import { pdfTexts } from '../../support/pdf-text.ts';
import { eventsOfType } from '../../support/tenancy.ts';
import { aRateBook } from '../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../support/usage/rate-cards.ts';
import { aDaySheet, aSheetRow, METER, meteredEvents, putSheets } from '../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const SEATS = idOf('5ab', 1);
const AT = '2018-02-20T12:00:00.000Z';

/**
 * A partner that is billed in a currency, with 3 percent discount and 10 percent tax: 7 seats from 16 January on, 9 from
 * 1 February on, and 20.5 units of use.
 */
async function billedIn({ currency, price, rate }: Row): Promise<BillingWorld> {
  const book = aRateBook({ currency, meters: { [METER]: [{ from: '2017-12-01', rates: { 0: rate } }] } });
  const world = billingWorld({ rates: () => book });
  await deliver(world, aPartnerChanged({ currency, country: 'JP', culture: 'en-GB' }));
  await ask(world, '/v1/invoices');
  const account = (await accessRecords(world.table).account(PARTNER))!;
  await world.table.write([
    { put: accountItem({ ...account, partner: { ...account.partner!, currency } }) },
    { update: accountKey(PARTNER), set: { taxRatePercent: '10' } },
  ]);
  await putCard(world.deps, '2017-12-01', [aMeter(METER, { 0: rate })], { currency });
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  await relate(world);
  const priceLock = {
    ...{ priceList: '2018-01', currency, wholesale: price, list: price, discountPercent: '3' },
    lockedAt: '2018-01-16T10:00:00.000Z',
  };
  for (const event of subscriptionEvents({ startOn: '2018-01-16', quantity: 7, more: { priceLock } }, [
    { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 9 } },
  ]))
    await deliver(world, event);
  for (const event of meteredEvents({ startOn: '2018-01-16', offerId: AZURE })) await deliver(world, event);
  await putSheets(world.deps, [
    aDaySheet({
      usageOn: day('2018-02-10'),
      rows: [aSheetRow({ reportedOn: day('2018-02-10'), quantity: '20.5' })],
    }),
  ]);
  return world;
}

interface Row {
  readonly currency: string;
  readonly decimals: number;
  readonly price: string;
  readonly rate: string;
}

/** Rounded once, half away from zero, to the smallest unit there is. */
const rounded = (amount: Decimal, { decimals }: Row): string => amount.toFixed(decimals, Exact.ROUND_HALF_UP);

/** R4, R9, M4: what the lines come to, by arithmetic of its own. */
function expectedLines(row: Row): { amount: string; tax: string; total: string }[] {
  const price = new Exact(row.price);
  const seats = [price.times(7), price.times(-7), price.times(7 * 16).div(31), price.times(9 * 15).div(31)];
  return seats.map((exact) => {
    const amount = new Exact(rounded(exact, row));
    const subtotal = amount.minus(rounded(amount.times('0.03'), row));
    const tax = rounded(subtotal.times('0.1'), row);
    return { amount: rounded(amount, row), tax, total: rounded(subtotal.plus(tax), row) };
  });
}

/** Members that are money, wherever they stand. */
const MONEY: ReadonlySet<string> = new Set([
  ...['totalCharges', 'paidAmount', 'previousBalance', 'amountDue', 'balanceAmount', 'amount', 'unitPrice', 'subtotal'],
  ...['tax', 'taxTotal', 'totalForCustomer', 'totalOtherDiscount', 'pretaxCharges', 'taxAmount', 'postTaxTotal'],
  ...['consumptionPrice', 'consumptionDiscount', 'pretaxTotal', 'afterTaxTotal'],
]);
function moneyIn(value: unknown): (readonly [name: string, amount: number])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'number' && MONEY.has(name) ? [[name, member] as const] : moneyIn(member),
  );
}
const decimalsOf = (amount: number): number => new Exact(amount).decimalPlaces();
const currenciesIn = (body: unknown): string[] => [
  ...new Set([...JSON.stringify(body).matchAll(/"currency(?:Code)?":"(\w+)"/g)].map(([, code]) => code!)),
];

describe.each<Row>([
  { currency: 'JPY', decimals: 0, price: '543', rate: '13.7' },
  { currency: 'KRW', decimals: 0, price: '6100', rate: '151.25' },
  { currency: 'KWD', decimals: 3, price: '1.237', rate: '0.03145' },
  { currency: 'BHD', decimals: 3, price: '1.541', rate: '0.0001' },
  { currency: 'EUR', decimals: 2, price: '4.05', rate: '0.1049' },
])('PRG-10: a partner that is billed in $currency, whose smallest unit has $decimals decimals', (row) => {
  const { currency, decimals } = row;
  const isAmount = new RegExp(decimals === 0 ? '^-?\\d+$' : `^-?\\d+\\.\\d{${decimals}}$`);
  const unit = new Exact(10).pow(-decimals);

  test('the unit is in every amount of wire, files, events and statement, and their sums are those of exact lines', async () => {
    const world = await billedIn(row);
    const open = await ask(
      world,
      '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems',
      ADMIN_AGENT,
      '2018-02-14T12:00:00.000Z',
    );
    expect(open.body.items.map(({ totalForCustomer }: { totalForCustomer: number }) => totalForCustomer)).toEqual(
      expectedLines(row).map(({ total }) => Number(total)),
    );
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    const [seats, used] = [licenseRows(world, invoice!), usageRows(world, invoice!, 'usage')];
    for (const cells of seats)
      for (const name of ['UnitPrice', 'Amount', 'TotalOtherDiscount', 'Subtotal', 'Tax', 'TotalForCustomer'])
        expect(cells[name], name).toMatch(isAmount);
    for (const name of ['PretaxCharges', 'TaxAmount', 'PostTaxTotal']) expect(used[0]![name], name).toMatch(isAmount);
    expect(
      seats.map(({ Amount, Tax, TotalForCustomer }) => ({ amount: Amount, tax: Tax, total: TotalForCustomer })),
    ).toEqual(expectedLines(row));
    const charge = rounded(new Exact(row.rate).times('20.5'), row);
    expect(used[0]!.PretaxCharges).toBe(charge);
    const lineSum = [...seats.map(({ TotalForCustomer }) => TotalForCustomer!), used[0]!.PostTaxTotal!].reduce(
      (sum, amount) => sum.plus(amount),
      new Exact(0),
    );
    const total = lineSum.toFixed(decimals);
    const path = `/v1/invoices/${invoice!.invoiceId}`;
    expect((await ask(world, path)).body).toMatchObject({ totalCharges: Number(total), currencyCode: currency });
    expect(eventsOfType(world.table, 'InvoiceIssued').at(-1)!.detail).toMatchObject({
      totalCharges: { amount: total, currency },
    });
    const statement = pdfTexts(Buffer.from((await ask(world, `${path}/documents/statement`)).text, 'latin1')).join(' ');
    const shown = total.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
    expect(statement.replaceAll('\u00a0', ' ')).toContain(`Amount due ${currency} ${shown}`);
    for (const rest of [
      path,
      '/v1/invoices/summary',
      `${path}/lineitems/office/billinglineitems`,
      `${path}/lineitems/azure/billinglineitems`,
      `/v1/customers/${CUSTOMER}/servicecosts/mostrecent`,
    ]) {
      const { body } = await ask(world, rest);
      const amounts = moneyIn(body);
      expect(amounts, rest).not.toEqual([]);
      for (const [name, amount] of amounts)
        expect(decimalsOf(amount), `${rest}: ${name} ${amount}`).toBeLessThanOrEqual(decimals);
      expect(currenciesIn(body), rest).toEqual([currency]);
    }
  });

  test('the unit is the smallest that an adjustment and a budget take', async () => {
    const world = await billedIn(row);
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    const adjust = (amount: Decimal) =>
      send(
        world,
        {
          method: 'POST',
          path: `/v1/operator/invoices/${invoice!.invoiceId}/adjustments`,
          body: { reason: 'A', lines: [{ subscriptionId: SEATS, amount: amount.toFixed() }] },
          as: OPERATOR,
        },
        AT,
      );
    const refused = await adjust(unit.div(10));
    expect([refused.status, refused.body.code]).toEqual([400, 3000]);
    expect(JSON.stringify(refused.body)).toContain('lines[0].amount');
    const taken = await adjust(unit.neg());
    expect(taken.body.amendments[0]).toMatchObject({ totalCharges: unit.neg().toNumber(), currencyCode: currency });
    await drain(world);
    const budget = (amount: Decimal) =>
      send(
        world,
        {
          method: 'PATCH',
          path: `/v1/customers/${CUSTOMER}/usagebudget`,
          body: { amount: amount.toNumber() },
          as: ADMIN_AGENT,
        },
        AT,
      );
    expect((await budget(unit.times('1.1'))).body).toMatchObject({ code: 3000 });
    expect((await budget(unit.times(3))).body).toMatchObject({ amount: unit.times(3).toNumber() });
    expect(eventsOfType(world.table, 'UsageBudgetChanged').at(-1)!.detail).toMatchObject({
      budget: { amount: unit.times(3).toFixed(decimals), currency },
    });
  });
});
