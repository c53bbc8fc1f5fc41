import { describe, expect, test } from 'vitest';
import type { Item } from '../../shared/dynamo/table.ts';
import { pdfTexts } from '../support/pdf-text.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import {
  acceptPartner,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  type World,
} from '../support/world.ts';

/**
 * M3 from the price list to the money that was paid: the list has a price in dollars alone. All figures are by hand, for 37 seats at 5.00
 * dollars that are bought on 3 September and suspended on 20 October, 14 days before the cycle of 31 ends (the contract's example P12,
 * in five currencies).
 */
interface Row {
  readonly country: string;
  readonly currency: string;
  readonly rate: number;
  /** 5.00 × rate, rounded once to the currency's unit; and list, 6.00 × rate. */
  readonly price: string;
  readonly list: string;
  /** 37 seats for a month, and the smallest amount there is. */
  readonly month: number;
  readonly unit: number;
  /** What is given back: of a seat, and of 37. */
  readonly seatBack: number;
  readonly back: number;
  /** As the statement writes the month. */
  readonly shown: string;
}

const ROWS: readonly Row[] = [
  {
    ...{ country: 'JP', currency: 'JPY', rate: 108.6, price: '543', list: '652', month: 20091, unit: 1 },
    ...{ seatBack: -245, back: -9073, shown: 'JPY 20,091' },
  },
  {
    // 5967.25; 5967 × 518 / 31 = 99706.645…
    ...{ country: 'KR', currency: 'KRW', rate: 1193.45, price: '5967', list: '7161', month: 220779, unit: 1 },
    ...{ seatBack: -2695, back: -99707, shown: 'KRW 220,779' },
  },
  {
    // 1.53075; 1.531 × 518 / 31 = 25.5825…
    ...{ country: 'KW', currency: 'KWD', rate: 0.30615, price: '1.531', list: '1.837', month: 56.647, unit: 0.001 },
    ...{ seatBack: -0.691, back: -25.583, shown: '56.647 KWD' },
  },
  {
    // 1.8825, half away from zero; 1.883 × 518 / 31 = 31.4643…
    ...{ country: 'BH', currency: 'BHD', rate: 0.3765, price: '1.883', list: '2.259', month: 69.671, unit: 0.001 },
    ...{ seatBack: -0.85, back: -31.464, shown: '69.671 BHD' },
  },
  {
    // 4.23101333; 4.23 × 518 / 31 = 70.6819…
    ...{ country: 'FR', currency: 'EUR', rate: 0.846202666, price: '4.23', list: '5.08', month: 156.51, unit: 0.01 },
    ...{ seatBack: -1.91, back: -70.68, shown: '156,51 EUR' },
  },
];

/** No partner of the first markets pays in dinars: contract and money know them, so a program may come to. */
async function paysIn(world: World, { partnerId }: EnrolledPartner, currency: string): Promise<void> {
  const { table } = world.program;
  const inCurrency = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(inCurrency)
      : typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name, name === 'currency' ? currency : inCurrency(member)]),
          )
        : value;
  for (const item of [...table.items.values()])
    if (item.pk.includes(partnerId) && item.outbox === undefined)
      await table.write([{ put: inCurrency(item) as Item }]);
}

async function sold({ country, currency, rate }: Row) {
  const world = await createWorld({ at: '2026-09-03T09:00:00Z' });
  const partner = await enrolPartner(world, { name: 'contoso', country });
  await world.program.settle();
  await paysIn(world, partner, currency);
  const customerId = await createCustomer(world, partner, { name: 'fabrikam', country });
  await putOnSale(world, '202609', [
    { id: OFFERS.base, name: 'Base', listPrice: '6.00', wholesalePrice: '5.00', country, currency: 'USD' },
  ]);
  const as = world.operator;
  const rates = [{ currencyCode: currency, pcToBCExchangeRate: rate }];
  await world.program.settle();
  const order = () => placeOrder(world, partner.adminAgent, customerId, [{ offerId: OFFERS.base, quantity: 37 }]);
  await expect(order()).rejects.toThrow(`there is no price in ${currency} today`);
  const path = '/v1/operator/fxrates/';
  await world.send({ method: 'PUT', path: `${path}202608`, as, body: { pricingCurrency: 'USD', rates } });
  await world.program.settle();
  await expect(order(), 'the rate of another month is none').rejects.toThrow(
    `the exchange rate from USD into ${currency} for 2026-09 is not published`,
  );
  await world.send({ method: 'PUT', path: `${path}202609`, as, body: { pricingCurrency: 'USD', rates } });
  await world.program.settle();
  const ask = async (path: string) => (await world.send({ path, as: partner.adminAgent })).body;
  return { world, partner, customerId, order, ask };
}

describe.each(ROWS)('M3: a price in dollars for a partner that pays in $currency', (row) => {
  const { currency, rate, country, price, list, month, unit, seatBack, back, shown } = row;
  const pricing = {
    ...{ pricingCurrency: 'USD', pcToBCExchangeRate: rate, pcToBCExchangeRateDate: '2026-09-01T00:00:00Z' },
  };

  test('M3, P12: is exchanged once, and is the same from list to invoice, file, statement, payment and credit', async () => {
    const { world, partner, customerId, order, ask } = await sold(row);
    const listed = await ask(`/v1/pricelists/202609?country=${country}&currency=${currency}`);
    expect(listed.items).toEqual([
      expect.objectContaining({ ...pricing, currency, listPrice: list, wholesalePrice: price, change: 'ADD' }),
    ]);
    const { orderId, subscriptionIds } = await order();
    const [subscriptionId] = subscriptionIds;
    await world.program.settle();
    const placed = await ask(`/v1/customers/${customerId}/orders/${orderId}?include_price=true`);
    expect([placed.currencyCode, placed.totalPrice]).toEqual([currency, month]);

    const unbilled = async () =>
      (await ask('/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems')).items;
    expect(await unbilled()).toEqual([
      expect.objectContaining({
        ...pricing,
        currency,
        unitPrice: Number(price),
        subtotal: month,
        totalForCustomer: month,
      }),
    ]);

    await world.program.moveTo('2026-10-04T09:00:00Z', { daily: true });
    const [{ id: invoiceId }] = (await ask('/v1/invoices')).items;
    expect(await ask(`/v1/invoices/${invoiceId}`)).toMatchObject({ totalCharges: month, currencyCode: currency });
    const [line] = (await ask(`/v1/invoices/${invoiceId}/lineitems/office/billinglineitems`)).items;
    expect(line).toMatchObject({
      ...pricing,
      currency,
      unitPrice: Number(price),
      amount: month,
      totalForCustomer: month,
    });
    const told = await ask(`/v1/invoices/${invoiceId}/lineitems/${encodeURIComponent(line.lineId)}`);
    expect(told.lineItem).toMatchObject(pricing);
    expect(told.text).toContain(`The list has its price of a month in USD: one is ${rate} ${currency} in 2026-09`);
    const as = partner.adminAgent;
    const file = await world.send({ path: `/v1/invoices/${invoiceId}/reconciliationfiles/License`, as });
    const [header, cells] = file.text.split('\r\n').map((text) => text.split(','));
    const cellOf = (name: string) => cells![header!.indexOf(name)];
    expect(
      [
        'UnitPrice',
        'TotalForCustomer',
        'Currency',
        'PricingCurrency',
        'PCToBCExchangeRate',
        'PCToBCExchangeRateDate',
      ].map(cellOf),
    ).toEqual([
      price,
      month.toFixed(unit === 1 ? 0 : -Math.log10(unit)),
      currency,
      'USD',
      String(rate),
      '9/1/2026 0:00',
    ]);
    const { text } = await world.send({ path: `/v1/invoices/${invoiceId}/documents/statement`, as });
    expect(pdfTexts(Buffer.from(text, 'latin1')).join(' ').replaceAll('\u00a0', ' ')).toContain(shown);

    const payments = `/v1/operator/partners/${partner.partnerId}/payments`;
    const pay = (amount: number) =>
      world.program.request({
        method: 'POST',
        path: payments,
        as: world.operator,
        headers: { 'MS-RequestId': `pay-${amount}` },
        body: {
          paymentReference: `P ${amount}`,
          receivedDate: '2026-10-04',
          amount,
          currencyCode: currency,
          autoAllocate: true,
        },
      });
    const tooFine = await pay(Number((month + unit / 10).toPrecision(12)));
    expect([tooFine.status, tooFine.body.code, tooFine.body.parameters]).toEqual([400, 3000, { field: 'amount' }]);
    const over = Number((month + 3 * unit).toPrecision(12));
    expect((await pay(over)).body).toMatchObject({ amount: over, unallocatedAmount: 3 * unit });
    await world.program.settle();
    const account = () => ask('/v1/partner/billingaccount');
    expect(await account()).toMatchObject({ currencyCode: currency, balanceAmount: 0, unallocatedAmount: 3 * unit });
    const given = { subscriptionId, amount: -2 * unit };
    const adjustments = `/v1/operator/invoices/${invoiceId}/adjustments`;
    const body = { reason: 'A gift', lines: [given] };
    await world.send({ method: 'POST', path: adjustments, as: world.operator, body });
    await world.program.settle();
    expect(await account()).toMatchObject({ balanceAmount: 0, unallocatedAmount: 3 * unit, creditBalance: 2 * unit });

    await world.program.moveTo('2026-10-20T09:00:00Z', { daily: true });
    const path = `/v1/customers/${customerId}/subscriptions/${subscriptionId}`;
    await world.send({ method: 'PATCH', path, as, body: { status: 'suspended' } });
    await world.program.settle();
    await world.program.moveTo('2026-11-04T09:00:00Z', { daily: true });
    const second = (await ask('/v1/invoices')).items.find(({ id }: { id: string }) => id !== invoiceId);
    const lines = (await ask(`/v1/invoices/${second.id}/lineitems/office/billinglineitems`)).items;
    expect(
      lines.map(({ unitPrice, quantity, amount }: Record<string, number>) => [unitPrice, quantity, amount]),
    ).toEqual([
      [Number(price), 37, month],
      [seatBack, 37, back],
    ]);
    for (const each of lines) expect(each).toMatchObject(pricing);

    await world.send({
      method: 'POST',
      path: `/v1/operator/invoices/${second.id}/void`,
      as: world.operator,
      body: { reason: 'Wrong', rebill: false },
    });
    await world.program.settle();
    const [note] = (await ask(`/v1/invoices/${second.id}`)).amendments;
    const takenBack = (await ask(`/v1/invoices/${note.id}/lineitems/office/billinglineitems`)).items;
    expect(takenBack.map(({ amount }: Record<string, number>) => amount)).toEqual([-month, -back]);
    for (const each of takenBack) expect(each, 'what is taken back is exchanged as it was').toMatchObject(pricing);
  });
});

test('R12, M3: what goes on with a partner of another currency is exchanged by the rate of the month in which it was locked', async () => {
  const world = await createWorld({ at: '2026-01-05T09:00:00Z' });
  const old = await enrolPartner(world, { name: 'contoso', country: 'FR' });
  const next = await enrolPartner(world, { name: 'litware', country: 'GB' });
  await world.program.settle();
  const customerId = await createCustomer(world, old, { name: 'fabrikam', country: 'FR' });
  const offer = { id: OFFERS.base, name: 'Base', country: 'FR' };
  await putOnSale(world, '202601', [
    { ...offer, listPrice: '20.00', wholesalePrice: '16.01', currency: 'EUR' },
    { ...offer, listPrice: '22.00', wholesalePrice: '18.00', currency: 'USD' },
  ]);
  const as = world.operator;
  for (const [month, rate] of [
    ['202601', 0.7429],
    ['202602', 0.9],
  ] as const) {
    const body = { pricingCurrency: 'USD', rates: [{ currencyCode: 'GBP', pcToBCExchangeRate: rate }] };
    await world.send({ method: 'PUT', path: `/v1/operator/fxrates/${month}`, as, body });
  }
  await world.program.settle();
  await placeOrder(world, old.adminAgent, customerId, [{ offerId: OFFERS.base, quantity: 7 }]);
  await world.program.settle();
  await world.program.moveTo('2026-02-20T08:00:00Z', { daily: true });
  await acceptPartner(world, next, { customerId, admin: 'admin@fabrikam.onprogram.example' });
  const path = `/v1/operator/partners/${old.partnerId}`;
  await world.send({ method: 'PATCH', path, as, body: { status: 'outOfBusiness' } });
  await world.program.settle();
  const body = { reason: 'Contoso is out of business.', customerId, successorId: next.partnerId };
  await world.send({ method: 'POST', path: `${path}/succession`, as, body });
  await world.program.settle();
  const query = 'provider=onetime&invoicelineitemtype=billinglineitems&period=current';
  const unbilled = async ({ adminAgent }: EnrolledPartner) =>
    (await world.send({ path: `/v1/invoices/unbilled/lineitems?${query}`, as: adminAgent })).body.items;
  // 18.00 x 0.7429 = 13.3722, so 13.37; 13 of 28 days for 7 seats are 43.4525.
  expect(await unbilled(next)).toEqual([
    expect.objectContaining({
      ...{ subtotal: 43.45, unitPrice: 13.37, currency: 'GBP', pricingCurrency: 'USD', pcToBCExchangeRate: 0.7429 },
      pcToBCExchangeRateDate: '2026-01-01T00:00:00Z',
    }),
  ]);
  // 16.01 x 7 x 13 / 28 = 52.0325, in the currency and at the price of the list.
  expect((await unbilled(old)).filter(({ subtotal }: { subtotal: number }) => subtotal < 0)).toEqual([
    expect.objectContaining({ subtotal: -52.03, currency: 'EUR', pricingCurrency: 'EUR', pcToBCExchangeRate: 1 }),
  ]);
});
